export module m8;
export inline int f8() {
  return 8;
}
