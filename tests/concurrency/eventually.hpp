#pragma once

// To be included after every header of a library.
import std;

namespace patterns_test {

/// Lets others run until `condition` holds; false if it does not within a minute, which no machine takes.
template <class Condition>
bool eventually(Condition condition) {
  const auto too_late = std::chrono::steady_clock::now() + std::chrono::minutes(1);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > too_late) {
      return false;
    }
    std::this_thread::yield();
  }
  return true;
}

/// What `function` returns on a thread of its own.
template <class Function>
auto elsewhere(Function function) {
  return std::async(std::launch::async, function).get();
}

/// Stands still until it is moved on; throws while it is broken.
struct manual_clock {
  using duration = std::chrono::milliseconds;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<manual_clock>;
  static constexpr bool is_steady = true;

  static time_point now() {
    if (breaks) {
      throw std::runtime_error("the clock is broken");
    }
    return time_point(duration(elapsed.load()));
  }
  static void advance(duration by) { elapsed += by.count(); }

  static inline std::atomic<rep> elapsed = 0;
  static inline std::atomic<bool> breaks = false;
};

/// Stands still, and throws when it is asked for the time once more than it may be.
struct counting_clock {
  using duration = std::chrono::milliseconds;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<counting_clock>;
  static constexpr bool is_steady = true;

  static time_point now() {
    if (looks_left == 0) {
      throw std::runtime_error("the clock is broken");
    }
    --looks_left;
    return time_point();
  }

  static inline thread_local int looks_left = 0;
};

}  // namespace patterns_test
