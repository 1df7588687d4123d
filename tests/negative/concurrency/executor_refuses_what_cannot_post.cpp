// must not compile, and must say: executor
import std;
import patterns.concurrency;

void start(patterns::concurrency::executor auto& where) {
  where.post([] {});
}

int main() {
  std::vector<int> numbers;
  start(numbers);
}
