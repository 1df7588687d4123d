export module m:first;
export struct item {
  int value = 1;
};
