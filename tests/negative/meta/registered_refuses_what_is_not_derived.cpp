// must not compile, and must say: registrable
// must not compile, and must say: derived_from
import std;
import patterns.meta;

struct shape {
  virtual ~shape() = default;
};

struct circle : patterns::meta::registered<circle, shape, "circle"> {};
