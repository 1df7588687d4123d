export module m;
int usual() {
  return 8;
}
export int f(int value = usual()) {
  return value;
}
