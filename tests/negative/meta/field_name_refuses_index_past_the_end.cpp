// must not compile, and must say: field_count
import patterns.meta;

struct point {
  int x;
  int y;
};

constexpr auto name = patterns::meta::field_name<point, 2>;
