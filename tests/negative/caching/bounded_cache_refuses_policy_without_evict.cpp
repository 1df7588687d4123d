// must not compile, and must say: eviction_policy
import std;
import patterns.caching;

struct keeps_everything {
  explicit keeps_everything(std::size_t) {}
  void reserve(std::size_t) {}
};

patterns::caching::bounded_cache<int, int, keeps_everything> cache(4);
