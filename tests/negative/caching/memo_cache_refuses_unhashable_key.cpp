// must not compile, and must say: cache_key
import std;
import patterns.caching;

struct point {
  int x;
  int y;
};

patterns::caching::memo_cache<point, int> cache;
