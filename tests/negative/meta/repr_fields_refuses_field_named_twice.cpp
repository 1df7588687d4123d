// must not compile, and must say: names_differ
import patterns.meta;

struct point {
  int x;
  int y;
};

const auto text = patterns::meta::repr_fields<"x", "x">(point{1, 2});
