#include <cstdio>
import m;
int main() {
  try {
    call([] { throw 5; });
  } catch (int caught) {
    std::printf("%d %d\n", left(), caught);
  }
}
