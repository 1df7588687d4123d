/// @file
/// C9 · telling_lock: tells the removal listener of a shared cache when the lock is free again.
export module patterns.caching:telling_lock;

import std;
import :bounded_cache;
import :removals;

namespace patterns::caching::detail {

/// The lock of a cache that may be changed; who lets it go tells what has left meanwhile.
///
/// Once `defer` was called the cache itself tells nobody. One that cannot put off what it has to tell tells it under
/// the lock, as it would anyway.
template <class Cache, class Mutex>
class telling_lock {
 public:
  static void defer(Cache& cache) noexcept {
    if constexpr (tells_later<Cache>) {
      shared_access::tell_later(cache);
    }
  }

  telling_lock(Mutex& mutex, Cache& cache) : mutex_(mutex), cache_(cache) { mutex_.lock(); }
  telling_lock(const telling_lock&) = delete;
  telling_lock& operator=(const telling_lock&) = delete;
  ~telling_lock() {
    if (held_) {
      unlock();
    }
  }

  void unlock() {
    held_ = false;
    if constexpr (tells_later<Cache>) {
      if (shared_access::has_removals(cache_)) [[unlikely]] {
        unlock_and_tell(mutex_, cache_);
        return;
      }
    }
    mutex_.unlock();
  }

 private:
  // Not of the object, which so stays in registers, and apart, so that it does not weigh on what has nothing to tell.
  [[gnu::noinline]] static void unlock_and_tell(Mutex& mutex, Cache& cache) noexcept {
    auto left = shared_access::take_removals(cache);
    mutex.unlock();
    if (auto* const already = telling::of(&cache)) {
      already->line_up(*left.release());
      return;
    }
    telling own(&cache);
    std::size_t failures = 0;
    while (left != nullptr) {
      failures += left->tell();
      auto* const next = static_cast<decltype(left.get())>(own.take_next());
      shared_access::keep_removals(cache, std::move(left));
      left.reset(next);
    }
    if (failures > 0) {
      mutex.lock();
      shared_access::count_listener_failures(cache, failures);
      mutex.unlock();
    }
  }

  Mutex& mutex_;
  Cache& cache_;
  bool held_ = true;
};

}  // namespace patterns::caching::detail
