#include <cstdio>
import m;
template <class T>
concept heavy = sized<T> && requires(const T& of) { of.weight; };
template <heavy T>
struct rank<T> {
  static constexpr int value = 2;
};
struct box {
  int size = 1;
};
struct stone : box {
  int weight = 1;
};
int main() {
  std::printf("%d %d %d\n", rank<int>::value, rank<box>::value, rank<stone>::value);
}
