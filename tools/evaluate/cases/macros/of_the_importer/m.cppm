export module m;
export struct box {
  int value = 1;
};
export inline int read(const box& from) {
  return from.value;
}
