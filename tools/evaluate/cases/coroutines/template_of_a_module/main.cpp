#include <coroutine>
#include <cstdio>
import m;
int main() {
  auto squares = mapped(4, [](int of) { return of * of; });
  const char* before = "";
  while (squares.next()) {
    std::printf("%s%d", before, squares.value());
    before = " ";
  }
  std::puts("");
}
