// must not compile, and must say: once_function
import std;
import patterns.async;

int main() {
  patterns::async::async_once<int> once;
  return patterns::async::sync_wait(once.get([] { return 42; }));
}
