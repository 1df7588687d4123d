module;
#include <cstddef>
export module m;
export namespace lib {
inline namespace literals {
constexpr long operator""_km(unsigned long long many) {
  return static_cast<long>(many) * 1000;
}
constexpr std::size_t operator""_length(const char*, std::size_t size) {
  return size;
}
}  // namespace literals
}  // namespace lib
