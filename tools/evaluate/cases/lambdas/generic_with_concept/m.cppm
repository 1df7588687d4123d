export module m;
export template <class T>
concept number = requires(T a) { a + a; };
export template <class... All>
auto adder(All... all) {
  return [... held = all]<number T>(T first) { return (first + ... + held); };
}
