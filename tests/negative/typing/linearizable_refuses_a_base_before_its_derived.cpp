// must not compile, and must say: linearizable
import patterns.typing;

struct base {};
struct derived : base {
  using bases = patterns::typing::type_list<base>;
};
struct crossed {
  using bases = patterns::typing::type_list<base, derived>;
};

template <patterns::typing::linearizable T>
struct order_of {};

using refused = order_of<crossed>;
