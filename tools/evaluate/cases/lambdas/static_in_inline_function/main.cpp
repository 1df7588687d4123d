#include <cstdio>
import m;
int main() {
  const int first = next_of_module();
  std::printf("%d %d\n", first, next());
}
