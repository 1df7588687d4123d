#include <cstdio>
#include <utility>
import m;
int main() {
  const auto [number, letter] = both(3, 'x');
  std::printf("%d %c\n", number, letter);
}
