/// @file
/// C8 · clock_like: what a cache asks for the time.
export module patterns.caching:clock;

import std;

namespace patterns::caching::detail {

template <class Point>
inline constexpr bool is_tick_point = false;

template <class Clock, std::signed_integral Rep, class Period>
inline constexpr bool is_tick_point<std::chrono::time_point<Clock, std::chrono::duration<Rep, Period>>> =
    sizeof(Rep) <= sizeof(std::int64_t);

template <class Point>
concept tick_point = is_tick_point<std::remove_cvref_t<Point>>;

template <class C>
concept tells_time = requires(const C& clock) {
  { clock.now() } -> tick_point;
};

template <class C>
concept points_to_clock = requires(const C& pointer) {
  { (*pointer).now() } -> tick_point;
};

template <class C>
concept wraps_clock = requires(const C& wrapper) {
  { wrapper.get().now() } -> tick_point;
};

template <class C>
[[nodiscard]] auto now_by(const C& clock) {
  if constexpr (tells_time<C>) {
    return clock.now();
  } else if constexpr (points_to_clock<C>) {
    return (*clock).now();
  } else {
    return clock.get().now();
  }
}

}  // namespace patterns::caching::detail

export namespace patterns::caching {

/// Tells a cache the time: an object with `now()`, or what leads to one, which the cache then shares with others.
///
/// std::chrono::steady_clock and system_clock are such types, and so is patterns::async::manual_clock for a test; a
/// reference, a std::reference_wrapper or a pointer, plain or smart, to one is too. A moment is a
/// std::chrono::time_point of any clock, counted in whole ticks of at most 64 bits: sums of fractions would be rounded,
/// and whether a moment has come would depend on the way there.
///
/// `now()` is const, may throw, and may go back: what a cache makes of that is said in expiry_policy.
template <class C>
concept clock_like = detail::tells_time<std::remove_cvref_t<C>> || detail::points_to_clock<std::remove_cvref_t<C>> ||
                     detail::wraps_clock<std::remove_cvref_t<C>>;

/// What `now()` of a clock gives.
template <clock_like C>
using clock_time_point = std::remove_cvref_t<decltype(detail::now_by(std::declval<const std::remove_cvref_t<C>&>()))>;

/// What lies between two moments of a clock.
template <clock_like C>
using clock_duration = typename clock_time_point<C>::duration;

}  // namespace patterns::caching
