/// @file
/// C13-C17 primitives · async_semaphore: a limit on how many coroutines do something at once.
export module patterns.async:async_semaphore;

import std;
import :permit_pool;
import :wait_queue;

export namespace patterns::async {

/// A number of permits, each held by one coroutine at a time, handed out in the order in which they were asked for.
///
///     const auto permit = co_await connections.acquire();
///
/// A permit that comes back goes to the first in line: a newcomer never overtakes. Waits are cancelled as those of
/// async_mutex are.
///
/// Complexity: each operation O(1), no allocation; one atomic operation each as long as nobody waits.
/// Thread-safety: every member, from any thread. It outlives the waits for it and the permits.
/// Source: rows C13 to C17; Python's asyncio.Semaphore; std::counting_semaphore.
class async_semaphore {
 public:
  /// Holds a permit until it ends or until reset(); release() keeps the permit for a later async_semaphore::release().
  /// It can be moved, and holds nothing when default-constructed, moved from, or returned by a try_acquire that failed.
  using permit = detail::lease<async_semaphore>;

  /// @throws invalid_count if `permits` is negative
  explicit inline async_semaphore(std::ptrdiff_t permits)
      : permits_(permits < 0 ? throw invalid_count("async_semaphore", permits) : permits) {}
  async_semaphore(const async_semaphore&) = delete;
  async_semaphore& operator=(const async_semaphore&) = delete;

  /// `co_await acquire()` is a permit.
  ///
  /// @param token  by which the wait is cancelled; the ambient one if absent
  [[nodiscard]] inline auto acquire(detail::wait_token token = std::nullopt) noexcept {
    return detail::wait_request(detail::permit_wait<async_semaphore>(permits_), std::move(token));
  }

  /// As acquire, without an object that holds it: whoever awaits it calls release.
  [[nodiscard]] inline auto acquire_unscoped(detail::wait_token token = std::nullopt) noexcept {
    return detail::wait_request(detail::unscoped_permit_wait<async_semaphore>(permits_), std::move(token));
  }

  /// Holds a permit if one was free.
  [[nodiscard]] inline permit try_acquire() noexcept { return permits_.try_acquire() ? permit(permits_) : permit(); }

  /// Gives one permit back, or adds one: to the first in line if there is one.
  inline void release() noexcept { permits_.release(); }

  /// How many are free now.
  [[nodiscard]] inline std::ptrdiff_t available() const noexcept { return permits_.free(); }

 private:
  template <class>
  friend class detail::permit_wait;
  template <class>
  friend class detail::unscoped_permit_wait;

  static constexpr std::string_view wait_name = "async_semaphore::acquire";
  static constexpr std::string_view unscoped_wait_name = "async_semaphore::acquire_unscoped";

  detail::permit_pool permits_;
};

}  // namespace patterns::async
