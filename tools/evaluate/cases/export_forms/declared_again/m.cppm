export module m;
export int f();
int f();
int f() {
  return 1;
}
