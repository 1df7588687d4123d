#include <cstdlib>
#include <cstdio>
#include <fmt/format.h>
import m;
int main() {
  std::puts(fmt::format("{}", item()).c_str());
}
