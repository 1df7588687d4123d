// must not compile, and must say: clock_like
import std;
import patterns.caching;

struct seconds_since_midnight {
  int now() const { return 0; }
};

patterns::caching::ttl_cache<int, int, seconds_since_midnight> cache(4, std::chrono::seconds(1));
