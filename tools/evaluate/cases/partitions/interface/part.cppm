export module m:part;
export int f() {
  return 1;
}
