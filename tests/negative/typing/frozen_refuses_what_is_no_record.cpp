// must not compile, and must say: freezable
import patterns.typing;

class counter {
 public:
  explicit counter(int start) : value_(start) {}

 private:
  int value_;
};

using refused = patterns::typing::frozen<counter>;
