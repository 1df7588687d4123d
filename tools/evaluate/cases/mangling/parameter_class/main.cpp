#include <cstdio>
import a;
import b;
char name_of(const item_of_a&);
char name_of(const item_of_b&);
int main() {
  std::printf("%c %c\n", name_of(item_of_a()), name_of(item_of_b()));
}
