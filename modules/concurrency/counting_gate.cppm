/// @file
/// C15 · counting_gate: no more than so many at once, and each gives its place back by itself.
export module patterns.concurrency:counting_gate;

import std;
import :deadline;
import :stop_token;
import :waiting_line;

export namespace patterns::concurrency {

/// Lets at most `limit` holders of a permit in at once; the others wait in line.
///
/// A permit that is given back goes to the one who waits longest, before it even wakes: nobody who comes meanwhile can
/// take it, and there are never more holders than the limit.
///
/// Every way to acquire returns a permit, or nothing if none came: at once (`try_acquire`), by a deadline of any clock
/// (`try_acquire_until`), or before a stop was requested. Given a token by which a stop was requested before, nothing
/// is acquired even if there is room.
///
/// The gate must outlive its permits, and must not be destroyed while anybody waits.
///
/// Complexity: O(1) each; nothing allocates. Thread-safety: every member, from any thread.
/// Exceptions: what the clock of a deadline throws, and then no permit is lost.
/// Source: row C15; Python's asyncio.Semaphore used with `async with`, for threads.
class counting_gate {
 public:
  /// A place inside, given back when it goes: at the end of a scope, by an exception, or by release.
  ///
  /// Thread-safety: an ordinary object; it may be released by another thread than the one that acquired it.
  class [[nodiscard]] permit {
   public:
    /// Holds nothing.
    permit() noexcept = default;
    permit(permit&& other) noexcept : gate_(std::exchange(other.gate_, nullptr)) {}
    permit& operator=(permit&& other) noexcept {
      permit(std::move(other)).swap(*this);
      return *this;
    }
    inline ~permit() { release(); }

    /// Gives the place back before the end of the scope; nothing if it holds none.
    inline void release() noexcept {
      if (auto* const gate = std::exchange(gate_, nullptr)) {
        gate->leave();
      }
    }

    [[nodiscard]] explicit inline operator bool() const noexcept { return gate_ != nullptr; }

    inline void swap(permit& other) noexcept { std::swap(gate_, other.gate_); }
    friend void swap(permit& left, permit& right) noexcept { left.swap(right); }

   private:
    friend class counting_gate;

    explicit inline permit(counting_gate& gate) noexcept : gate_(&gate) {}

    counting_gate* gate_ = nullptr;
  };

  /// @param limit  how many may be inside at once, at least 1
  /// @throws std::invalid_argument if `limit` is 0
  explicit counting_gate(std::size_t limit);
  counting_gate(const counting_gate&) = delete;
  counting_gate& operator=(const counting_gate&) = delete;

  /// Waits as long as it takes.
  inline permit acquire() {
    (void)enter(no_deadline(), stop_token());
    return permit(*this);
  }

  /// Waits until a stop is requested by `stop`.
  [[nodiscard]] inline std::optional<permit> acquire(const stop_token& stop) {
    return permit_if(enter(no_deadline(), stop));
  }

  [[nodiscard]] inline std::optional<permit> try_acquire() { return permit_if(try_enter()); }

  template <class Rep, class Period>
  [[nodiscard]] std::optional<permit> try_acquire_for(const std::chrono::duration<Rep, Period>& patience,
                                                      const stop_token& stop = {}) {
    return try_acquire_until(deadline_after(patience), stop);
  }

  template <class Clock, class Duration>
  [[nodiscard]] std::optional<permit> try_acquire_until(const std::chrono::time_point<Clock, Duration>& deadline,
                                                        const stop_token& stop = {}) {
    return permit_if(enter(deadline, stop));
  }

  [[nodiscard]] std::size_t limit() const noexcept { return limit_; }

  /// How many permits are held at this moment, to be shown or tested.
  [[nodiscard]] std::size_t in_use() const;

  /// How many threads wait at this moment, to be shown or tested.
  [[nodiscard]] std::size_t waiting() const;

 private:
  [[nodiscard]] inline std::optional<permit> permit_if(bool entered) noexcept {
    return entered ? std::optional(permit(*this)) : std::nullopt;
  }

  template <class Deadline>
  [[nodiscard]] bool enter(const Deadline& deadline, const stop_token& stop) {
    if (stop.stop_requested()) {
      return false;
    }
    if (try_enter()) {
      return true;
    }
    if (has_passed(deadline)) {
      return false;
    }
    detail::waiter self;
    if (join(self)) {
      return true;
    }
    // The callback takes the mutex, and its destructor waits for it to return: neither must happen under the mutex.
    const stop_callback on_stop(stop, [this, &self] { withdraw(self); });
    return wait(self, deadline);
  }

  template <class Deadline>
  [[nodiscard]] bool wait(detail::waiter& self, const Deadline& deadline) {
    std::unique_lock lock(mutex_);
    try {
      self.wait(lock, deadline);
    } catch (...) {  // a clock of the user's
      abandon(self);
      throw;
    }
    if (self.waits()) {
      line_.dismiss(self);
    }
    return self.served();
  }

  [[nodiscard]] bool try_enter();
  [[nodiscard]] bool join(detail::waiter& self);
  void withdraw(detail::waiter& self) noexcept;
  void abandon(detail::waiter& self) noexcept;
  void leave() noexcept;
  void hand_on() noexcept;

  mutable std::mutex mutex_;
  detail::waiting_line line_;
  std::size_t in_use_ = 0;
  const std::size_t limit_;
};

}  // namespace patterns::concurrency
