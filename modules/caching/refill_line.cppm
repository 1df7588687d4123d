/// @file
/// C12 · threads that wait for the value of one key.
export module patterns.caching:refill_line;

import std;
import patterns.concurrency;

namespace patterns::caching::detail {

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

  /// Returns when it was served or stopped, or when the deadline, which may be no_deadline, has passed.
  template <class Deadline>
  void wait(std::unique_lock<std::mutex>& lock, const Deadline& deadline) {
    concurrency::wait_until(settled_, lock, deadline, [this] { return stopped_ || line_ == nullptr; });
  }

 private:
  friend class refill_line<Value>;

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
