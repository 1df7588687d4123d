export module m:a;
namespace m::detail {
template <int I>
inline constexpr int half = I / 2;
}
export namespace m {
inline constexpr int a = detail::half<4>;
}
