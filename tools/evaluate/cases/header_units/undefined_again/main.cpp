#include <cstdio>
import "h.hpp";
#if FACTOR != 1
#error the macro did not come
#endif
#undef FACTOR
#define FACTOR 2
int main() {
  std::printf("%d\n", FACTOR);
}
