#include <cstdio>
import m;
int main() {
  const four<int> made;
  std::printf("%d %d\n", made.size, twice(made));
}
