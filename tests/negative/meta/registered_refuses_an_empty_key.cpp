// must not compile, and must say: registered: the key is empty
import std;
import patterns.meta;

struct shape {
  virtual ~shape() = default;
};

struct circle : shape, patterns::meta::registered<circle, shape, ""> {};
