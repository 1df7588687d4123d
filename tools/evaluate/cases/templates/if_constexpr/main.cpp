#include <cstdio>
import m;
struct item {
  int value = 3;
};
int main() {
  std::printf("%d %d\n", value_of(item()), value_of(5));
}
