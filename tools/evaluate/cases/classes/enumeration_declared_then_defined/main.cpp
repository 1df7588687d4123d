#include <cstdio>
import m;
int main() {
  std::printf("%d %zu\n", number_of(color::green), sizeof(color));
}
