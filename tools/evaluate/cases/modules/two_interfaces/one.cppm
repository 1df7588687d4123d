export module m;
export int f() {
  return 1;
}
