// must not compile, and must say: mixin_class
import patterns.typing;

struct last final {};

using refused = patterns::typing::mixin<last>;
