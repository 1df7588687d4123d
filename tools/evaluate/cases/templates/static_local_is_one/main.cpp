#include <cstdio>
import m;
int next_of_other();
int main() {
  const int first = next_of_other();
  const int second = next<int>();
  std::printf("%d %d %d\n", first, second, next<long>());
}
