// must not compile, and must say: scheduler
import std;
import patterns.async;

int main() {
  int nowhere = 0;
  patterns::async::sync_wait(patterns::async::schedule_on(nowhere, std::suspend_never()));
}
