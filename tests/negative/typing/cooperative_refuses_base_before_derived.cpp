// must not compile, and must say: no_fault
// clang must say: puts_before<logging, logging, storage>
import patterns.typing;

using patterns::typing::bases;

struct storage {
  using direct_bases = bases<>::of<storage>;
};
struct logging {
  using direct_bases = bases<storage>::of<logging>;
};

patterns::typing::cooperative<storage, logging> text;
