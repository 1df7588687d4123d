#include <cstdio>
import m;
int main() {
  std::printf("%d\n", sum_of_even_squares(6));
}
