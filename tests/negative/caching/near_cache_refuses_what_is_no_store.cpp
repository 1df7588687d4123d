// must not compile, and must say: cache_store
import std;
import patterns.caching;

int main() {
  patterns::caching::lru_cache<int, int> far(10);
  patterns::caching::near_cache<patterns::caching::lru_cache<int, int>> near(far, {});
}
