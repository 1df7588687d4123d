#define LOAD import m
#ifdef WRONG
LOAD;
#else
import m;
#endif
int main() {
  return zero();
}
