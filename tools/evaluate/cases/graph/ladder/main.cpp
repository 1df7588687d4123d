#include <cstdio>
import a11;
import b11;
int main() {
  std::printf("%d %d\n", of_a11, of_a00);
}
