export module m;
export template <class T>
struct size_of {
  static constexpr int value = 1;
};
template <>
struct size_of<long> {
  static constexpr int value = 2;
};
