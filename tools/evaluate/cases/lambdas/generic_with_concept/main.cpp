#include <cstdio>
import m;
int main() {
  std::printf("%d\n", adder(1, 2, 3)(10));
}
