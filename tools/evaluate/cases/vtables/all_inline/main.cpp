#include <cstdio>
#include <typeinfo>
import m;
int main() {
  animal mine;
  animal& as_base = mine;
  animal& other = of_module();
  std::printf("%d %d %d\n", as_base.legs(), other.legs(), typeid(as_base) == typeid(other));
}
