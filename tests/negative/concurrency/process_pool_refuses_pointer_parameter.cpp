// must not compile, and must say: a raw pointer does not say who owns what it points to
// clang must say: process_function
import std;
import patterns.concurrency;

int sum(const int* numbers, std::size_t count) {
  return std::accumulate(numbers, numbers + count, 0);
}

int main() {
  patterns::concurrency::process_pool<sum> pool;
}
