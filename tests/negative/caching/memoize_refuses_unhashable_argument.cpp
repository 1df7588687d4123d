// must not compile, and must say: cache_key
import std;
import patterns.caching;

struct point {
  int x;
  int y;
};

auto distance = patterns::caching::memoize([](point from) { return from.x + from.y; }, 10);
