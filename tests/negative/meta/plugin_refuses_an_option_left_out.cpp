// must not compile, and must say: valid_plugin_options
import std;
import patterns.meta;

struct format_options {
  char separator;
  bool quoted = false;
  constexpr bool valid() const { return separator != '\0'; }
};

struct csv : patterns::meta::plugin_base<csv, format_options{.quoted = true}> {
  static constexpr std::string_view name = "csv";
};
