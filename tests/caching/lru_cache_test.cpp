#include "googletest.hpp"
#include <range/v3/range/concepts.hpp>
#include <range/v3/view/take.hpp>
#include <range/v3/view/transform.hpp>

#include "fuse.hpp"

import googletest;
import std;
import patterns.caching;

namespace {

using patterns::caching::cache;
using patterns::caching::cache_key;
using patterns::caching::capacity_error;
using patterns::caching::eviction_policy;
using patterns::caching::key_hash;
using patterns::caching::listener_reentry_error;
using patterns::caching::lru;
using patterns::caching::lru_cache;
using patterns::caching::removal_cause;
using patterns::caching::weigher;
using patterns_test::fragile;
using patterns_test::fragile_hash;
using patterns_test::fragile_weigher;
using patterns_test::fuse;

struct unhashable {};

struct deaf_policy {
  explicit deaf_policy(std::size_t) {}
};

static_assert(cache<lru_cache<int, std::string>>);
static_assert(cache_key<int> && cache_key<std::string> && !cache_key<unhashable>);
static_assert(eviction_policy<lru> && !eviction_policy<deaf_policy>);
static_assert(std::ranges::forward_range<lru_cache<int, int>>);
static_assert(std::ranges::forward_range<const lru_cache<int, int>>);
static_assert(ranges::forward_range<lru_cache<int, int>>);
static_assert(!std::is_copy_constructible_v<lru_cache<int, int>>);

template <class Cache>
auto keys_of(const Cache& cache) {
  std::vector<typename Cache::key_type> keys;
  for (const auto& [key, value] : cache) {
    keys.push_back(key);
  }
  return keys;
}

using ints = std::vector<int>;

struct departure {
  int key;
  std::string value;
  removal_cause cause;

  friend bool operator==(const departure&, const departure&) = default;
};

/// Writes down what leaves a cache of strings.
struct logbook {
  std::vector<departure>* entries;

  void operator()(int key, std::string& value, removal_cause cause) const {
    entries->push_back({key, std::move(value), cause});
  }
};

TEST(C9_lru_cache, evicts_the_entry_used_longest_ago) {
  lru_cache<int, std::string> cache(2);
  cache.put(1, "a");
  cache.put(2, "b");
  EXPECT_TRUE(cache.get(1));
  cache.put(3, "c");
  EXPECT_TRUE(cache.contains(1));
  EXPECT_FALSE(cache.contains(2));
  EXPECT_EQ(*cache.get(3), "c");
  EXPECT_EQ(cache.size(), 2U);
}

TEST(C9_lru_cache, looks_without_use_by_peek_and_contains) {
  lru_cache<int, int> cache(2);
  cache.put(1, 10);
  cache.put(2, 20);
  EXPECT_EQ(*cache.peek(1), 10);
  EXPECT_TRUE(cache.contains(1));
  EXPECT_EQ(cache.peek(7), nullptr);
  cache.put(3, 30);
  EXPECT_EQ(keys_of(cache), (ints{3, 2}));
  EXPECT_EQ(cache.stats().hits + cache.stats().misses, 0U);
}

TEST(C9_lru_cache, lists_the_entry_used_last_first) {
  lru_cache<int, int> cache(5);
  for (const int key : {1, 2, 3, 4}) {
    cache.put(key, key * key);
  }
  (void)cache.get(2);
  cache.put(1, 100);
  EXPECT_EQ(keys_of(cache), (ints{1, 2, 4, 3}));
  std::vector<int> squares;
  for (const int square :
       cache | ranges::views::transform([](const auto& entry) { return entry.second; }) | ranges::views::take(3)) {
    squares.push_back(square);
  }
  EXPECT_EQ(squares, (ints{100, 4, 16}));
}

TEST(C9_lru_cache, lets_a_value_be_changed_through_iteration) {
  lru_cache<int, int> cache(2);
  cache.put(1, 10);
  for (auto& [key, value] : cache) {
    ++value;
  }
  EXPECT_EQ(*cache.peek(1), 11);
}

TEST(C9_lru_cache, replaces_the_value_of_a_key_and_makes_it_the_newest) {
  lru_cache<int, std::string> cache(2);
  EXPECT_TRUE(cache.put(1, "a"));
  EXPECT_TRUE(cache.put(2, "b"));
  EXPECT_TRUE(cache.put(1, "A"));
  EXPECT_EQ(cache.size(), 2U);
  EXPECT_EQ(keys_of(cache), (ints{1, 2}));
  EXPECT_EQ(*cache.peek(1), "A");
  EXPECT_EQ(cache.stats().evictions, 0U);
}

TEST(C9_lru_cache, puts_a_value_that_it_holds_itself) {
  lru_cache<int, std::string> cache(1);
  const std::string long_text(100, 'x');
  cache.put(1, long_text);
  cache.put(2, *cache.get(1));
  EXPECT_EQ(*cache.get(2), long_text);
  cache.put(2, *cache.get(2));
  EXPECT_EQ(*cache.get(2), long_text);
}

TEST(C9_lru_cache, erases_by_key_by_condition_and_altogether) {
  lru_cache<int, int> cache(10);
  for (int key = 0; key < 10; ++key) {
    cache.put(key, key);
  }
  EXPECT_TRUE(cache.erase(9));
  EXPECT_FALSE(cache.erase(9));
  EXPECT_EQ(cache.erase_if([](const auto& entry) { return entry.second % 2 == 0; }), 5U);
  EXPECT_EQ(keys_of(cache), (ints{7, 5, 3, 1}));
  cache.clear();
  EXPECT_TRUE(cache.empty());
  EXPECT_EQ(cache.begin(), cache.end());
  cache.put(1, 1);
  EXPECT_EQ(keys_of(cache), (ints{1}));
}

TEST(C9_lru_cache, erases_by_the_key_inside_the_entry) {
  lru_cache<std::string, int> cache(4);
  cache.put(std::string(50, 'k'), 1);
  EXPECT_TRUE(cache.erase(cache.begin()->first));
  EXPECT_TRUE(cache.empty());
}

TEST(C9_lru_cache, counts_hits_misses_and_evictions) {
  lru_cache<int, int> cache(1);
  (void)cache.get(1);
  cache.put(1, 1);
  (void)cache.get(1);
  (void)cache.get(1);
  cache.put(2, 2);
  (void)cache.get(1);
  EXPECT_EQ(cache.stats().hits, 2U);
  EXPECT_EQ(cache.stats().misses, 2U);
  EXPECT_EQ(cache.stats().evictions, 1U);
  EXPECT_DOUBLE_EQ(cache.stats().hit_ratio(), 0.5);
  EXPECT_EQ((lru_cache<int, int>(1).stats().hit_ratio()), 0.0);
}

TEST(C9_lru_cache, stores_nothing_at_capacity_0_and_says_so) {
  std::vector<departure> log;
  lru_cache<int, std::string> cache(0);
  cache.on_removal(logbook{&log});
  EXPECT_FALSE(cache.put(1, "a"));
  EXPECT_EQ(cache.get(1), nullptr);
  EXPECT_FALSE(cache.erase(1));
  EXPECT_TRUE(cache.empty());
  EXPECT_EQ(log, (std::vector<departure>{{1, "a", removal_cause::evicted}}));
  EXPECT_EQ(cache.stats().evictions, 1U);
}

TEST(C9_lru_cache, holds_one_entry_at_capacity_1) {
  lru_cache<int, int> cache(1);
  for (int key = 0; key < 100; ++key) {
    EXPECT_TRUE(cache.put(key, -key));
    EXPECT_EQ(*cache.get(key), -key);
    EXPECT_EQ(cache.size(), 1U);
  }
  EXPECT_EQ(cache.stats().evictions, 99U);
}

TEST(C9_lru_cache, names_a_capacity_that_it_cannot_number) {
  using entries = lru_cache<int, int>;
  try {
    const entries cache(entries::max_entries + 1);
    FAIL() << "no exception";
  } catch (const capacity_error& error) {
    EXPECT_STREQ(error.what(), "bounded_cache: 1073741824 entries are more than the 1073741823 it can number");
  }
  EXPECT_EQ(entries(entries::max_entries).size(), 0U);
}

TEST(C9_lru_cache, looks_strings_up_without_building_one) {
  lru_cache<std::string, int> cache(4);
  cache.put("alpha", 1);
  const std::string_view text = "alphabet";
  EXPECT_EQ(*cache.get(text.substr(0, 5)), 1);
  EXPECT_TRUE(cache.contains("alpha"));
  EXPECT_EQ(cache.peek(text), nullptr);
  EXPECT_TRUE(cache.erase(text.substr(0, 5)));
}

TEST(C9_lru_cache, holds_values_that_can_only_be_moved_or_not_even_that) {
  lru_cache<int, std::unique_ptr<int>> owned(1);
  owned.put(1, std::make_unique<int>(5));
  owned.put(1, std::make_unique<int>(6));
  EXPECT_EQ(**owned.get(1), 6);
  const auto taken = std::move(*owned.get(1));
  EXPECT_EQ(*taken, 6);

  lru_cache<int, std::atomic<int>> counters(2);
  counters.put(1, 7);
  ++*counters.get(1);
  EXPECT_EQ(counters.get(1)->load(), 8);

  lru_cache<std::unique_ptr<int>, int> by_owner(2);
  auto key = std::make_unique<int>(1);
  const auto* const address = key.get();
  by_owner.put(std::move(key), 3);
  EXPECT_EQ(by_owner.begin()->first.get(), address);
}

TEST(C9_lru_cache, leaves_entries_where_they_are_while_it_grows) {
  lru_cache<int, int> cache(100'000);
  cache.put(-1, 42);
  const auto* const first = cache.peek(-1);
  for (int key = 0; key < 50'000; ++key) {
    cache.put(key, key);
  }
  EXPECT_EQ(cache.peek(-1), first);
  EXPECT_EQ(*first, 42);
}

struct text_weigher {
  std::size_t operator()(int, const std::string& text) const { return text.size(); }
};

using weighed_cache = lru_cache<int, std::string, key_hash<int>, std::equal_to<>, text_weigher>;
static_assert(weigher<text_weigher, int, std::string>);

TEST(C9_lru_cache, evicts_as_many_as_a_heavy_entry_needs) {
  weighed_cache cache(10);
  cache.put(1, "aaaa");
  cache.put(2, "bbb");
  cache.put(3, "ccc");
  EXPECT_EQ(cache.weight(), 10U);
  cache.put(4, "dddddd");
  EXPECT_EQ(keys_of(cache), (ints{4, 3}));
  EXPECT_EQ(cache.weight(), 9U);
  EXPECT_EQ(cache.stats().evictions, 2U);
}

TEST(C9_lru_cache, evicts_others_when_an_entry_is_replaced_by_a_heavier_one) {
  weighed_cache cache(10);
  cache.put(1, "aaaa");
  cache.put(2, "bbbb");
  EXPECT_TRUE(cache.put(1, "AAAAAAAA"));
  EXPECT_EQ(keys_of(cache), (ints{1}));
  EXPECT_TRUE(cache.put(1, "A"));
  EXPECT_EQ(cache.weight(), 1U);
}

TEST(C9_lru_cache, evicts_only_the_newcomer_when_that_is_heavier_than_the_capacity) {
  std::vector<departure> log;
  weighed_cache cache(5);
  cache.on_removal(logbook{&log});
  cache.put(1, "aa");
  cache.put(2, "bb");
  EXPECT_FALSE(cache.put(2, "far too long"));
  EXPECT_EQ(keys_of(cache), (ints{1}));
  EXPECT_EQ(cache.weight(), 2U);
  EXPECT_EQ(log,
            (std::vector<departure>{{2, "bb", removal_cause::replaced}, {2, "far too long", removal_cause::evicted}}));
}

TEST(C9_lru_cache, counts_an_entry_of_weight_0_for_nothing) {
  weighed_cache cache(2);
  for (int key = 0; key < 100; ++key) {
    EXPECT_TRUE(cache.put(key, ""));
  }
  cache.put(100, "xx");
  EXPECT_EQ(cache.size(), 101U);
  EXPECT_EQ(cache.weight(), 2U);
  weighed_cache none(0);
  EXPECT_TRUE(none.put(1, ""));
  EXPECT_FALSE(none.put(2, "x"));
  EXPECT_EQ(keys_of(none), (ints{1}));
}

TEST(C9_lru_cache, adds_weights_up_to_the_largest_capacity_without_overflow) {
  constexpr auto most = std::numeric_limits<std::size_t>::max();
  const auto as_given = [](int, std::size_t weight) { return weight; };
  lru_cache<int, std::size_t, key_hash<int>, std::equal_to<>, decltype(as_given)> cache(most, as_given);
  cache.put(1, most - 1);
  cache.put(2, std::size_t{1});
  EXPECT_EQ(cache.size(), 2U);
  cache.put(3, most);
  EXPECT_EQ(keys_of(cache), (ints{3}));
  EXPECT_EQ(cache.weight(), most);
}

TEST(C9_lru_cache, tells_the_listener_the_cause) {
  std::vector<departure> log;
  lru_cache<int, std::string> cache(2);
  cache.on_removal(logbook{&log});
  cache.put(1, "a");
  cache.put(1, "b");
  cache.put(2, "c");
  cache.put(3, "d");
  cache.erase(2);
  cache.clear();
  EXPECT_EQ(log, (std::vector<departure>{{1, "a", removal_cause::replaced},
                                         {1, "b", removal_cause::evicted},
                                         {2, "c", removal_cause::erased},
                                         {3, "d", removal_cause::erased}}));
}

TEST(C9_lru_cache, tells_nobody_of_a_failed_put_or_when_it_is_destroyed) {
  std::vector<departure> log;
  {
    lru_cache<int, std::string> cache(2);
    cache.on_removal(logbook{&log});
    cache.put(1, "a");
  }
  EXPECT_TRUE(log.empty());
}

TEST(C9_lru_cache, stops_telling_a_listener_that_is_taken_off) {
  std::vector<departure> log;
  lru_cache<int, std::string> cache(2);
  cache.on_removal(logbook{&log});
  cache.on_removal(std::function<void(const int&, std::string&, removal_cause)>());
  cache.put(1, "a");
  cache.clear();
  EXPECT_TRUE(log.empty());
}

TEST(C9_lru_cache, is_consistent_when_the_listener_looks) {
  lru_cache<int, int> cache(2);
  std::vector<ints> seen;
  cache.on_removal([&](int key, int&, removal_cause) {
    EXPECT_FALSE(cache.contains(key));
    EXPECT_EQ(cache.size(), keys_of(cache).size());
    seen.push_back(keys_of(cache));
  });
  cache.put(1, 1);
  cache.put(2, 2);
  cache.put(3, 3);
  EXPECT_EQ(seen, (std::vector<ints>{{3, 2}}));
}

TEST(C9_lru_cache, lets_the_listener_erase_and_tells_it_of_that_afterwards) {
  constexpr int length = 100'000;
  lru_cache<int, int> cache(length);
  std::size_t told = 0;
  int depth = 0;
  cache.on_removal([&](int key, int&, removal_cause) {
    EXPECT_EQ(++depth, 1);
    ++told;
    cache.erase(key + 1);
    --depth;
  });
  for (int key = 0; key < length; ++key) {
    cache.put(key, key);
  }
  cache.erase(0);
  EXPECT_TRUE(cache.empty());
  EXPECT_EQ(told, static_cast<std::size_t>(length));
}

TEST(C9_lru_cache, refuses_a_put_by_its_own_listener) {
  lru_cache<int, int> cache(1);
  std::string message;
  cache.on_removal([&](int key, int& value, removal_cause) {
    try {
      cache.put(key, std::move(value));
    } catch (const listener_reentry_error& error) {
      message = error.what();
    }
  });
  cache.put(1, 1);
  cache.put(2, 2);
  EXPECT_EQ(message, "bounded_cache: put called by its own removal listener");
  EXPECT_EQ(keys_of(cache), (ints{2}));
}

TEST(C9_lru_cache, completes_what_it_does_when_the_listener_throws) {
  lru_cache<int, int> cache(2);
  cache.on_removal([](int, int&, removal_cause) { throw std::runtime_error("listener"); });
  cache.put(1, 1);
  cache.put(2, 2);
  EXPECT_TRUE(cache.put(3, 3));
  EXPECT_EQ(keys_of(cache), (ints{3, 2}));
  EXPECT_NO_THROW(cache.clear());
  EXPECT_EQ(cache.stats().listener_failures, 3U);
  EXPECT_TRUE(cache.empty());
}

struct colliding_hash {
  std::size_t operator()(int) const noexcept { return 42; }
};

/// Many keys for each of a few hashes, so that what has no room where it belongs is where others belong.
struct crowding_hash {
  std::size_t operator()(int key) const noexcept { return static_cast<std::size_t>(key % 3); }
};

TEST(C9_lru_cache, tells_keys_apart_whose_hashes_all_collide) {
  lru_cache<int, int, colliding_hash> cache(50);
  for (int key = 0; key < 200; ++key) {
    cache.put(key, key);
    cache.erase(key - 25);
  }
  EXPECT_EQ(cache.size(), 25U);
  for (int key = 175; key < 200; ++key) {
    ASSERT_NE(cache.get(key), nullptr);
    EXPECT_EQ(*cache.get(key), key);
  }
}

TEST(C9_lru_cache, spreads_keys_that_differ_only_in_their_high_bits) {
  lru_cache<std::uint64_t, std::uint64_t> cache(4096);
  for (std::uint64_t key = 0; key < 4096; ++key) {
    cache.put(key << 52, key);
  }
  for (std::uint64_t key = 0; key < 4096; ++key) {
    ASSERT_EQ(*cache.get(key << 52), key);
  }
}

TEST(C9_lru_cache, is_unchanged_by_a_hash_equality_weigher_key_or_value_that_throws) {
  using fragile_cache = lru_cache<fragile, fragile, fragile_hash, std::equal_to<>, fragile_weigher>;
  const auto contents = [](const fragile_cache& cache) {
    std::vector<std::pair<int, int>> entries;
    for (const auto& [key, value] : cache) {
      entries.emplace_back(key.number, value.number);
    }
    return entries;
  };
  const std::vector<std::function<void(fragile_cache&, const fragile&)>> operations{
      [](fragile_cache& cache, const fragile& key) { cache.put(key, key); },
      [](fragile_cache& cache, const fragile& key) { cache.erase(key); },
      [](fragile_cache& cache, const fragile& key) { (void)cache.get(key); },
  };
  int failures = 0;
  for (const auto& operation : operations) {
    for (const int number : {3, 9}) {
      for (int uses = 0; uses < 12; ++uses) {
        fuse::left = -1;
        fragile_cache cache(4);
        std::size_t told = 0;
        cache.on_removal([&](const fragile&, fragile&, removal_cause) { ++told; });
        for (const int n : {1, 2, 3, 4}) {
          cache.put(n, n);
        }
        const fragile key(number);
        const auto before = contents(cache);
        const auto stats = cache.stats();
        fuse::left = uses;
        try {
          operation(cache, key);
        } catch (const std::runtime_error&) {
          ++failures;
          EXPECT_EQ(contents(cache), before);
          EXPECT_EQ(cache.stats(), stats);
          EXPECT_EQ(told, 0U);
          EXPECT_EQ(cache.weight(), 4U);
        }
        fuse::left = -1;
        for (int n = 10; n < 14; ++n) {
          cache.put(n, n);
          EXPECT_EQ(cache.get(n)->number, n);
        }
      }
    }
  }
  EXPECT_GE(failures, 20);
}

/// The obvious LRU: a vector in order of use.
class reference_cache {
 public:
  explicit reference_cache(std::size_t capacity) : capacity_(capacity) {}

  std::optional<int> get(int key) {
    const auto entry = std::ranges::find(entries_, key, &std::pair<int, int>::first);
    if (entry == entries_.end()) {
      return std::nullopt;
    }
    std::rotate(entries_.begin(), entry, entry + 1);
    return entries_.front().second;
  }

  void put(int key, int value) {
    erase(key);
    entries_.insert(entries_.begin(), {key, value});
    if (entries_.size() > capacity_) {
      entries_.pop_back();
    }
  }

  bool erase(int key) {
    return std::erase_if(entries_, [&](const auto& entry) { return entry.first == key; }) > 0;
  }

  void clear() { entries_.clear(); }

  const std::vector<std::pair<int, int>>& entries() const { return entries_; }

 private:
  std::size_t capacity_;
  std::vector<std::pair<int, int>> entries_;
};

template <class Hash>
void behaves_as_the_reference(std::size_t capacity, int keys, int operations) {
  std::mt19937 random(static_cast<std::mt19937::result_type>(capacity));
  lru_cache<int, int, Hash> cache(capacity);
  reference_cache expected(capacity);
  for (int step = 0; step < operations; ++step) {
    const auto key = static_cast<int>(random() % static_cast<unsigned>(keys));
    switch (const auto action = random() % 100; action / 5) {
      case 0:
        ASSERT_EQ(cache.erase(key), expected.erase(key));
        break;
      case 1:
        if (action == 5) {
          cache.clear();
          expected.clear();
        }
        break;
      case 2:
      case 3:
      case 4:
      case 5:
      case 6:
      case 7:
      case 8:
      case 9:
        cache.put(key, step);
        expected.put(key, step);
        break;
      default: {
        const auto* const value = cache.get(key);
        ASSERT_EQ(value == nullptr ? std::nullopt : std::optional(*value), expected.get(key));
      }
    }
    ASSERT_TRUE(
        std::ranges::equal(cache, expected.entries(),
                           [](const auto& a, const auto& b) { return a.first == b.first && a.second == b.second; }))
        << "at step " << step << " with capacity " << capacity;
    ASSERT_EQ(cache.size(), expected.entries().size());
  }
}

TEST(C9_lru_cache, behaves_as_the_obvious_one_over_random_operations) {
  behaves_as_the_reference<key_hash<int>>(0, 10, 500);
  behaves_as_the_reference<key_hash<int>>(1, 5, 2'000);
  behaves_as_the_reference<key_hash<int>>(7, 12, 20'000);
  behaves_as_the_reference<key_hash<int>>(100, 150, 10'000);
  behaves_as_the_reference<colliding_hash>(20, 30, 5'000);
  behaves_as_the_reference<crowding_hash>(60, 90, 5'000);
}

}  // namespace
