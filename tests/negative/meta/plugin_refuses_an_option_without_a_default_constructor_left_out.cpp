// must not compile, and must say: separator_char
import std;
import patterns.meta;

struct separator_char {
  char value;
  constexpr separator_char(char given) : value(given) {}
};

struct format_options {
  separator_char separator;
  bool quoted = false;
};

struct csv : patterns::meta::plugin_base<csv, format_options{.quoted = true}> {
  static constexpr std::string_view name = "csv";
};
