#include <cstdio>
import a;
import m;
int main() {
  add();
  ++counter::count;
  std::printf("%d\n", counter::count);
}
