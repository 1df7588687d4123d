// must not compile, and must say: no_fault
// clang must say: repeated_base<car, vehicle>
// gcc must say: repeated_base<car, vehicle>
import patterns.typing;

using patterns::typing::bases;

struct vehicle {
  using direct_bases = bases<>::of<vehicle>;
};
struct car {
  using direct_bases = bases<vehicle, vehicle>::of<car>;
};

constexpr auto classes = patterns::typing::mro<car>::size;
