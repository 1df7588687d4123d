export module m11;
export inline int f11() {
  return 11;
}
