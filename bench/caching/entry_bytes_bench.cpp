// What an entry takes of the heap in each cache here; the peers' are registered beside what else is measured of them.
#include <benchmark/benchmark.h>

#include <string>
#include <utility>

#include "entry_bytes.hpp"

import std;
import patterns.caching;

namespace {

namespace caching = patterns::caching;

template <class Policy>
struct with_policy {
  template <class Key, class Value>
  using type = caching::bounded_cache<Key, Value, Policy>;
};

template <class Key, class Value>
struct ttl_cache : caching::ttl_cache<Key, Value> {
  explicit ttl_cache(std::size_t capacity) : caching::ttl_cache<Key, Value>(capacity, std::chrono::hours(1)) {}
};

/// With room for what is more in one stripe than in another.
template <class Key, class Value>
struct striped_cache : caching::striped_cache<Key, Value> {
  explicit striped_cache(std::size_t capacity) : caching::striped_cache<Key, Value>(capacity + capacity / 8) {}
};

template <class Policy>
void register_policy(const std::string& name) {
  patterns_bench::register_bytes<with_policy<Policy>::template type>(name);
}

const bool registered = [] {
  register_policy<caching::lru>("patterns");
  register_policy<caching::sieve>("patterns_sieve");
  register_policy<caching::s3_fifo>("patterns_s3_fifo");
  register_policy<caching::arc>("patterns_arc");
  register_policy<caching::default_policy>("patterns_default");
  patterns_bench::register_bytes<ttl_cache>("patterns_ttl");
  patterns_bench::register_bytes<striped_cache>("patterns_striped");
  return true;
}();

}  // namespace
