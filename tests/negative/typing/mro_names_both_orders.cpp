// must not compile, and must say: no_fault
// must not compile, and must say: contradiction<patterns::typing::puts_before<breakfast, coffee, tea>,
// patterns::typing::puts_before<supper, tea, coffee>
import patterns.typing;

using patterns::typing::bases;

struct coffee {
  using direct_bases = bases<>::of<coffee>;
};
struct tea {
  using direct_bases = bases<>::of<tea>;
};
struct breakfast {
  using direct_bases = bases<coffee, tea>::of<breakfast>;
};
struct supper {
  using direct_bases = bases<tea, coffee>::of<supper>;
};
struct day {
  using direct_bases = bases<breakfast, supper>::of<day>;
};

constexpr auto classes = patterns::typing::mro<day>::size;
