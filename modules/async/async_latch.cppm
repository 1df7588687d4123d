/// @file
/// C13-C17 primitives · async_latch: coroutines that wait until a number of others are done.
export module patterns.async:async_latch;

import std;
import :wait_queue;

export namespace patterns::async {

/// Thrown by a latch that is counted down below zero, or by a negative number.
class latch_exceeded : public std::out_of_range {
 public:
  latch_exceeded(std::ptrdiff_t by, std::ptrdiff_t left)
      : std::out_of_range(std::format("async_latch: counted down by {} with {} left", by, left)) {}
};

/// Opens once it has been counted down to zero, and stays open.
///
/// Waits are cancelled as those of async_mutex are.
///
/// Complexity: O(1), the last count_down O(waiters); no allocation.
/// Thread-safety: every member, from any thread. Who has waited may destroy the latch.
/// Source: rows C13 to C17; std::latch.
class async_latch {
 public:
  /// @throws invalid_count if `count` is negative
  explicit inline async_latch(std::ptrdiff_t count)
      : left_(count < 0 ? throw invalid_count("async_latch", count) : count) {}
  async_latch(const async_latch&) = delete;
  async_latch& operator=(const async_latch&) = delete;

  /// @throws latch_exceeded if there are not so many left, and then nothing has changed
  inline void count_down(std::ptrdiff_t by = 1) {
    detail::woken_waiters woken;
    const std::lock_guard lock(mutex_);
    count_down(by, woken);
  }

  /// True once it is open.
  [[nodiscard]] inline bool try_wait() const noexcept {
    const std::lock_guard lock(mutex_);
    return left_ == 0;
  }

  /// `co_await wait()` goes on once the latch is open.
  ///
  /// @param token  by which the wait is cancelled; the ambient one if absent
  [[nodiscard]] inline auto wait(detail::wait_token token = std::nullopt) noexcept {
    return detail::wait_request(open_wait(*this, 0), std::move(token));
  }

  /// Counts down by one when it is awaited, and then waits. If the wait is cancelled the latch has been counted down
  /// all the same. @throws latch_exceeded when awaited
  [[nodiscard]] inline auto arrive_and_wait(detail::wait_token token = std::nullopt) noexcept {
    return detail::wait_request(open_wait(*this, 1), std::move(token));
  }

 private:
  class open_wait {
   public:
    static constexpr std::string_view operation = "async_latch::wait";

    inline open_wait(async_latch& latch, std::ptrdiff_t arrivals) noexcept : latch_(&latch), arrivals_(arrivals) {}

    [[nodiscard]] inline detail::wait_queue& line() const noexcept { return latch_->line_; }
    [[nodiscard]] inline bool try_now() {
      detail::woken_waiters woken;
      const std::lock_guard lock(latch_->mutex_);
      if (arrivals_ != 0) {
        latch_->count_down(arrivals_, woken);
      }
      return latch_->left_ == 0;
    }
    [[nodiscard]] inline bool try_in_line(detail::woken_waiters& /*woken*/) noexcept { return latch_->left_ == 0; }
    static constexpr void pass_on() noexcept {}
    static constexpr void result() noexcept {}

   private:
    async_latch* latch_;
    std::ptrdiff_t arrivals_;
  };

  inline void count_down(std::ptrdiff_t by, detail::woken_waiters& woken) {
    if (by < 0 || by > left_) {
      throw latch_exceeded(by, left_);
    }
    left_ -= by;
    if (left_ == 0) {
      woken.grant_all(line_);
    }
  }

  std::ptrdiff_t left_;
  mutable std::mutex mutex_;
  detail::wait_queue line_{mutex_};
};

}  // namespace patterns::async
