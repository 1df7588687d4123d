export module m:b;
import :a;
template <class T>
inline constexpr int rank<T*> = rank<T> + 1;
