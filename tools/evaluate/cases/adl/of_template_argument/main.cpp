#include <cstdio>
import a;
import b;
int main() {
  std::printf("%d\n", value_in(outer::box<inner::item>()));
}
