#include <cstdio>
import m;
int main() {
  std::printf("%d %d\n", &limit == of_interface(), &limit == of_implementation());
}
