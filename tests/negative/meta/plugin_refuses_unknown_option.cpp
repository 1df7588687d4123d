// must not compile, and must say: separater
import std;
import patterns.meta;

struct format_options {
  char separator;
};

struct csv : patterns::meta::plugin_base<csv, format_options{.separater = ';'}> {
  static constexpr std::string_view name = "csv";
};
