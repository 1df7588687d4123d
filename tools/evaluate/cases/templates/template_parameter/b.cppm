export module b;
export template <class T, auto Size>
struct row {
  static constexpr int size = Size;
};
