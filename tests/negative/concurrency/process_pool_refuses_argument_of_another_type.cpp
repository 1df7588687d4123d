// must not compile, and must say: submit
import std;
import patterns.concurrency;

int square(int number) {
  return number * number;
}

int main() {
  patterns::concurrency::process_pool<square> pool;
  (void)pool.submit("four");
}
