#include <coroutine>
#include <cstdio>
import m;
static detached print(lib::number first) {
  std::printf("%d %d\n", first.value, co_await first);
}
int main() {
  print(lib::number{41});
}
