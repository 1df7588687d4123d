#include <cstdio>
import m;
int main() {
  try {
    fail();
  } catch (const failure& caught) {
    std::printf("%d %s\n", caught.code(), is_of_module() ? "again" : "lost");
  }
}
