#include <cstdio>
import a;
import b;
int main() {
  std::printf("%d\n", size_of_two<row>());
}
