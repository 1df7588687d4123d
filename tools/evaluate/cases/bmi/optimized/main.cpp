#include <cstdio>
import m;
int main() {
  std::printf("%d\n", sum_below(11));
}
