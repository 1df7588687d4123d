// must not compile, and must say: an object of a derived class may be behind a pointer
import std;
import patterns.data_model;

struct shape {
  virtual ~shape() = default;
};

struct drawing {
  std::unique_ptr<shape> front;
};

auto bytes = patterns::data_model::dumps(drawing{});
