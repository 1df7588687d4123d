export module m2;
export inline int f2() {
  return 2;
}
