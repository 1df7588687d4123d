// must not compile, and must say: picklable
import std;
import patterns.caching;

int main() {
  const patterns::caching::shared_memory_cache<int, const void*> cache("name");
  return static_cast<int>(cache.size());
}
