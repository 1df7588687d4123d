module m;
#ifdef WRONG
export import a;
#else
import a;
#endif
int call() {
  return zero();
}
