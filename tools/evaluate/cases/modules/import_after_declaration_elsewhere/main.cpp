#include <cstdio>
static int two() {
  return 2;
}
import a;
int main() {
  std::printf("%d\n", one() + two());
}
