#include <benchmark/benchmark.h>

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

class synchronized_lru_cache {
 public:
  static constexpr bool shared = true;

  explicit synchronized_lru_cache(std::size_t capacity) : cache_(capacity) {}

  std::uint64_t find(std::uint64_t key) { return cache_.get(key).value_or(0); }

  void insert(std::uint64_t key) { cache_.put(key, value_of(key)); }

 private:
  patterns::caching::synchronized_cache<patterns::caching::lru_cache<std::uint64_t, std::uint64_t>> cache_;
};

const bool registered = [] {
  using patterns_bench::register_cache;
  benchmark::AddCustomContext("peer patterns", "patterns::caching::lru_cache, not to be shared");
  benchmark::AddCustomContext("peer patterns_synchronized", "the same in patterns::caching::synchronized_cache");
  return register_cache<lru_cache>("patterns") && register_cache<synchronized_lru_cache>("patterns_synchronized");
}();

}  // namespace
