#include <cstdio>
import m;
int main() {
  std::printf("%d\n", last(1, 2, 3));
}
