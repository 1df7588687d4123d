import "a.hpp";
import "b.hpp";
int main() {
#ifdef WRONG
  return FACTOR;
#else
  return 0;
#endif
}
