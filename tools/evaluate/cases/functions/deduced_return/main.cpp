#include <cstdio>
import m;
int main() {
  const auto [first, second] = make();
  std::printf("%d %c\n", first, second);
}
