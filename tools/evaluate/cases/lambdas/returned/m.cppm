export module m;
export inline auto adder(int first) {
  return [first](int second) { return first + second; };
}
