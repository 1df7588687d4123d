// C8 · what a time to live costs, beside the same cache without one. The clock is most of it: the second cache reads
// one that only counts.
#include <benchmark/benchmark.h>

#include <string>

#include "caching_workload.hpp"

import std;
import patterns.caching;

namespace {

using patterns_bench::value_of;

struct counting_clock {
  mutable std::int64_t time = 0;
  [[nodiscard]] std::chrono::steady_clock::time_point now() const noexcept {
    return std::chrono::steady_clock::time_point(std::chrono::steady_clock::duration(time += 50));
  }
};

template <class Clock>
class ttl_cache {
 public:
  static constexpr bool shared = false;

  explicit ttl_cache(std::size_t capacity) : cache_(capacity, std::chrono::minutes(5)) {}

  std::uint64_t find(std::uint64_t key) {
    const auto* const value = cache_.get(key);
    return value == nullptr ? 0 : *value;
  }

  void insert(std::uint64_t key) { cache_.put(key, value_of(key)); }

 private:
  patterns::caching::ttl_cache<std::uint64_t, std::uint64_t, Clock> cache_;
};

const bool registered = [] {
  using patterns_bench::register_cache;
  benchmark::AddCustomContext("peer patterns_ttl", "patterns::caching::ttl_cache by std::chrono::steady_clock");
  benchmark::AddCustomContext("peer patterns_ttl_counting", "the same by a clock that costs nothing");
  return register_cache<ttl_cache<std::chrono::steady_clock>>("patterns_ttl") &&
         register_cache<ttl_cache<counting_clock>>("patterns_ttl_counting");
}();

}  // namespace
