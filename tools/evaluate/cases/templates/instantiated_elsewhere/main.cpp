#include <cstdio>
import m;
extern template struct doubler<int>;
int main() {
  std::printf("%d\n", doubler<int>().twice(6));
}
