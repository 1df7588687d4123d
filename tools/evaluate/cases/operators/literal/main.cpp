#include <cstdio>
import m;
int main() {
  using namespace lib::literals;
  static_assert(3_km == 3000);
  std::printf("%ld %zu\n", 3_km, "abcde"_length);
}
