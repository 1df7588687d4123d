// must not compile, and must say: list_element
import patterns.typing;

using refused = patterns::typing::typed_list<int&>;
