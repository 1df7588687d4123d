import std;
import patterns;

// #region page
using patterns::meta::plugin;
using patterns::meta::plugin_base;

// A program writes tables in formats that others add. Each must say under which name it is chosen, and how it
// separates.
struct format_options {
  char separator = '\0';  // what a format has that gives none; valid() refuses it
  bool quoted = false;

  constexpr bool valid() const { return separator != '\0' && separator != '\n'; }
};

template <class Derived, format_options Options>
struct format : plugin_base<Derived, Options> {
  std::string write(const std::vector<std::string>& cells) const {
    std::string line;
    for (const std::string& cell : cells) {
      line += line.empty() ? "" : std::string(1, Options.separator);
      line += Options.quoted ? std::format("'{}'", cell) : cell;
    }
    return line;
  }
};

struct csv : format<csv, format_options{.separator = ','}> {
  static constexpr std::string_view name = "csv";
};

struct quoted : format<quoted, format_options{.separator = ';', .quoted = true}> {
  static constexpr std::string_view name = "quoted";
};

// struct bars : format<bars, format_options{.quoted = true}> {};  // refused: no separator, so not valid
//
// struct tabs : format<tabs, format_options{.separator = '\t'}> {};
// tabs lines;  // refused: the class must have a `static constexpr std::string_view name` that is not empty

void show(const plugin auto& chosen) {
  std::cout << std::format("{}: {}\n", chosen.name, chosen.write({"lamp", "12"}));
}

int main() {
  show(csv());     // csv: lamp,12
  show(quoted());  // quoted: 'lamp';'12'
}
// #endregion
