// must not compile, and must say: picklable
import std;
import patterns.caching;

int main() {
  const patterns::caching::lru_cache<int, const void*> cache(1);
  return static_cast<int>(patterns::caching::snapshot(cache).size());
}
