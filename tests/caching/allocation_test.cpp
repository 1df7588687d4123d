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

template <class Cache>
void expect_no_allocation_by_telling() {
  Cache cache(100);
  cache.on_removal([](std::uint64_t, std::uint64_t&, removal_cause) {});
  const auto work_on = [&](std::uint64_t from, std::uint64_t to) {
    for (auto key = from; key < to; ++key) {
      cache.put(key, key);
      cache.erase(key - 3);
    }
  };
  work_on(0, 1'000);
  cache.clear();
  work_on(1'000, 2'000);
  const auto before = allocations;
  work_on(2'000, 4'000);
  cache.clear();
  EXPECT_EQ(allocations, before);
}

TEST(C9_synchronized_cache, allocates_nothing_to_tell_its_listener_once_it_did) {
  expect_no_allocation_by_telling<patterns::caching::synchronized_cache<lru_cache<std::uint64_t, std::uint64_t>>>();
  expect_no_allocation_by_telling<patterns::caching::striped_cache<std::uint64_t, std::uint64_t>>();
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

/// What everybody writes: a list in the order of use and a map into it.
template <class Key, class Value>
class textbook_lru_cache {
 public:
  explicit textbook_lru_cache(std::size_t capacity) { index_.reserve(capacity); }

  void put(const Key& key, const Value& value) {
    order_.emplace_front(key, value);
    index_.emplace(key, order_.begin());
  }

 private:
  std::list<std::pair<Key, Value>> order_;
  std::unordered_map<Key, typename std::list<std::pair<Key, Value>>::iterator> index_;
};

/// Bytes that are taken with this thread's allocations so far: each costs the allocator a word beside what is asked
/// for.
std::size_t taken_bytes() {
  return patterns_test::allocated_bytes + patterns_test::allocations * sizeof(void*);
}

/// Bytes that a cache takes until it is full, for each entry; its room is taken at once, so that none is given back.
template <class Cache, class Entry>
double bytes_per_entry(std::size_t entries, Entry entry_of, auto... more) {
  const auto before = taken_bytes();
  Cache cache(entries, more...);
  if constexpr (requires { cache.reserve(entries); }) {
    cache.reserve(entries);
  }
  for (std::size_t rank = 0; rank < entries; ++rank) {
    const auto entry = entry_of(rank);
    cache.put(entry, entry);
  }
  return static_cast<double>(taken_bytes() - before) / static_cast<double>(entries);
}

template <class T, class Entry>
void expect_no_more_than_a_textbook_takes(std::size_t entries, Entry entry_of) {
  SCOPED_TRACE(entries);
  const auto textbook = bytes_per_entry<textbook_lru_cache<T, T>>(entries, entry_of);
  const auto ratio_of = [&]<class Cache>(std::type_identity<Cache>, auto... more) {
    return bytes_per_entry<Cache>(entries, entry_of, more...) / textbook;
  };
  EXPECT_LE(ratio_of(std::type_identity<lru_cache<T, T>>()), 0.7);
  EXPECT_LE(ratio_of(std::type_identity<bounded_cache<T, T, sieve>>()), 0.7);
  EXPECT_LE(ratio_of(std::type_identity<bounded_cache<T, T, s3_fifo>>()), 1.1);
  EXPECT_LE(ratio_of(std::type_identity<bounded_cache<T, T, arc>>()), 1.1);
  EXPECT_LE(ratio_of(std::type_identity<bounded_cache<T, T, w_tiny_lfu>>()), 1.5);
  EXPECT_LE(ratio_of(std::type_identity<ttl_cache<T, T>>(), std::chrono::hours(1)), 1.5);
}

TEST(C9_bounded_cache, takes_at_most_half_as_much_memory_again_as_a_textbook_does_and_lru_a_third_less) {
  expect_no_more_than_a_textbook_takes<std::uint64_t>(32'768,
                                                      [](std::size_t rank) { return rank * 0x9E37'79B9'7F4A'7C15U; });
  expect_no_more_than_a_textbook_takes<std::uint64_t>(1'000, [](std::size_t rank) { return std::uint64_t{rank}; });
}

TEST(C9_bounded_cache, takes_less_memory_than_a_textbook_which_holds_each_key_twice) {
  const auto text = [](std::size_t rank) { return std::format("{:032}", rank); };
  const auto textbook = bytes_per_entry<textbook_lru_cache<std::string, std::string>>(2'000, text);
  EXPECT_LE((bytes_per_entry<lru_cache<std::string, std::string>>(2'000, text)), textbook * 0.8);
  EXPECT_LE((bytes_per_entry<bounded_cache<std::string, std::string, w_tiny_lfu>>(2'000, text)), textbook);
}

}  // namespace

#endif
