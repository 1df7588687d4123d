#include <cstdio>
import a;
import b;
#include "h.hpp"
int main() {
  const box<int> mine{4};
  std::printf("%d %d\n", same(mine, boxed(4)) && mine == boxed(4), kind_of_pointer());
}
