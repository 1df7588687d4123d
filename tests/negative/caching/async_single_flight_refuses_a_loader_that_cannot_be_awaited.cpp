// must not compile, and must say: async_loader
import std;
import patterns.async;
import patterns.caching;

int main() {
  patterns::caching::async_single_flight<int, int> loads;
  return patterns::async::sync_wait(loads.run(1, [](int key) { return key; }));
}
