export module m13;
export inline int f13() {
  return 13;
}
