export module m:a;
export template <class T>
inline constexpr int rank = 0;
