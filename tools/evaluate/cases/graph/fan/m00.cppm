export module m0;
export inline int f0() {
  return 0;
}
