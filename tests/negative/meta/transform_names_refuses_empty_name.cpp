// must not compile, and must say: field_loses_its_name<
// must not compile, and must say: {"port"}
import std;
import patterns.meta;

struct options {
  int port;
};

using nameless =
    patterns::meta::transform_names<options, [](std::string_view name) { return name.substr(name.size()); }>;
