// must not compile, and must say: plugin_base: the class must have a `static constexpr std::string_view name`
// must not compile, and must say: declares_name
import patterns.meta;

struct csv : patterns::meta::plugin_base<csv> {};

csv table;
