#include <cstdio>
import m;
int main() {
  const packed made = make();
  std::printf("%d %d %d\n", static_cast<int>(made.low), static_cast<int>(made.high), static_cast<int>(made.flag));
}
