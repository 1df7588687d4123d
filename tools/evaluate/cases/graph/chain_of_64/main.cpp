#include <cstdio>
import m63;
int main() {
  static_assert(value63 == 64);
  std::printf("%d\n", value63);
}
