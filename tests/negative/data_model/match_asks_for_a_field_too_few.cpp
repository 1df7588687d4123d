// must not compile, and must say: pattern_for
import patterns.data_model;

using namespace patterns::data_model;

struct point {
  int x;
  int y;
};

void where(point p) {
  match(p)(when(fields(0)) >> [] {}, when(_) >> [] {});
}
