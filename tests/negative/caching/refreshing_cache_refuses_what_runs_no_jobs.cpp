// must not compile, and must say: executor
import std;
import patterns.caching;

using patterns::caching::refreshing_cache;

using cache = refreshing_cache<int, int, std::vector<int>>;

int main() {
  return static_cast<int>(sizeof(cache));
}
