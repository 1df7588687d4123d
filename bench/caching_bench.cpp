#include <benchmark/benchmark.h>

#include <mutex>
#include <string>

#include "caching_workload.hpp"

import std;
import patterns.caching;

namespace {

using patterns_bench::value_of;

class lru_cache {
 public:
  static constexpr bool shared = false;

  explicit lru_cache(std::size_t capacity) : cache_(capacity) {}

  std::uint64_t find(std::uint64_t key) {
    const auto* const value = cache_.get(key);
    return value == nullptr ? 0 : *value;
  }

  void insert(std::uint64_t key) { cache_.put(key, value_of(key)); }

 private:
  patterns::caching::lru_cache<std::uint64_t, std::uint64_t> cache_;
};

/// What a user of lru_cache writes to share it.
class lru_cache_with_mutex {
 public:
  static constexpr bool shared = true;

  explicit lru_cache_with_mutex(std::size_t capacity) : cache_(capacity) {}

  std::uint64_t find(std::uint64_t key) {
    const std::lock_guard lock(mutex_);
    return cache_.find(key);
  }

  void insert(std::uint64_t key) {
    const std::lock_guard lock(mutex_);
    cache_.insert(key);
  }

 private:
  std::mutex mutex_;
  lru_cache cache_;
};

const bool registered = [] {
  using patterns_bench::register_cache;
  benchmark::AddCustomContext("peer patterns", "patterns::caching::lru_cache, not to be shared");
  benchmark::AddCustomContext("peer patterns_mutex", "patterns::caching::lru_cache behind one std::mutex");
  return register_cache<lru_cache>("patterns") && register_cache<lru_cache_with_mutex>("patterns_mutex");
}();

}  // namespace
