// must not compile, and must say: registrable
// must not compile, and must say: constructible_from
import std;
import patterns.meta;

struct shape {
  using registry_type = patterns::meta::registry<shape, std::string, double>;
  virtual ~shape() = default;
};

struct circle : shape, patterns::meta::registered<circle, shape, "circle"> {};
