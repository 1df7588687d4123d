export module a;

template <class T>
inline constexpr int number_of = 1;
template <>
inline constexpr int number_of<long> = 2;

export template <class T>
const int* get() {
  return &number_of<T>;
}
