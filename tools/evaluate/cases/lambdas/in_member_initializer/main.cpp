#include <cstdio>
import m;
int main() {
  const actions made;
  std::printf("%d %d\n", made.one(2), made.two(3));
}
