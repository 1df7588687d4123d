#include "googletest.hpp"

import googletest;
import std;
import patterns.caching;

namespace {

using patterns::caching::bounded_cache;
using patterns::caching::cache_slot;
using patterns::caching::fixed_w_tiny_lfu;
using patterns::caching::frequency_sketch;
using patterns::caching::w_tiny_lfu;

TEST(C9_frequency_sketch, counts_up_to_15_and_no_further) {
  frequency_sketch sketch;
  EXPECT_EQ(sketch.estimate(1), 0U) << "before any memory was reserved";
  sketch.reserve(100);
  EXPECT_EQ(sketch.estimate(1), 0U);
  for (unsigned count = 1; count <= 15; ++count) {
    sketch.see(1, 100);
    EXPECT_EQ(sketch.estimate(1), count);
  }
  for (int more = 0; more < 500; ++more) {
    sketch.see(1, 100);
  }
  EXPECT_EQ(sketch.estimate(1), 15U) << "nor does a count that is full bring the next halving nearer";
  static_assert(frequency_sketch::most == 15);
}

TEST(C9_frequency_sketch, never_estimates_below_the_count_and_rarely_above) {
  constexpr std::uint32_t distinct = 1'000;
  frequency_sketch sketch;
  sketch.reserve(distinct);
  const auto fingerprint = [](std::uint32_t n) { return n * 0x9E37'79B9U; };
  for (std::uint32_t n = 0; n < distinct; ++n) {
    for (std::uint32_t times = 0; times < n % 5; ++times) {
      sketch.see(fingerprint(n), distinct);
    }
  }
  std::size_t above = 0;
  for (std::uint32_t n = 0; n < distinct; ++n) {
    EXPECT_GE(sketch.estimate(fingerprint(n)), n % 5);
    above += sketch.estimate(fingerprint(n)) > n % 5 ? 1 : 0;
  }
  EXPECT_LT(above, distinct / 50);
}

TEST(C9_frequency_sketch, halves_every_count_after_ten_sightings_for_each_thing) {
  frequency_sketch sketch;
  sketch.reserve(1'000);
  for (int times = 0; times < 12; ++times) {
    sketch.see(42, 100);
  }
  for (std::uint32_t other = 0; other < 1'000 - 12 - 1; ++other) {
    sketch.see(1'000'000 + other * 7, 100);
  }
  EXPECT_EQ(sketch.estimate(42), 12U);
  sketch.see(5, 100);
  EXPECT_EQ(sketch.estimate(42), 6U);
  // What was halved counts for half of the way to the next time.
  for (std::uint32_t other = 0; other < 500; ++other) {
    sketch.see(2'000'000 + other * 7, 100);
  }
  EXPECT_EQ(sketch.estimate(42), 3U);
}

TEST(C9_frequency_sketch, keeps_its_counts_when_it_grows) {
  frequency_sketch sketch;
  std::mt19937 random(3);
  std::map<std::uint32_t, unsigned> counts;
  for (std::size_t slots = 8; slots < 5'000; slots *= 3) {
    sketch.reserve(slots);
    for (std::size_t each = 0; each < slots / 2; ++each) {
      const auto fingerprint = static_cast<std::uint32_t>(random());
      sketch.see(fingerprint, 10'000);
      ++counts[fingerprint];
    }
    for (const auto& [fingerprint, count] : counts) {
      EXPECT_GE(sketch.estimate(fingerprint), count);
    }
  }
}

/// Plays `accesses` keys that `next` gives to a cache.
template <class Cache, class Next>
double hit_ratio(Cache& cache, int accesses, Next next) {
  int hits = 0;
  for (int access = 0; access < accesses; ++access) {
    const auto key = next(access);
    if (cache.get(key)) {
      ++hits;
    } else {
      cache.put(key, 0);
    }
  }
  return static_cast<double>(hits) / accesses;
}

/// A policy under a cache of its own kind, whose window can be seen.
struct watched : w_tiny_lfu {
  using w_tiny_lfu::w_tiny_lfu;

  [[nodiscard]] cache_slot evict() noexcept {
    share = window_share();
    return w_tiny_lfu::evict();
  }

  static inline double share = 0;
};

TEST(C9_w_tiny_lfu, grows_its_window_where_demand_is_recent_and_shrinks_it_where_it_is_frequent) {
  bounded_cache<int, int, watched> cache(500);
  std::mt19937 random(17);
  const auto by_frequency = [&](int) {
    return static_cast<int>(std::min({random() % 5'000, random() % 5'000, random() % 5'000}));
  };
  const auto by_recency = [&](int access) { return 1'000'000 + access - static_cast<int>(random() % 2 * 400); };
  const auto in_a_loop = [](int access) { return -1 - access % 600; };
  (void)hit_ratio(cache, 15'000, by_recency);
  EXPECT_GE(watched::share, 0.6);
  (void)hit_ratio(cache, 15'000, in_a_loop);
  EXPECT_LE(watched::share, 0.05);
  (void)hit_ratio(cache, 15'000, by_recency);
  EXPECT_GE(watched::share, 0.6);
  (void)hit_ratio(cache, 40'000, by_frequency);
  EXPECT_LE(watched::share, 0.2);
}

TEST(C9_w_tiny_lfu, keeps_its_window_small_until_it_has_to_evict) {
  w_tiny_lfu policy(1'000);
  EXPECT_LE(policy.window_share(), 0.05);
  policy.reserve(1'001);
  for (cache_slot slot = 0; slot < 1'000; ++slot) {
    policy.on_insert(slot, slot * 0x9E37'79B9U);
    policy.on_hit(slot);
  }
  EXPECT_LE(policy.window_share(), 0.05);
}

TEST(C9_w_tiny_lfu, has_the_order_of_lru_when_the_window_is_all) {
  bounded_cache<int, int, fixed_w_tiny_lfu<100>> all_window(50);
  patterns::caching::lru_cache<int, int> oldest_goes(50);
  std::mt19937 random(23);
  for (int access = 0; access < 10'000; ++access) {
    const auto key = static_cast<int>(std::min(random() % 200, random() % 200));
    ASSERT_EQ(all_window.contains(key), oldest_goes.contains(key)) << access;
    for (auto* hit : {all_window.get(key), oldest_goes.get(key)}) {
      (void)hit;
    }
    all_window.put(key, 0);
    oldest_goes.put(key, 0);
  }
}

TEST(C9_w_tiny_lfu, keeps_the_popular_through_a_scan_and_lets_a_newly_popular_one_in) {
  bounded_cache<int, int, w_tiny_lfu> cache(100);
  for (int round = 0; round < 10; ++round) {
    (void)hit_ratio(cache, 90, [](int key) { return key; });
  }
  (void)hit_ratio(cache, 500, [](int key) { return 1'000 + key; });
  int kept = 0;
  for (int key = 0; key < 90; ++key) {
    kept += cache.contains(key) ? 1 : 0;
  }
  EXPECT_GE(kept, 80);
  (void)hit_ratio(cache, 500, [](int access) { return access % 5 == 0 ? -1 : 20'000 + access; });
  EXPECT_TRUE(cache.contains(-1));
}

/// All keys under one fingerprint: what an attacker gets who knows the hash.
struct same_hash {
  std::size_t operator()(int) const { return 42; }
};

/// An attack on admission: entries that look popular because they share the counters of a key that is asked for always.
TEST(C9_w_tiny_lfu, is_not_locked_up_by_entries_that_all_look_popular) {
  w_tiny_lfu policy(100);
  policy.reserve(101);
  constexpr std::uint32_t attacker = 7;
  for (cache_slot slot = 0; slot < 100; ++slot) {
    policy.on_insert(slot, attacker);
  }
  std::vector<bool> original(101, true);
  cache_slot free = 100;
  std::size_t gone = 0;
  // New entries as popular as can be, which a comparison of counts alone would never let in.
  for (std::uint32_t round = 0; round < 20'000; ++round) {
    const auto fingerprint = 1'000 + round % 200 * 0x9E37'79B9U;
    policy.on_insert(free, fingerprint);
    original[free] = false;
    policy.on_hit(policy.first());
    free = policy.evict();
    gone += original[free] ? 1 : 0;
  }
  EXPECT_GE(gone, 10U);
}

/// Who is evicted while all entries look popular, so that chance alone lets a new one in.
std::vector<cache_slot> victims_by_chance(w_tiny_lfu policy) {
  policy.reserve(101);
  for (cache_slot slot = 0; slot < 100; ++slot) {
    policy.on_insert(slot, 7);
  }
  std::vector<cache_slot> victims;
  cache_slot free = 100;
  for (std::uint32_t round = 0; round < 5'000; ++round) {
    policy.on_insert(free, 1'000 + round % 200 * 0x9E37'79B9U);
    policy.on_hit(policy.first());
    victims.push_back(free = policy.evict());
  }
  return victims;
}

TEST(C9_w_tiny_lfu, lets_in_by_a_chance_that_its_seed_decides) {
  EXPECT_EQ(victims_by_chance(w_tiny_lfu(100, 1)), victims_by_chance(w_tiny_lfu(100, 1)));
  EXPECT_NE(victims_by_chance(w_tiny_lfu(100, 1)), victims_by_chance(w_tiny_lfu(100, 2)));
  EXPECT_NE(victims_by_chance(w_tiny_lfu(100, 0)), victims_by_chance(w_tiny_lfu(100, 1)));
  EXPECT_EQ(victims_by_chance(w_tiny_lfu(100)), victims_by_chance(w_tiny_lfu()));
}

/// As a user has one cache differ from another.
struct secretly_seeded : w_tiny_lfu {
  secretly_seeded() = default;
  explicit secretly_seeded(std::size_t capacity) : w_tiny_lfu(capacity, std::random_device()()) {}
};
static_assert(patterns::caching::eviction_policy<secretly_seeded>);

TEST(C9_w_tiny_lfu, takes_its_seed_from_a_policy_derived_from_it) {
  bounded_cache<int, int, secretly_seeded> cache(100);
  EXPECT_GT(hit_ratio(cache, 1'000, [](int access) { return access % 50; }), 0.9);
}

TEST(C9_w_tiny_lfu, bears_a_cache_whose_keys_all_have_one_hash) {
  bounded_cache<int, int, w_tiny_lfu, same_hash> cache(20);
  for (int step = 0; step < 5'000; ++step) {
    if (!cache.get(step % 37)) {
      cache.put(step % 37, step);
    }
    ASSERT_LE(cache.size(), 20U);
  }
  EXPECT_EQ(cache.size(), 20U);
}

}  // namespace
