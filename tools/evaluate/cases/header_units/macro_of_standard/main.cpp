#include <cstdio>
import <version>;
#ifndef __cpp_lib_concepts
#error the macros did not come
#endif
int main() {
  std::printf("%d\n", __cpp_lib_concepts >= 202002L);
}
