export module m;
export namespace lib {
struct number {
  int value;
};
constexpr bool operator==(const number& a, int b) {
  return a.value == b;
}
}  // namespace lib
