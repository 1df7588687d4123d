#include <cstdio>
import m;
template <class T>
struct mine {};
template <class T>
struct trait<mine<T>> {
  static constexpr int value = 2;
};
int main() {
  std::printf("%d %d\n", trait_of(1), trait_of(mine<int>()));
}
