#include <cstdio>
import m;
int main() {
  std::printf("%d\n", size_of<char[4]>());
}
