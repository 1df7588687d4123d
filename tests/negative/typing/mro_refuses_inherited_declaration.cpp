// must not compile, and must say: no_fault
// must not compile, and must say: undeclared_bases<sports_car>
import patterns.typing;

using patterns::typing::bases;

struct vehicle {
  using direct_bases = bases<>::of<vehicle>;
};
struct car : vehicle {
  using direct_bases = bases<vehicle>::of<car>;
};
struct sports_car : car {};

constexpr auto classes = patterns::typing::mro<sports_car>::size;
