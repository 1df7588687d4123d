export module m15;
export inline int f15() {
  return 15;
}
