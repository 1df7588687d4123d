#include <cstdio>
import m;
struct derived : base {
  using base::base;
};
int main() {
  std::printf("%d\n", derived(2).sum);
}
