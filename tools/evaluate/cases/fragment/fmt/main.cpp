#include <cstdio>
#include <string>
import m;
int main() {
  std::puts(sum(1, 2).c_str());
}
