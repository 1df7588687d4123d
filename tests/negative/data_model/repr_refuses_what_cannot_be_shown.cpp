// must not compile, and must say: has_repr
import patterns.data_model;

class opaque {
 public:
  explicit opaque(int value) : value_(value) {}

 private:
  int value_;
};

const auto text = patterns::data_model::repr(opaque(7));
