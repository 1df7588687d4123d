#include <cstdio>
import "high.hpp";
int main() {
  std::printf("%d %d\n", LOW, high());
}
