/// @file
/// async core · clock: the time that a loop goes by, which a test may hold in its hand.
export module patterns.async:clock;

import std;

export namespace patterns::async {

/// Tells the time. Its time points are those of std::chrono::steady_clock, whatever makes them.
///
/// Thread-safety: `now()` is called from any thread.
template <class C>
concept clock = requires(C& source) {
  { source.now() } -> std::convertible_to<std::chrono::steady_clock::time_point>;
};

/// A clock that stands still until it is moved: a loop that has nothing to do before its next timer moves it there
/// and does not wait.
template <class C>
concept virtual_clock =
    clock<C> && requires(C& source, std::chrono::steady_clock::time_point when) { source.advance_to(when); };

/// The machine's own steady clock.
class system_clock {
 public:
  [[nodiscard]] static std::chrono::steady_clock::time_point now() noexcept { return std::chrono::steady_clock::now(); }
};

/// A virtual clock, for tests: an hour of timeouts passes in no time, in the right order.
///
/// Thread-safety: every member, from any thread.
class manual_clock {
 public:
  using duration = std::chrono::steady_clock::duration;
  using time_point = std::chrono::steady_clock::time_point;

  [[nodiscard]] time_point now() const noexcept {
    return time_point(duration(since_start_.load(std::memory_order_acquire)));
  }

  /// Time never goes back: a negative `step` is none. At the end of time it stops.
  void advance(duration step) noexcept {
    auto before = since_start_.load(std::memory_order_relaxed);
    for (;;) {
      const auto room = duration::max().count() - before;
      const auto after = before + std::clamp<duration::rep>(step.count(), 0, room);
      if (since_start_.compare_exchange_weak(before, after, std::memory_order_acq_rel)) {
        return;
      }
    }
  }

  /// As advance, to a moment; one that has passed changes nothing.
  void advance_to(time_point when) noexcept {
    auto before = since_start_.load(std::memory_order_relaxed);
    const auto after = when.time_since_epoch().count();
    while (before < after && !since_start_.compare_exchange_weak(before, after, std::memory_order_acq_rel)) {
    }
  }

 private:
  std::atomic<duration::rep> since_start_ = 0;
};

}  // namespace patterns::async
