/// @file
/// C6, C12 · no_deadline, deadline_after, has_passed, wait_until: how long a thread is ready to wait.
export module patterns.concurrency:deadline;

import std;

export namespace patterns::concurrency {

/// The deadline of one who waits as long as it takes.
struct no_deadline {};

[[nodiscard]] constexpr bool has_passed(no_deadline) noexcept {
  return false;
}

/// Whether `deadline` is now or was before. @throws whatever the clock throws
template <class Clock, class Duration>
[[nodiscard]] bool has_passed(const std::chrono::time_point<Clock, Duration>& deadline) {
  return Clock::now() >= deadline;
}

/// Now and `patience` more; now for one of 0 or less or that is no number, and the end of time where the clock cannot
/// count so far: never a moment that a sum too large has wrapped round to.
template <class Rep, class Period>
[[nodiscard]] std::chrono::steady_clock::time_point deadline_after(const std::chrono::duration<Rep, Period>& patience) {
  using clock = std::chrono::steady_clock;
  using seconds = std::chrono::duration<long double>;
  const auto now = clock::now();
  // Not what is <= 0: a patience that is no number is none.
  if (!(patience > patience.zero())) {
    return now;
  }
  // A second less than there is: what is lost to rounding must not overflow.
  const auto longest = clock::time_point::max() - now - std::chrono::seconds(1);
  return seconds(patience) < seconds(longest) ? now + std::chrono::ceil<clock::duration>(patience)
                                              : clock::time_point::max();
}

/// Waits at `condition`, whose lock is held, until `done()`; returns what `done` says then.
template <std::predicate Done>
bool wait_until(std::condition_variable& condition, std::unique_lock<std::mutex>& lock, no_deadline, Done done) {
  condition.wait(lock, done);
  return true;
}

/// As above, or until the deadline has passed, by whichever clock that is of.
/// @throws whatever the clock throws, the lock being held
template <class Clock, class Duration, std::predicate Done>
bool wait_until(std::condition_variable& condition, std::unique_lock<std::mutex>& lock,
                const std::chrono::time_point<Clock, Duration>& deadline, Done done) {
  if constexpr (std::same_as<Clock, std::chrono::steady_clock>) {
    return condition.wait_until(lock, deadline, done);
  } else {
    // libc++ asks any other clock from a function that must not throw, so that one that does would end the program.
    using seconds = std::chrono::duration<long double>;
    constexpr std::chrono::hours longest(1);
    while (!done()) {
      const auto left = seconds(deadline.time_since_epoch()) - seconds(Clock::now().time_since_epoch());
      if (left <= left.zero()) {
        return false;
      }
      condition.wait_for(lock, left < longest ? std::chrono::ceil<std::chrono::nanoseconds>(left) : longest);
    }
    return true;
  }
}

}  // namespace patterns::concurrency
