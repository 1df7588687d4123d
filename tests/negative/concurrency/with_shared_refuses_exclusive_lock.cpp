// must not compile, and must say: shared_lockable
import std;
import patterns.concurrency;

int main() {
  std::mutex exclusive;
  patterns::concurrency::with_shared(exclusive, [] {});
}
