/// @file
/// C13-C17 primitives · async_mutex: a lock that coroutines wait for without blocking their thread.
export module patterns.async:async_mutex;

import std;
import :permit_pool;
import :wait_queue;

export namespace patterns::async {

/// Lets one coroutine at a time into what it guards, in the order in which they asked.
///
///     const auto guard = co_await mutex.lock();
///
/// A coroutine may hold it across a `co_await` and unlock it on another thread. Unlocking hands the lock to the first
/// in line: a newcomer never overtakes, not even by try_lock. It is not recursive: who holds it and waits for it waits
/// for ever.
///
/// A wait that is cancelled by a stop throws operation_cancelled and holds nothing. A stop that comes when the lock has
/// been handed over is too late: the wait succeeds. So does a wait that finds the mutex free, stop or not.
///
/// Complexity: each operation O(1), no allocation; without contention an atomic operation to lock and one to unlock.
/// Thread-safety: every member, from any thread. It outlives the waits for it and the guards.
/// Source: rows C13 to C17; Python's asyncio.Lock; Baker, cppcoro's async_mutex.
class async_mutex {
 public:
  /// Holds the lock until it ends or until reset(); release() leaves it locked, for a later unlock(). It can be moved,
  /// and holds nothing when default-constructed, moved from, or returned by a try_lock that failed; test it as a bool.
  using guard = detail::lease<async_mutex>;

  inline async_mutex() noexcept : permits_(1) {}
  async_mutex(const async_mutex&) = delete;
  async_mutex& operator=(const async_mutex&) = delete;

  /// `co_await lock()` is a guard.
  ///
  /// @param token  by which the wait is cancelled; the ambient one if absent
  [[nodiscard]] inline auto lock(detail::wait_token token = std::nullopt) noexcept {
    return detail::wait_request(detail::permit_wait<async_mutex>(permits_), std::move(token));
  }

  /// As lock, without a guard: whoever awaits it calls unlock.
  [[nodiscard]] inline auto lock_unscoped(detail::wait_token token = std::nullopt) noexcept {
    return detail::wait_request(detail::unscoped_permit_wait<async_mutex>(permits_), std::move(token));
  }

  /// A guard that holds the lock if the mutex was free.
  [[nodiscard]] inline guard try_lock() noexcept { return permits_.try_acquire() ? guard(permits_) : guard(); }

  /// Hands the lock to the first in line. The mutex must be locked, and not by a guard that still holds.
  inline void unlock() noexcept { permits_.release(); }

 private:
  template <class>
  friend class detail::permit_wait;
  template <class>
  friend class detail::unscoped_permit_wait;

  static constexpr std::string_view wait_name = "async_mutex::lock";
  static constexpr std::string_view unscoped_wait_name = "async_mutex::lock_unscoped";

  detail::permit_pool permits_;
};

}  // namespace patterns::async
