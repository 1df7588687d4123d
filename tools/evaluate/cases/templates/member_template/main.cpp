#include <cstdio>
import m;
int main() {
  std::printf("%.1f\n", number<int>{3}.plus(0.5));
}
