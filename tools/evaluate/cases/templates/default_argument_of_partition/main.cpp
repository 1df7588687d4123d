#include <cstdio>
import m;
int main() {
  std::printf("%d %d\n", row<int>::size, row<int, 3>::size);
}
