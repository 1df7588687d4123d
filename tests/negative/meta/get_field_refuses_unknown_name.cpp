// must not compile, and must say: has_field
import patterns.meta;

struct point {
  int x;
  int y;
};

constexpr auto z = patterns::meta::get_field<"z">(point{1, 2});
