// What a policy costs: the work of lru_hit and evicting_insert, in the cache that is the same but for its policy.
#include <benchmark/benchmark.h>

#include <string>

#include "caching_workload.hpp"

import std;
import patterns.caching;

namespace {

using patterns_bench::value_of;

template <class Policy>
class cache_of {
 public:
  static constexpr bool shared = false;

  explicit cache_of(std::size_t capacity) : cache_(capacity) {}

  std::uint64_t find(std::uint64_t key) {
    const auto* const value = cache_.get(key);
    return value == nullptr ? 0 : *value;
  }

  void insert(std::uint64_t key) { cache_.put(key, value_of(key)); }

 private:
  patterns::caching::bounded_cache<std::uint64_t, std::uint64_t, Policy> cache_;
};

template <class Policy>
void register_policy(const std::string& name) {
  benchmark::RegisterBenchmark(("policy_hit/patterns_" + name).c_str(), &patterns_bench::lru_hit<cache_of<Policy>>);
  benchmark::RegisterBenchmark(("policy_evicting_insert/patterns_" + name).c_str(),
                               &patterns_bench::evicting_insert<cache_of<Policy>>);
}

const bool registered = [] {
  register_policy<patterns::caching::lru>("lru");
  register_policy<patterns::caching::sieve>("sieve");
  register_policy<patterns::caching::s3_fifo>("s3_fifo");
  register_policy<patterns::caching::arc>("arc");
  register_policy<patterns::caching::w_tiny_lfu>("w_tiny_lfu");
  register_policy<patterns::caching::fixed_w_tiny_lfu<1>>("w_tiny_lfu_1");
  return true;
}();

}  // namespace
