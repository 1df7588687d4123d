export module m14;
export inline int f14() {
  return 14;
}
