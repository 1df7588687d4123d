export module m3;
export inline int f3() {
  return 3;
}
