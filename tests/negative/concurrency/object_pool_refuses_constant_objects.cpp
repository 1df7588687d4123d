// must not compile, and must say: poolable
import std;
import patterns.concurrency;

int main() {
  patterns::concurrency::object_pool<const std::string> pool(1, [] { return std::string(); });
}
