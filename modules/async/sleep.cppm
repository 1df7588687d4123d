/// @file
/// B19 · delay, sleep_for, sleep_until: waiting for time to pass.
export module patterns.async:sleep;

import std;
import :run_loop;

namespace patterns::async::detail {

// Comparing before converting: hours::max() in nanoseconds is no number.
template <class Rep, class Period>
[[nodiscard]] constexpr run_loop::duration saturated(std::chrono::duration<Rep, Period> wanted) {
  using wide = std::chrono::duration<long double, run_loop::duration::period>;
  const auto exact = std::chrono::duration_cast<wide>(wanted);
  if (!(exact < wide(run_loop::duration::max()))) {
    return run_loop::duration::max();
  }
  if (exact <= wide(run_loop::duration::min())) {
    return run_loop::duration::min();
  }
  return std::chrono::ceil<run_loop::duration>(wanted);
}

}  // namespace patterns::async::detail

export namespace patterns::async {

/// A span of time that one can `co_await`: the wait begins there, and ends on the loop's thread once the span is over.
///
/// It is a value: it can be kept, copied and awaited as often as one likes. A span that is zero or less waits for the
/// loop's next turn, and one beyond the end of time is never over. A span of a finer unit than the loop's is rounded
/// up: no wait is too short.
///
/// The wait goes by the ambient stop_token, see run_loop.
///
/// Complexity: O(log n) of the timers pending, no allocation of its own. Thread-safety: a value; see run_loop.
/// Exceptions: no_running_loop, when it is awaited; operation_cancelled.
/// Source: row B19; Python's asyncio.sleep.
class delay {
 public:
  /// By the loop that runs on the thread where it is awaited.
  template <class Rep, class Period>
  explicit constexpr delay(std::chrono::duration<Rep, Period> span) : span_(detail::saturated(span)) {}

  /// @param loop  outlives every wait
  template <class Rep, class Period>
  constexpr delay(run_loop& loop, std::chrono::duration<Rep, Period> span)
      : loop_(&loop), span_(detail::saturated(span)) {}

  [[nodiscard]] constexpr run_loop::duration span() const noexcept { return span_; }

  [[nodiscard]] inline auto operator co_await() const {
    return (loop_ != nullptr ? *loop_ : run_loop::current()).schedule_after(span_);
  }

 private:
  run_loop* loop_ = nullptr;
  run_loop::duration span_;
};

/// `co_await sleep_for(100ms)` on the loop that runs this thread; see delay.
template <class Rep, class Period>
[[nodiscard]] constexpr delay sleep_for(std::chrono::duration<Rep, Period> span) {
  return delay(span);
}

/// As above, on `loop`, whose thread it goes on.
template <class Rep, class Period>
[[nodiscard]] constexpr delay sleep_for(run_loop& loop, std::chrono::duration<Rep, Period> span) {
  return delay(loop, span);
}

/// Waits until `when` has come by the clock of the loop that runs this thread.
/// @throws no_running_loop, at once
[[nodiscard]] inline auto sleep_until(run_loop::time_point when) {
  return run_loop::current().schedule_at(when);
}

/// As above, on `loop`, whose thread it goes on.
[[nodiscard]] inline auto sleep_until(run_loop& loop, run_loop::time_point when) {
  return loop.schedule_at(when);
}

}  // namespace patterns::async
