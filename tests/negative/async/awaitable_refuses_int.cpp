// must not compile, and must say: awaitable
import std;
import patterns.async;

int main() {
  return patterns::async::sync_wait(42);
}
