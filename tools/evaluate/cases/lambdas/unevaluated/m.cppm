export module m;
export template <class T>
struct order {
  using less = decltype([](const T& a, const T& b) { return a < b; });
};
