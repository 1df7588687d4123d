#include <cstdio>
import a;
import b;
int main() {
  std::printf("%d\n", from_a() == from_b() && from_a()() == 42);
}
