#include <cstdio>
import m;
static const int before = shared;
int main() {
  change();
  ++shared;
  std::printf("%d %d\n", before, shared);
}
