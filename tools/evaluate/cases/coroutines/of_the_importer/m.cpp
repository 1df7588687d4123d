module;
#include <coroutine>
module m;
numbers up_to(int last) {
  for (int i = 1; i <= last; ++i) {
    co_yield i;
  }
}
