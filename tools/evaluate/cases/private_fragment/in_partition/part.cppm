export module m:part;
export int f();
module :private;
int f() {
  return 1;
}
