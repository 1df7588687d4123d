#include <cstdio>
import m;
struct stool : animal {
  int legs() const override { return 3; }
};
int main() {
  const animal bird;
  const stool one;
  const animal& seat = one;
  std::printf("%d %d\n", bird.legs(), seat.legs());
}
