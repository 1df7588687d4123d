#include <cstdio>
import m;
int main() {
  const handle mine;
  std::printf("%d\n", mine.value());
}
