#include <cstdio>
import m;
int main() {
  std::printf("%d\n", value_of(make()));
}
