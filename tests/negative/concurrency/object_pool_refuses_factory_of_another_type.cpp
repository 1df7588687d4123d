// must not compile, and must say: pool_factory
import std;
import patterns.concurrency;

int main() {
  patterns::concurrency::object_pool<std::string> pool(1, [] { return 42; });
}
