// must not compile, and must say: format_string
import std;
import patterns.meta;
import patterns.typing;

struct named : patterns::typing::add_repr<"{name:.2f}"> {
  std::string name;
};

const std::string text = patterns::meta::repr(named{});
