module m;
struct hidden {
  int value = 0;
};
hidden& get() {
  static hidden it;
  return it;
}
int value_of(const hidden& of) {
  return of.value;
}
