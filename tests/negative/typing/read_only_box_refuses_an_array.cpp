// must not compile, and must say: variable_type
import patterns.typing;

using refused = patterns::typing::read_only_box<int[3]>;
