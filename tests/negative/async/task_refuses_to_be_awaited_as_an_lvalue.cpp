// must not compile, and must say: awaitable
import std;
import patterns.async;

patterns::async::task<int> answer() {
  co_return 42;
}

int main() {
  auto kept = answer();
  return patterns::async::sync_wait(kept);
}
