// must not compile, and must say: an object of a derived class may be behind the pointer
import std;
import patterns.data_model;

struct shape {
  virtual ~shape() = default;
};

struct drawing {
  std::shared_ptr<shape> front;
};

auto copy = patterns::data_model::deep_copy(drawing{});
