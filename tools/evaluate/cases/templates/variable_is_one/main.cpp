#include <cstdio>
import m;
int main() {
  const bool same = of_module() == &shared<int>;
  std::printf("%d %d\n", shared<int>, same);
}
