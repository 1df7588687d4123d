#include <cstdio>
import a;
import b;
int main() {
  const int first = use_a();
  const int second = use_b();
  std::printf("%d %d %d\n", first, second, use_a());
}
