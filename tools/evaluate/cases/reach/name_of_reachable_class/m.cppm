export module m;
struct hidden {
  int value = 9;
  int twice() const { return 2 * value; }
};
export hidden make() {
  return {};
}
export using known = hidden;
