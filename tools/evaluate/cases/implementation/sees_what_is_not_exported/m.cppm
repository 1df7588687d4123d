export module m;
struct hidden {
  int value = 4;
};
export int f();
