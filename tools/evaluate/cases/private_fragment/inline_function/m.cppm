export module m;
#ifdef WRONG
export inline int f();
#else
export int f();
#endif
module :private;
int f() {
  return 1;
}
