#include <cstdio>
#include "h.hpp"
import a;
import b;
int main() {
  std::printf("%d %d %d\n", is_green(green()), many_of_a() == many_of_b() && many_of_a() == &many,
              enumerator() == plain_enumerator);
}
