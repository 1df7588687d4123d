#include <benchmark/benchmark.h>

#include <string>

#include "caching_workload.hpp"

import std;
import patterns.caching;

namespace {

using patterns_bench::value_of;

using lru_cache = patterns::caching::lru_cache<std::uint64_t, std::uint64_t>;

/// Who finds nothing would load: the way of those who use such a cache.
template <class Cache>
class loading_subject {
 public:
  static constexpr bool shared = true;

  explicit loading_subject(std::size_t capacity) : cache_(capacity) {}

  std::uint64_t find(std::uint64_t key) {
    return cache_.get_or_load(key, [](std::uint64_t) { return std::uint64_t{0}; });
  }

  void insert(std::uint64_t key) { cache_.put(key, value_of(key)); }

 private:
  Cache cache_;
};

/// No stripe gets exactly its share of the keys: the others leave room for what is more in one, so that all are found.
class striped_subject {
 public:
  static constexpr bool shared = true;

  explicit striped_subject(std::size_t capacity) : cache_(capacity + capacity / 8) {}

  std::uint64_t find(std::uint64_t key) { return cache_.get(key).value_or(0); }

  void insert(std::uint64_t key) { cache_.put(key, value_of(key)); }

 private:
  patterns::caching::striped_cache<std::uint64_t, std::uint64_t> cache_;
};

const bool registered = [] {
  using patterns::caching::loading_cache;
  using patterns::caching::stripe_lock;
  using patterns_bench::register_cache;
  benchmark::AddCustomContext("peer patterns_loading", "patterns::caching::loading_cache of lru_cache, std::mutex");
  benchmark::AddCustomContext("peer patterns_loading_light", "the same with stripe_lock");
  benchmark::AddCustomContext("peer patterns_striped",
                              "patterns::caching::striped_cache, stripes and locks by default");
  return register_cache<loading_subject<loading_cache<lru_cache>>>("patterns_loading") &&
         register_cache<loading_subject<loading_cache<lru_cache, stripe_lock>>>("patterns_loading_light") &&
         register_cache<striped_subject>("patterns_striped");
}();

}  // namespace
