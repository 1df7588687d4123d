export module m;
export int& left() {
  static int count = 0;
  return count;
}
export struct guard {
  ~guard() { ++left(); }
};
export void call(void (*back)());
