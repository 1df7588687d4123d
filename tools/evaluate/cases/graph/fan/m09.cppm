export module m9;
export inline int f9() {
  return 9;
}
