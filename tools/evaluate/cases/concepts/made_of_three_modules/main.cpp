#include <cstdio>
import c;
struct sized {
  int size = 1;
};
struct heavy : sized {
  int weight = 1;
};
struct named : heavy {
  int name = 1;
};
int rank(const has_size auto&) {
  return 1;
}
int rank(const has_both auto&) {
  return 2;
}
int rank(const has_all auto&) {
  return 3;
}
int main() {
  std::printf("%d %d %d\n", rank(sized()), rank(heavy()), rank(named()));
}
