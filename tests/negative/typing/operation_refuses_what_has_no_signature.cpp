// must not compile, and must say: operation
import patterns.typing;

struct drawing {
  void operator()(const auto& value) const { value.draw(); }
};

template <patterns::typing::operation O>
struct button {};

using refused = button<drawing>;
