export module a;
export int one() {
  return 1;
}
