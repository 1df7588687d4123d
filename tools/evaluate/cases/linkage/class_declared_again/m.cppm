export module m;
export struct item {
  int value = 1;
};
