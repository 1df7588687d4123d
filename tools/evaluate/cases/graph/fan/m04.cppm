export module m4;
export inline int f4() {
  return 4;
}
