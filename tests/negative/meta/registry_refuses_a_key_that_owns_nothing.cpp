// must not compile, and must say: registry_key
import std;
import patterns.meta;

struct shape {
  virtual ~shape() = default;
};

patterns::meta::registry<shape, std::string_view> shapes;
