// must not compile, and must say: expiry_policy
import std;
import patterns.caching;

using namespace patterns::caching;

struct a_minute_by_no_clock {
  std::chrono::minutes time_to_live(int, int) const { return std::chrono::minutes(1); }
};

bounded_cache<int, int, lru, key_hash<int>, std::equal_to<>, unit_weigher, a_minute_by_no_clock> cache(4);
