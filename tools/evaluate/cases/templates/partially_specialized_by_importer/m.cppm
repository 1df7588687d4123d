export module m;
export template <class T>
struct trait {
  static constexpr int value = 1;
};
export template <class T>
int trait_of(const T&) {
  return trait<T>::value;
}
