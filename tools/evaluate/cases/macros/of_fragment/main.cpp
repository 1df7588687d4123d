#include <cstdio>
import m;
#ifdef TIMES
#error a macro of the fragment came with the module
#endif
int main() {
  std::printf("%d\n", twelve());
}
