#include <cstdio>
#include <typeinfo>
import a;
import b;
int main() {
  std::printf("%d %d\n", type_of_a() == type_of_b(), type_of_a() == type_of_a());
}
