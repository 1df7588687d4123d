import std;
import patterns;

// #region page
using patterns::meta::shared_state;

// Two parts of a program make their own settings object, and both must be looking at the same settings.
struct settings {
  int volume = 5;
  std::string language = "en";
};

struct player {
  shared_state<settings> options;
  void louder() { ++options->volume; }
};

struct display {
  shared_state<settings> options;
  [[nodiscard]] std::string line() const { return std::format("{} {}", options->language, options->volume); }
};

struct of_guests;

int main() {
  player sound;
  const display screen;
  sound.louder();
  std::cout << screen.line() << '\n';  // en 6

  shared_state<settings, of_guests> guests;  // another tag: another state
  guests->language = "fr";
  std::cout << screen.line() << '\n';  // en 6

  {
    const shared_state<settings>::scoped_reset for_a_test;
    sound.options->volume = 0;
    std::cout << screen.line() << '\n';  // en 0
  }
  std::cout << screen.line() << '\n';  // en 6
}
// #endregion
