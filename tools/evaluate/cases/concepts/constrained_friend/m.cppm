export module m;
export template <class T>
struct box {
  T value;
  friend constexpr bool operator<(const box& a, const box& b)
    requires requires(T t) { t < t; }
  {
    return a.value < b.value;
  }
};
