// must not compile, and must say: can_be_missing
import std;
import patterns.design;

struct engine {
  virtual ~engine() = default;
};

patterns::design::has_part<std::unique_ptr<engine>> car;
