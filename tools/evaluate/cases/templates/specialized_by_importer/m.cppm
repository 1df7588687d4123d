export module m;
export template <class T>
struct name_of {
  static constexpr int value = 0;
};
