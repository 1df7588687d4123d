#include <cstdio>
import "h.hpp";
#include "h.hpp"
int main() {
  const int first = next();
  std::printf("%d %d\n", first, item().value);
}
