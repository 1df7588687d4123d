// must not compile, and must say: batch_function
import std;
import patterns.async;
import patterns.caching;

patterns::async::task<int> find(int key) {
  co_return key;
}

void load(patterns::async::run_loop& loop) {
  const patterns::caching::batch_loader<int, int> numbers(loop, find);
}
