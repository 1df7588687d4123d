export module m0;
export struct depth {
  int value = 0;
};
