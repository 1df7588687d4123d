#include "../allocation_count.hpp"

#ifndef OPERATOR_NEW_IS_TAKEN
#include "googletest.hpp"

import googletest;
import std;
import patterns.caching;

namespace {

using patterns::caching::arc;
using patterns::caching::bounded_cache;
using patterns::caching::lru_cache;
using patterns::caching::memoize;
using patterns::caching::removal_cause;
using patterns::caching::s3_fifo;
using patterns::caching::sieve;
using patterns::caching::ttl_cache;
using patterns::caching::w_tiny_lfu;
using patterns_test::allocations;

/// Misses, hits, replacements and erasures, in turn.
template <class Policy>
void work(bounded_cache<std::uint64_t, std::uint64_t, Policy>& cache, std::uint64_t from, std::uint64_t to) {
  for (auto key = from; key < to; ++key) {
    cache.put(key, key);
    (void)cache.get(key - 1);
    cache.put(key, key + 1);
    if (key % 7 == 0) {
      cache.erase(key - 3);
    }
  }
}

template <class Cache>
void expect_no_allocation_at_a_hit(Cache& cache) {
  cache.put(1, 10U);
  const auto before = allocations;
  EXPECT_EQ(cache.get_or_load(1, [](std::uint64_t) { return 0U; }), 10U);
  EXPECT_EQ(cache.get(1), 10U);
  EXPECT_EQ(allocations, before);
}

TEST(C4_loading_cache, allocates_nothing_at_a_hit) {
  patterns::caching::loading_cache<lru_cache<std::uint64_t, std::uint64_t>> cache(10);
  expect_no_allocation_at_a_hit(cache);
}

TEST(C4_striped_cache, allocates_nothing_at_a_hit) {
  patterns::caching::striped_cache<std::uint64_t, std::uint64_t> cache(10);
  expect_no_allocation_at_a_hit(cache);
}

TEST(C9_lru_cache, allocates_nothing_until_it_holds_something) {
  const auto before = allocations;
  const lru_cache<std::uint64_t, std::uint64_t> cache(1'000'000);
  EXPECT_EQ(allocations, before);
}

TEST(C9_lru_cache, allocates_nothing_once_it_has_been_full) {
  lru_cache<std::uint64_t, std::uint64_t> cache(3'000);
  cache.on_removal([](std::uint64_t, std::uint64_t&, removal_cause) {});
  work(cache, 0, 10'000);
  const auto before = allocations;
  EXPECT_GT(before, 0U);
  work(cache, 10'000, 50'000);
  cache.clear();
  work(cache, 50'000, 60'000);
  EXPECT_EQ(allocations, before);
}

TEST(C9_lru_cache, allocates_nothing_after_its_memory_is_reserved) {
  lru_cache<std::uint64_t, std::uint64_t> cache(3'000);
  cache.reserve(std::numeric_limits<std::size_t>::max());
  const auto before = allocations;
  work(cache, 0, 10'000);
  EXPECT_EQ(allocations, before);
}

/// Moves a nanosecond at each look.
struct running_clock {
  mutable std::int64_t time = 0;
  [[nodiscard]] std::chrono::steady_clock::time_point now() const {
    return std::chrono::steady_clock::time_point(std::chrono::nanoseconds(++time));
  }
};

TEST(C8_ttl_cache, allocates_nothing_once_it_has_been_full) {
  ttl_cache<std::uint64_t, std::uint64_t, running_clock> cache(3'000, std::chrono::nanoseconds(5'000));
  cache.on_removal([](std::uint64_t, std::uint64_t&, removal_cause) {});
  const auto work_and_wait = [&](std::uint64_t from, std::uint64_t to) {
    for (auto key = from; key < to; ++key) {
      cache.put(key, key);
      (void)cache.get(key - 1);
      cache.put(key, key + 1, std::chrono::nanoseconds(key % 30'000));
      if (key % 7 == 0) {
        cache.erase(key - 3);
      }
      if (key % 1'000 == 0) {
        cache.purge_expired();
      }
    }
  };
  cache.reserve(3'000);
  const auto before = allocations;
  work_and_wait(0, 50'000);
  cache.clear();
  work_and_wait(50'000, 60'000);
  EXPECT_EQ(allocations, before);
  EXPECT_GT(cache.stats().expirations, 10'000U);
  EXPECT_GT(cache.stats().evictions, 1'000U);
}

TEST(C3_memoize, allocates_nothing_for_an_answer_it_knows) {
  auto length =
      memoize([](const std::string& text, int more) { return text.size() + static_cast<std::size_t>(more); }, 2);
  EXPECT_EQ(length("a text too long to be kept within a string", 1), 43U);
  const auto before = allocations;
  EXPECT_EQ(length("a text too long to be kept within a string", 1), 43U);
  EXPECT_EQ(*length.peek(std::string_view("a text too long to be kept within a string"), 1), 43U);
  EXPECT_EQ(allocations, before);
}

TEST(C9_lru_cache, takes_memory_as_entries_come_not_for_the_whole_capacity) {
  lru_cache<std::uint64_t, std::uint64_t> cache(1'000'000'000);
  const auto before = allocations;
  work(cache, 0, 10'000);
  EXPECT_GT(allocations, before);
  EXPECT_LT(allocations - before, 200U);
}

template <class Policy>
void expect_allocations_only_on_the_way_to_the_capacity(std::string_view name) {
  SCOPED_TRACE(name);
  bounded_cache<std::uint64_t, std::uint64_t, Policy> filled(1'000);
  bounded_cache<std::uint64_t, std::uint64_t, Policy> reserved(1'000);
  work(filled, 0, 2'000);
  reserved.reserve(1'000);
  auto before = allocations;
  work(filled, 2'000, 8'000);
  work(reserved, 0, 5'000);
  EXPECT_EQ(allocations, before);

  bounded_cache<std::uint64_t, std::uint64_t, Policy> large(1'000'000'000);
  before = allocations;
  work(large, 0, 5'000);
  EXPECT_GT(allocations, before);
  EXPECT_LT(allocations - before, 300U);
}

TEST(C9_eviction_policy, allocates_nothing_once_the_cache_has_been_full_or_its_memory_is_reserved) {
  expect_allocations_only_on_the_way_to_the_capacity<sieve>("sieve");
  expect_allocations_only_on_the_way_to_the_capacity<s3_fifo>("s3_fifo");
  expect_allocations_only_on_the_way_to_the_capacity<arc>("arc");
  expect_allocations_only_on_the_way_to_the_capacity<w_tiny_lfu>("w_tiny_lfu");
}

}  // namespace

#endif
