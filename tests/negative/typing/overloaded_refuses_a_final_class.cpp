// must not compile, and must say: overload_case
import patterns.typing;

struct only final {
  void operator()(int) const {}
};

using refused = patterns::typing::overloaded<only>;
