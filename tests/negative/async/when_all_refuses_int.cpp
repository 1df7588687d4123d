// must not compile, and must say: awaitable
import std;
import patterns.async;

int main() {
  patterns::async::sync_wait(patterns::async::when_all(42));
}
