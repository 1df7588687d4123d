/// @file
/// async core · permit_pool: what async_mutex and async_semaphore have in common, permits that are handed out in turn.
export module patterns.async:permit_pool;

import std;
import :wait_queue;

namespace patterns::async::detail {

/// A number of permits, and a line of those who want one.
///
/// `free_` is the number of permits that nobody has, or -1 when somebody may be in the line, in which case there are
/// none. So as long as nobody waits, one compare-and-exchange takes a permit and another gives it back. Only with the
/// mutex held does `free_` become -1 or anything else again; then a permit goes to the first in the line and is never
/// free in between, so nobody overtakes.
class permit_pool {
 public:
  explicit inline permit_pool(std::ptrdiff_t permits) noexcept : free_(permits) {}
  permit_pool(const permit_pool&) = delete;
  permit_pool& operator=(const permit_pool&) = delete;

  [[nodiscard]] inline std::ptrdiff_t free() const noexcept {
    return std::max<std::ptrdiff_t>(free_.load(std::memory_order_relaxed), 0);
  }

  [[nodiscard]] inline bool try_acquire() noexcept {
    auto free = free_.load(std::memory_order_relaxed);
    while (free > 0) {
      if (free_.compare_exchange_weak(free, free - 1, std::memory_order_acquire, std::memory_order_relaxed)) {
        return true;
      }
    }
    return false;
  }

  /// As try_acquire, for one that goes into the line if it gets nothing. With the mutex held.
  [[nodiscard]] inline bool acquire_or_announce() noexcept {
    auto free = free_.load(std::memory_order_relaxed);
    while (free >= 0) {
      if (free_.compare_exchange_weak(free, free - 1, std::memory_order_acquire, std::memory_order_relaxed)) {
        return free > 0;
      }
    }
    return false;
  }

  inline void release() noexcept {
    auto free = free_.load(std::memory_order_relaxed);
    for (;;) {
      while (free >= 0) {
        if (free_.compare_exchange_weak(free, free + 1, std::memory_order_release, std::memory_order_relaxed)) {
          return;
        }
      }
      if (hand_over()) {
        return;
      }
      free = 0;
    }
  }

  [[nodiscard]] inline wait_queue& line() noexcept { return line_; }

 private:
  // False if all who waited have left; then `free_` says that nobody waits. The permit is not given back here, under
  // the mutex: who gets it may destroy the pool.
  bool hand_over() noexcept;

  std::atomic<std::ptrdiff_t> free_;
  std::mutex mutex_;
  wait_queue line_{mutex_};
};

/// A permit that goes back by itself.
template <class Owner>
class [[nodiscard]] lease {
 public:
  /// Holds nothing.
  lease() noexcept = default;
  lease(lease&& other) noexcept : pool_(std::exchange(other.pool_, nullptr)) {}
  lease& operator=(lease&& other) noexcept {
    lease(std::move(other)).swap(*this);
    return *this;
  }
  ~lease() { reset(); }

  [[nodiscard]] explicit operator bool() const noexcept { return pool_ != nullptr; }

  /// Gives back now what it holds.
  void reset() noexcept {
    if (auto* const pool = std::exchange(pool_, nullptr)) {
      pool->release();
    }
  }

  /// Forgets what it holds without giving it back.
  void release() noexcept { pool_ = nullptr; }

  void swap(lease& other) noexcept { std::swap(pool_, other.pool_); }
  friend void swap(lease& left, lease& right) noexcept { left.swap(right); }

 private:
  template <class>
  friend class permit_wait;
  friend Owner;

  explicit lease(permit_pool& pool) noexcept : pool_(&pool) {}

  permit_pool* pool_ = nullptr;
};

/// The wait for a permit of an Owner, with a lease of it as the result.
template <class Owner>
class permit_wait {
 public:
  static constexpr std::string_view operation = Owner::wait_name;

  explicit permit_wait(permit_pool& pool) noexcept : pool_(&pool) {}

  [[nodiscard]] wait_queue& line() const noexcept { return pool_->line(); }
  [[nodiscard]] bool try_now() noexcept { return pool_->try_acquire(); }
  [[nodiscard]] bool try_in_line(woken_waiters& /*woken*/) noexcept { return pool_->acquire_or_announce(); }
  void pass_on() noexcept { pool_->release(); }
  [[nodiscard]] lease<Owner> result() noexcept { return lease<Owner>(*pool_); }

 private:
  permit_pool* pool_;
};

/// The same without a lease.
template <class Owner>
class unscoped_permit_wait : public permit_wait<Owner> {
 public:
  static constexpr std::string_view operation = Owner::unscoped_wait_name;

  using permit_wait<Owner>::permit_wait;

  static constexpr void result() noexcept {}
};

}  // namespace patterns::async::detail
