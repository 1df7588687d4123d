// must not compile, and must say: takes_values
import std;
import patterns.concurrency;

void sort(std::vector<int>& numbers) {
  std::ranges::sort(numbers);
}

int main() {
  patterns::concurrency::process_pool<sort> pool;
}
