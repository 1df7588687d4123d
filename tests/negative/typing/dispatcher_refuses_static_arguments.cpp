// must not compile, and must say: dispatchable
import patterns.typing;

struct point {
  int x;
};

patterns::typing::dispatcher<void(const point&, int)> print;
