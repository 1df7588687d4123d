#include <cstdio>
import m;
int main() {
  constexpr int sum = sum_of_squares(3, 4);
  std::printf("%d\n", sum);
}
