#include <cstdio>
import a;
import b;
int main() {
  std::printf("%d %d\n", lib::one(), lib::v1::two());
}
