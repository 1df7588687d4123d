module m;
#ifdef WRONG
import m;
#endif
int f() {
  return 1;
}
