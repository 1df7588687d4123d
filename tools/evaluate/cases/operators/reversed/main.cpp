#include <cstdio>
import m;
int main() {
  const lib::number three{3};
  std::printf("%d %d %d\n", three == 3, 3 == three, 4 != three);
}
