export module a;
export struct answer {
  int value = 0;
};
