/// @file
/// C6 · waiting_line: threads that wait their turn, served one by one by whoever makes room.
export module patterns.concurrency:waiting_line;

import std;
import :deadline;

namespace patterns::concurrency::detail {

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

  /// Returns when this no longer waits in the line, or when the deadline, which may be no_deadline, has passed.
  template <class Deadline>
  void wait(std::unique_lock<std::mutex>& lock, const Deadline& deadline) {
    wait_until(settled_, lock, deadline, [this] { return !waits(); });
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
