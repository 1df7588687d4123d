module m:inner;
struct hidden {
  int value = 8;
};
