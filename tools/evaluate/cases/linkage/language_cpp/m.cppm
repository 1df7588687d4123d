export module m;
extern "C++" int f() {
  return 3;
}
