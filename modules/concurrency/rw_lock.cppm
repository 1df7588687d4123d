/// @file
/// C6 · rw_lock: many readers or one writer, and a choice of who goes first.
export module patterns.concurrency:rw_lock;

import std;
import :deadline;
import :waiting_line;

export namespace patterns::concurrency {

/// A lock that several may hold at once: what std::shared_lock asks of it.
///
/// Models: rw_lock, std::shared_mutex, std::shared_timed_mutex.
/// Source: row C6; the Cpp17SharedLockable requirements.
template <class L>
concept shared_lockable = requires(L& lock) {
  lock.lock_shared();
  { lock.try_lock_shared() } -> std::convertible_to<bool>;
  lock.unlock_shared();
};

/// Who goes first when readers and writers both want an rw_lock.
enum class prefer {
  /// A reader waits for nobody but the writer at work: readers who overlap keep every writer out.
  readers,
  /// No reader enters while a writer waits: writers who overlap keep every reader out.
  writers,
  /// Whoever came first: nobody is kept out for ever.
  fair,
};

}  // namespace patterns::concurrency

namespace patterns::concurrency::detail {

/// What an rw_lock does, whatever it prefers.
class rw_core {
 public:
  enum class access : std::uint8_t { shared, exclusive };

  explicit rw_core(prefer policy) noexcept : policy_(policy) {}

  [[nodiscard]] bool try_enter(access wanted);
  void enter(access wanted);
  void leave(access held);
  [[nodiscard]] std::size_t waiting() const;

  template <class Deadline>
  bool enter_by(access wanted, const Deadline& deadline) {
    std::unique_lock lock(mutex_);
    if (admits(wanted)) {
      begin(wanted);
      return true;
    }
    if (has_passed(deadline)) {
      return false;
    }
    waiter self(tickets_++);
    line_of(wanted).join(self);
    try {
      self.wait(lock, deadline);
    } catch (...) {  // a clock of the user's
      withdraw(wanted, self);
      throw;
    }
    if (self.waits()) {
      withdraw(wanted, self);
    }
    return self.served();
  }

 private:
  [[nodiscard]] waiting_line& line_of(access wanted) noexcept;
  [[nodiscard]] bool admits(access wanted) const noexcept;
  [[nodiscard]] bool has_room(access wanted) const noexcept;
  void begin(access wanted) noexcept;
  void end(access held) noexcept;
  void withdraw(access wanted, waiter& self) noexcept;
  void admit_waiting() noexcept;
  [[nodiscard]] access next_in_turn() const noexcept;

  mutable std::mutex mutex_;
  waiting_line readers_waiting_;
  waiting_line writers_waiting_;
  std::uint64_t tickets_ = 0;
  std::size_t reading_ = 0;
  bool writing_ = false;
  prefer policy_;
};

}  // namespace patterns::concurrency::detail

export namespace patterns::concurrency {

/// Held by any number of readers, or by one writer; for std::shared_lock, std::unique_lock and std::scoped_lock.
///
/// With `prefer::fair` a reader or writer enters only after all who came before it, and a lock that becomes free is
/// handed to the one whose turn it is: `try_lock` and `try_lock_shared` cannot slip in between. What std::shared_mutex
/// does is left open by the standard; on libstdc++ readers who overlap keep a writer out for as long as they like.
///
/// One thread must not take it twice: with a writer in between that waits, a second `lock_shared` would wait for
/// itself. It must not be destroyed while held or waited for.
///
/// @tparam Policy  who goes first
///
/// Complexity: O(1) each, and as many wake-ups as threads that enter; nothing allocates.
/// Thread-safety: every member, from any thread; what a writer wrote is visible to whoever enters after it.
/// Exceptions: std::system_error (operation_not_permitted), and nothing changes, when what is not locked is unlocked;
/// what the clock of a deadline throws, and then nothing was locked.
/// Source: row C6; Python's recipe of a lock with a count of readers; the Cpp17SharedTimedMutex requirements; Courtois,
/// Heymans and Parnas, Concurrent Control with Readers and Writers (CACM 1971).
template <prefer Policy = prefer::fair>
class rw_lock {
 public:
  rw_lock() noexcept = default;
  rw_lock(const rw_lock&) = delete;
  rw_lock& operator=(const rw_lock&) = delete;

  static constexpr prefer policy = Policy;

  /// Waits to be the only one.
  void lock() { core_.enter(access::exclusive); }

  /// Never waits, and fails where entering now would overtake one who has precedence.
  [[nodiscard]] bool try_lock() { return core_.try_enter(access::exclusive); }

  template <class Rep, class Period>
  [[nodiscard]] bool try_lock_for(const std::chrono::duration<Rep, Period>& patience) {
    return try_lock_until(deadline_after(patience));
  }

  template <class Clock, class Duration>
  [[nodiscard]] bool try_lock_until(const std::chrono::time_point<Clock, Duration>& deadline) {
    return core_.enter_by(access::exclusive, deadline);
  }

  void unlock() { core_.leave(access::exclusive); }

  /// Waits to be one of the readers.
  void lock_shared() { core_.enter(access::shared); }

  /// Never waits, and fails where entering now would overtake one who has precedence.
  [[nodiscard]] bool try_lock_shared() { return core_.try_enter(access::shared); }

  template <class Rep, class Period>
  [[nodiscard]] bool try_lock_shared_for(const std::chrono::duration<Rep, Period>& patience) {
    return try_lock_shared_until(deadline_after(patience));
  }

  template <class Clock, class Duration>
  [[nodiscard]] bool try_lock_shared_until(const std::chrono::time_point<Clock, Duration>& deadline) {
    return core_.enter_by(access::shared, deadline);
  }

  void unlock_shared() { core_.leave(access::shared); }

  /// How many threads wait at this moment, to be shown or tested: it may have changed when the caller looks at it.
  [[nodiscard]] std::size_t waiting() const { return core_.waiting(); }

 private:
  using access = detail::rw_core::access;

  detail::rw_core core_{Policy};
};

/// Calls `function` while `lock` is held shared, and returns what it returns.
/// Exceptions: those of locking and of `function`; the lock is released.
template <shared_lockable Lock, std::invocable Function>
decltype(auto) with_shared(Lock& lock, Function&& function) {
  const std::shared_lock held(lock);
  return std::invoke(std::forward<Function>(function));
}

}  // namespace patterns::concurrency
