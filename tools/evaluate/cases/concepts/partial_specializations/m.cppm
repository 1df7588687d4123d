export module m;
export template <class T>
concept sized = requires(const T& of) { of.size; };
export template <class T>
struct rank {
  static constexpr int value = 0;
};
template <sized T>
struct rank<T> {
  static constexpr int value = 1;
};
