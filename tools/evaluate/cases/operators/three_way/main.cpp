#include <compare>
#include <cstdio>
import m;
int main() {
  const number one{1};
  const number two{2};
  std::printf("%d %d %d\n", one < two, two >= one, one == two);
}
