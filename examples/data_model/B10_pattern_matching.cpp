import std;
import patterns;

// #region page
// A text adventure: what the player types is taken apart into words, and becomes a command that the game obeys.
using namespace patterns::data_model;

enum class direction { north, south };

struct go {
  direction where;
};
struct take {
  std::string what;
  int how_many;
};
struct quit {};
using command = std::variant<go, take, quit>;

command parse(const std::vector<std::string_view>& words) {
  return match(words)(
      when(sequence("go", either("north", "up"))) >> [] { return command(go{direction::north}); },
      when(sequence("go", rest)) >> [] { return command(go{direction::south}); },
      when(sequence("take", bind)) >> [](std::string_view what) { return command(take{std::string(what), 1}); },
      when(sequence("take", "two", bind)) >> [](std::string_view what) { return command(take{std::string(what), 2}); },
      when(sequence("quit")) >> [] { return command(quit()); });
}

std::string obey(const command& any) {
  // Leave a line out, and it does not compile: the message names what has no case.
  return match(any)(
      when(as<go>(fields(is<direction::north>))) >> [] { return std::string("a cold wind"); },
      when(as<go>) >> [] { return std::string("a beach"); },
      when(as<take>(fields(bind, 1))) >> [](const std::string& what) { return std::format("you have a {}", what); },
      when(as<take>(fields(field<"how_many">(bind))), [](int n) { return n > 1; }) >>
          [](int n) { return std::format("{} are too heavy", n); },
      when(as<take>) >> [] { return std::string("how many?"); },  //
      when(as<quit>) >> [] { return std::string("goodbye"); });
}

int main() {
  std::cout << obey(parse({"go", "up"})) << '\n';               // a cold wind
  std::cout << obey(parse({"go", "to", "sleep"})) << '\n';      // a beach
  std::cout << obey(parse({"take", "lamp"})) << '\n';           // you have a lamp
  std::cout << obey(parse({"take", "two", "anvils"})) << '\n';  // 2 are too heavy
  std::cout << obey(quit()) << '\n';                            // goodbye

  try {
    parse({"dance"});
  } catch (const match_error& error) {
    std::cout << error.what() << '\n';  // match: no case for ['dance']
  }
}
// #endregion
