export module m6;
export inline int f6() {
  return 6;
}
