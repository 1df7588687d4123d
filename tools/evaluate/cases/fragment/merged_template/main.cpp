#include <cstdio>
#include "h.hpp"
import a;
import b;
int main() {
  const box<int> mine{4};
  std::printf("%d %d\n", same(mine, boxed(4)) && mine == boxed(4), kind_of_pointer());
}
