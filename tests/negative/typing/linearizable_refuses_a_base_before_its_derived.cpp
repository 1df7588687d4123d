// must not compile, and must say: linearizable
import patterns.typing;

struct base {};
struct derived : base {
  using direct_bases = patterns::typing::bases<base>::of<derived>;
};
struct crossed {
  using direct_bases = patterns::typing::bases<base, derived>::of<crossed>;
};

template <patterns::typing::linearizable T>
struct order_of {};

using refused = order_of<crossed>;
