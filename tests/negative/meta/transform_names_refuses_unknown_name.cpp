// must not compile, and must say: has
// must not compile, and must say: port
import patterns.meta;

struct options {
  int port;
};

constexpr int port = patterns::meta::transform_names<options, patterns::meta::upper_case>::get<"port">(options{80});
