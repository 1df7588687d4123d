export module m;
static int local() {
  return 1;
}
export int f() {
  return local();
}
