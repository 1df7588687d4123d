export module m10;
export inline int f10() {
  return 10;
}
