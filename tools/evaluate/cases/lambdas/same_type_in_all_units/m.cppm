export module m;
export inline constexpr auto less = [](int a, int b) { return a < b; };
export template <class F>
inline int used = 0;
