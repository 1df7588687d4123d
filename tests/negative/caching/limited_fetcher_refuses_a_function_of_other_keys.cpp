// must not compile, and must say: async_loader
import std;
import patterns.async;
import patterns.caching;

patterns::async::task<int> length(const std::string& key) {
  co_return static_cast<int>(key.size());
}

patterns::caching::limited_fetcher<int, int, decltype(&length)> fetcher(2, &length);
