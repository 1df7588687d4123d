export module m7;
export inline int f7() {
  return 7;
}
