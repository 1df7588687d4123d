#include <cstdio>
import m;
int main() {
  constexpr either half(2.5);
  std::printf("%d %.1f\n", make(7).i, half.d);
}
