// must not compile, and must say: checkable_protocol
import patterns.typing;

struct person {};

const bool answer = patterns::typing::is_instance<person>(1);
