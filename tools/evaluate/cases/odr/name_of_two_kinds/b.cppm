export module m:b;
namespace m::detail {
template <int I>
consteval int half() {
  return I / 2;
}
}  // namespace m::detail
export namespace m {
inline constexpr int b = detail::half<8>();
}
