export module m5;
export inline int f5() {
  return 5;
}
