export module m;
template <class T, int Size>
struct row {
  T held[Size] = {};
  static constexpr int size = Size;
};
export template <class T>
using four = row<T, 4>;
export template <class T, int Size>
int twice(const row<T, Size>&) {
  return 2 * Size;
}
