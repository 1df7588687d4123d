// must not compile, and must say: dynamic_element
import std;
import patterns.typing;

const auto owners = patterns::typing::element_type::of<std::unique_ptr<int>>();
