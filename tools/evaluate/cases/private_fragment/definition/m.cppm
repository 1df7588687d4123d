export module m;
export int f();
module :private;
int f() {
  return 6;
}
