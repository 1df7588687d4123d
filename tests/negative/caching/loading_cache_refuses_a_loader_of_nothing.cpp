// must not compile, and must say: loader<
import std;
import patterns.caching;

using patterns::caching::loading_cache;
using patterns::caching::lru_cache;

int main() {
  loading_cache<lru_cache<int, std::string>> cache(10);
  return cache.get_or_load(1, [](int) {}).empty() ? 0 : 1;
}
