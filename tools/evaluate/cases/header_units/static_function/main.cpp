#include <cstdio>
import "h.hpp";
int main() {
  std::printf("%d\n", five());
}
