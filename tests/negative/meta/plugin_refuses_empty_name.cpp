// must not compile, and must say: plugin_base: the class must have a `static constexpr std::string_view name`
// must not compile, and must say: has_nonempty_name
import std;
import patterns.meta;

struct csv : patterns::meta::plugin_base<csv> {
  static constexpr std::string_view name = "";
};

csv table;
