#include <cstdio>
import m;
struct derived : base {
  int held = 5;
};
int main() {
  std::printf("%d\n", derived().value());
}
