export module m;
export template <auto Function>
struct caller {
  static int call(int with) { return Function(with); }
};
export inline constexpr auto twice = [](int of) { return 2 * of; };
export using doubler = caller<twice>;
export int call(doubler, int with) {
  return doubler::call(with);
}
