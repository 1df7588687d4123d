export module m12;
export inline int f12() {
  return 12;
}
