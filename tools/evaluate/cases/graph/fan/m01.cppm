export module m1;
export inline int f1() {
  return 1;
}
