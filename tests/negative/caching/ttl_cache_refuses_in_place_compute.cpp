// must not compile, and must say: entry_function
import std;
import patterns.caching;

int main() {
  patterns::caching::ttl_cache<int, int> cache(4, std::chrono::seconds(1));
  cache.compute(1, [](int* present) { return std::optional<int>(++*present); });
}
