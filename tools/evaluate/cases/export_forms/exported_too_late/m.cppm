export module m;
int f();
#ifdef WRONG
export int f();
#endif
int f() {
  return 1;
}
