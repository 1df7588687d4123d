// must not compile, and must say: lockable_for_cache
import std;
import patterns.caching;

using patterns::caching::basic_striped_cache;
using patterns::caching::lru_cache;

basic_striped_cache<lru_cache<int, int>, int> cache(100);
