// must not compile, and must say: shown_in_template
// clang must say: shown_in_template<point, meta::fixed_string<1>{"z"}>
import std;
import patterns.meta;
import patterns.typing;

struct point : patterns::typing::add_repr<"Point({x}, {z})"> {
  int x;
  int y;
};

const std::string text = patterns::meta::repr(point{});
