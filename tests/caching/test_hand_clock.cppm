/// @file
/// A clock for tests of caches.
export module test.hand_clock;

import std;

export namespace patterns_test {

/// A clock that can be set to anything, and break.
struct hand_clock {
  using duration = std::chrono::nanoseconds;
  using time_point = std::chrono::time_point<std::chrono::steady_clock, duration>;

  time_point time{};
  bool broken = false;
  mutable int looks = 0;

  [[nodiscard]] time_point now() const {
    if (broken) {
      throw std::runtime_error("the clock is broken");
    }
    ++looks;
    return time;
  }
};

}  // namespace patterns_test
