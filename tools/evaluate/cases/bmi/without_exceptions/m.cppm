export module m;
export inline int checked(int value) {
  if (value < 0) {
    throw value;
  }
  return value;
}
