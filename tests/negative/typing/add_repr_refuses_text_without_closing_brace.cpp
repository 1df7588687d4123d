// must not compile, and must say: text_template
import patterns.typing;

struct point : patterns::typing::add_repr<"Point({x, {y})"> {
  int x;
  int y;
};
