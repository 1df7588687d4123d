// must not compile, and must say: stale_cache
import std;
import patterns.caching;

using patterns::caching::loading_cache;
using patterns::caching::lru_cache;
using patterns::caching::stale_if_error;

int main() {
  loading_cache<lru_cache<int, int>> cache(10);
  return cache.get_or_load(1, [](int key) { return key; }, stale_if_error{});
}
