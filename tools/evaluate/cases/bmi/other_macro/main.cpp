#include <cstdio>
import m;
#ifdef VALUE
#error built with the macro
#endif
int main() {
  std::printf("%d\n", value());
}
