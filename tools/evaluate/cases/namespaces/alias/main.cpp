#include <cstdio>
import m;
int main() {
  std::printf("%d\n", short_name::three());
}
