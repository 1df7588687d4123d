#include <coroutine>
import m;
numbers twice(int last) {
  numbers all = up_to(last);
  while (all.next()) {
    co_yield 2 * all.value();
  }
}
int main() {
  numbers all = twice(3);
  int sum = 0;
  while (all.next()) {
    sum += all.value();
  }
  return sum == 12 ? 0 : 1;
}
