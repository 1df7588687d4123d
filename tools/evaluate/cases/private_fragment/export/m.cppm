export module m;
export int f();
module :private;
int f() {
  return 1;
}
#ifdef WRONG
export int g();
#endif
