// must not compile, and must say: ttl_loader
import std;
import patterns.async;
import patterns.caching;

patterns::async::task<std::string> load(int key) {
  co_return std::to_string(key);
}

int main() {
  patterns::caching::async_ttl_cache<int, int> cache;
  return patterns::async::sync_wait(cache.get_or_load(1, load));
}
