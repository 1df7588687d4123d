export module m;
export struct size {
  int rows;
  int columns;
};
export template <size Size>
struct grid {
  static constexpr int cells = Size.rows * Size.columns;
};
export int cells_of(const grid<size{2, 3}>& of) {
  return of.cells;
}
