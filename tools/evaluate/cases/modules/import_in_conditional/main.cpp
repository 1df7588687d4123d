#include <cstdio>
#if defined(NOWHERE)
import nowhere;
#else
import a;
#endif
int main() {
  std::printf("%d\n", one());
}
