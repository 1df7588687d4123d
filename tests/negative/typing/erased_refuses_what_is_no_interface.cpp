// must not compile, and must say: erased_interface
import patterns.typing;

struct person {};

patterns::typing::erased<person> guest;
