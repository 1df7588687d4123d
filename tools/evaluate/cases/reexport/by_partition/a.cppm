export module a;
export int two() {
  return 2;
}
