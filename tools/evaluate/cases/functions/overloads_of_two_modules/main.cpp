#include <cstdio>
import a;
import b;
int main() {
  std::printf("%s %s\n", lib::name(1), lib::name(1.0));
}
