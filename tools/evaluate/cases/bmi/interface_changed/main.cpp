#include <cstdio>
import m;
int main() {
  std::printf("%d %d\n", constant, value());
}
