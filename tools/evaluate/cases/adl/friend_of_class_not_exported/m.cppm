export module m;
struct hidden {
  int value = 5;
  friend int value_of(const hidden& of) { return of.value; }
};
export hidden make() {
  return {};
}
