export module a;
export int f() {
  return 1;
}
