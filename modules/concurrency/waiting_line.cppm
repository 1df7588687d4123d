/// @file
/// C6 · waiting_line: threads that wait their turn, served one by one by whoever makes room.
export module patterns.concurrency:waiting_line;

import std;

namespace patterns::concurrency::detail {

/// The deadline of one who waits as long as it takes.
struct forever {};

[[nodiscard]] constexpr bool has_passed(forever) noexcept {
  return false;
}

template <class Clock, class Duration>
[[nodiscard]] bool has_passed(const std::chrono::time_point<Clock, Duration>& deadline) {
  return Clock::now() >= deadline;
}

/// Now and `patience` more; the end of time where the clock cannot count so far.
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

/// One thread that waits; it stands in that thread's frame.
///
/// Thread-safety: every member under the mutex of whoever owns the line. Settled under that mutex too: the frame may be
/// gone as soon as it is free.
class waiter {
 public:
  explicit waiter(std::uint64_t ticket = 0) noexcept : ticket_(ticket) {}
  waiter(const waiter&) = delete;
  waiter& operator=(const waiter&) = delete;

  /// When it came, compared with those in another line.
  [[nodiscard]] inline std::uint64_t ticket() const noexcept { return ticket_; }
  [[nodiscard]] inline bool waits() const noexcept { return fate_ == fate::none; }
  [[nodiscard]] inline bool served() const noexcept { return fate_ == fate::served; }

  /// Returns when this no longer waits in the line, or when the deadline has passed.
  inline void wait(std::unique_lock<std::mutex>& lock, forever) {
    settled_.wait(lock, [this] { return !waits(); });
  }

  template <class Clock, class Duration>
  void wait(std::unique_lock<std::mutex>& lock, const std::chrono::time_point<Clock, Duration>& deadline) {
    if constexpr (std::same_as<Clock, std::chrono::steady_clock>) {
      settled_.wait_until(lock, deadline, [this] { return !waits(); });
    } else {
      // libc++ asks any other clock from a function that must not throw, so that one that does would end the program.
      using seconds = std::chrono::duration<long double>;
      constexpr std::chrono::hours longest(1);
      while (waits()) {
        const auto left = seconds(deadline.time_since_epoch()) - seconds(Clock::now().time_since_epoch());
        if (left <= left.zero()) {
          return;
        }
        settled_.wait_for(lock, left < longest ? std::chrono::ceil<std::chrono::nanoseconds>(left) : longest);
      }
    }
  }

 private:
  friend class waiting_line;

  enum class fate : std::uint8_t { none, served, left };

  std::condition_variable settled_;
  std::uint64_t ticket_;
  waiter* previous_ = nullptr;
  waiter* next_ = nullptr;
  fate fate_ = fate::none;
};

/// Those who wait, in the order in which they came.
///
/// Being served is a hand-over: what was given belongs to the one who waited before it even wakes, so that nobody who
/// comes meanwhile can take it.
///
/// Complexity: O(1) each; nothing allocates. Thread-safety: under the mutex of whoever owns the line.
class waiting_line {
 public:
  waiting_line() = default;
  waiting_line(const waiting_line&) = delete;
  waiting_line& operator=(const waiting_line&) = delete;

  [[nodiscard]] inline waiter* first() const noexcept { return first_; }
  [[nodiscard]] inline std::size_t size() const noexcept { return size_; }

  inline void join(waiter& newcomer) noexcept {
    newcomer.previous_ = last_;
    (last_ == nullptr ? first_ : last_->next_) = &newcomer;
    last_ = &newcomer;
    ++size_;
  }

  inline void serve(waiter& lucky) noexcept { settle(lucky, waiter::fate::served); }

  /// Lets go of one that was not served; it is woken if it sleeps.
  inline void dismiss(waiter& unlucky) noexcept { settle(unlucky, waiter::fate::left); }

 private:
  inline void settle(waiter& settled, waiter::fate outcome) noexcept {
    (settled.previous_ == nullptr ? first_ : settled.previous_->next_) = settled.next_;
    (settled.next_ == nullptr ? last_ : settled.next_->previous_) = settled.previous_;
    --size_;
    settled.fate_ = outcome;
    settled.settled_.notify_one();
  }

  waiter* first_ = nullptr;
  waiter* last_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace patterns::concurrency::detail
