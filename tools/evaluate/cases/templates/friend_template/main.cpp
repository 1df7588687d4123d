#include <cstdio>
import m;
int main() {
  std::printf("%d\n", open(vault<int>(8)));
}
