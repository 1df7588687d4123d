#include <cstdio>
import m;
int main() {
  const outer::inner made = outer().make();
  std::printf("%d\n", made.value);
}
