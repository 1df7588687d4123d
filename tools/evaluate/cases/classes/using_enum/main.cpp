#include <cstdio>
import m;
int main() {
  const paint made{paint::green};
  std::printf("%d\n", made.which == paint::green);
}
