module m;
int f() {
  return 1;
}
#ifdef WRONG
export int more() {
  return 2;
}
#endif
