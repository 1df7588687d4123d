#include <cstdio>
import b;
int main() {
  std::printf("%d\n", value_of(other::derived()));
}
