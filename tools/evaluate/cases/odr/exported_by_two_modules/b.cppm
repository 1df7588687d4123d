export module b;
export int f() {
  return 2;
}
