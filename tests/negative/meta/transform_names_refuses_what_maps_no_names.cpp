// must not compile, and must say: name_mapping
import patterns.meta;

struct options {
  int port;
};

using wrong = patterns::meta::transform_names<options, [](int length) { return length; }>;
