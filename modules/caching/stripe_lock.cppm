/// @file
/// C4 · stripe_lock: a mutex for a few instructions.
export module patterns.caching:stripe_lock;

import std;

export namespace patterns::caching {

/// A mutex of 4 bytes, for sections so short that whoever finds it taken does best to look again before he sleeps.
///
/// Locking and unlocking it costs one atomic operation each and no call: half of what std::mutex does where that is a
/// call into the C library. It is not recursive and promises no order among those who wait.
///
/// Models: Lockable of the standard, and lockable_for_cache.
/// Complexity: O(1) if it is free. Thread-safety: that of a mutex.
/// Source: row C4; Drepper, Futexes Are Tricky, 2011, mutex3.
class stripe_lock {
 public:
  stripe_lock() = default;
  stripe_lock(const stripe_lock&) = delete;
  stripe_lock& operator=(const stripe_lock&) = delete;

  inline void lock() noexcept {
    if (!try_lock()) {
      lock_taken();
    }
  }

  [[nodiscard]] inline bool try_lock() noexcept {
    auto expected = open;
    return state_.compare_exchange_strong(expected, held, std::memory_order_acquire, std::memory_order_relaxed);
  }

  inline void unlock() noexcept {
    if (state_.exchange(open, std::memory_order_release) == awaited) {
      state_.notify_one();
    }
  }

 private:
  // The type that the kernel waits for, so that libc++ needs no table of its own in between.
  using state = std::int32_t;
  static constexpr state open = 0;
  static constexpr state held = 1;
  static constexpr state awaited = 2;  // held, and somebody may sleep

  static constexpr int looks = 40;

  void lock_taken() noexcept {
    for (int i = 0; i < looks; ++i) {
      if (state_.load(std::memory_order_relaxed) == open && try_lock()) {
        return;
      }
    }
    // Whoever has slept holds it as awaited, for he does not know whether others sleep still.
    while (state_.exchange(awaited, std::memory_order_acquire) != open) {
      state_.wait(awaited, std::memory_order_relaxed);
    }
  }

  std::atomic<state> state_ = open;
};

}  // namespace patterns::caching
