/// @file
/// C12 · threads that wait for the value of one key, and by when they want it.
export module patterns.caching:refill_line;

import std;

namespace patterns::caching::detail {

/// The deadline of one who waits as long as it takes.
struct no_deadline {};

[[nodiscard]] constexpr bool is_over(no_deadline) noexcept {
  return false;
}

template <class Clock, class Duration>
[[nodiscard]] bool is_over(const std::chrono::time_point<Clock, Duration>& deadline) {
  return Clock::now() >= deadline;
}

/// Now and `patience` more; the end of time where the clock cannot count so far.
template <class Rep, class Period>
[[nodiscard]] std::chrono::steady_clock::time_point refill_deadline(
    const std::chrono::duration<Rep, Period>& patience) {
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

template <class Value>
class refill_line;

/// One thread that waits; it stands in that thread's frame.
///
/// Thread-safety: every member under the mutex of the cache. Settled under that mutex too: the frame may be gone as
/// soon as it is free.
template <class Value>
class refill_waiter {
 public:
  refill_waiter() = default;
  refill_waiter(const refill_waiter&) = delete;
  refill_waiter& operator=(const refill_waiter&) = delete;

  /// What was put while this waited, or null.
  [[nodiscard]] std::shared_ptr<const Value> take() noexcept { return std::move(brought_); }

  [[nodiscard]] bool stands_in_line() const noexcept { return line_ != nullptr; }
  [[nodiscard]] refill_line<Value>& line() const noexcept { return *line_; }

  /// Lets it wait no longer, for nothing.
  void stop() noexcept {
    stopped_ = true;
    settled_.notify_one();
  }

  /// Returns when it was served or stopped, or when the deadline has passed.
  void wait(std::unique_lock<std::mutex>& lock, no_deadline) {
    settled_.wait(lock, [this] { return settled(); });
  }

  template <class Clock, class Duration>
  void wait(std::unique_lock<std::mutex>& lock, const std::chrono::time_point<Clock, Duration>& deadline) {
    if constexpr (std::same_as<Clock, std::chrono::steady_clock>) {
      settled_.wait_until(lock, deadline, [this] { return settled(); });
    } else {
      // libc++ asks any other clock from a function that must not throw, so that one that does would end the program.
      using seconds = std::chrono::duration<long double>;
      constexpr std::chrono::hours longest(1);
      while (!settled()) {
        const auto left = seconds(deadline.time_since_epoch()) - seconds(Clock::now().time_since_epoch());
        if (left <= left.zero()) {
          return;
        }
        settled_.wait_for(lock, left < longest ? std::chrono::ceil<std::chrono::nanoseconds>(left) : longest);
      }
    }
  }

 private:
  friend class refill_line<Value>;

  [[nodiscard]] bool settled() const noexcept { return stopped_ || line_ == nullptr; }

  std::condition_variable settled_;
  std::shared_ptr<const Value> brought_;
  refill_line<Value>* line_ = nullptr;
  refill_waiter* previous_ = nullptr;
  refill_waiter* next_ = nullptr;
  bool stopped_ = false;
};

/// Those who wait for one key.
template <class Value>
class refill_line {
 public:
  refill_line() = default;
  refill_line(const refill_line&) = delete;
  refill_line& operator=(const refill_line&) = delete;

  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  void join(refill_waiter<Value>& newcomer) noexcept {
    newcomer.line_ = this;
    newcomer.next_ = std::exchange(first_, &newcomer);
    if (newcomer.next_ != nullptr) {
      newcomer.next_->previous_ = &newcomer;
    }
    ++size_;
  }

  void leave(refill_waiter<Value>& unlucky) noexcept {
    (unlucky.previous_ == nullptr ? first_ : unlucky.previous_->next_) = unlucky.next_;
    if (unlucky.next_ != nullptr) {
      unlucky.next_->previous_ = unlucky.previous_;
    }
    unlucky.line_ = nullptr;
    --size_;
  }

  /// Gives a share in `value` to all, and wakes them.
  void serve_all(const std::shared_ptr<const Value>& value) noexcept {
    while (first_ != nullptr) {
      auto& lucky = *first_;
      leave(lucky);
      lucky.brought_ = value;
      lucky.settled_.notify_one();
    }
  }

 private:
  refill_waiter<Value>* first_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace patterns::caching::detail
