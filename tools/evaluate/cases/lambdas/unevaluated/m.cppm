export module m;
export template <class T, class Less = decltype([](const T& a, const T& b) { return a < b; })>
struct order {
  static bool less(const T& a, const T& b) { return Less()(a, b); }
};
