export module m;
#ifdef WRONG
export static int f() {
  return 1;
}
#endif
