#include "googletest.hpp"

import googletest;
import std;
import patterns.caching;

// What the policies make of loads that are made up, always the same ones. Nothing in the policies is fitted to them.
namespace {

using patterns::caching::arc;
using patterns::caching::bounded_cache;
using patterns::caching::default_policy;
using patterns::caching::fixed_w_tiny_lfu;
using patterns::caching::lru;
using patterns::caching::s3_fifo;
using patterns::caching::sieve;

using load = std::vector<int>;

/// Keys whose popularity falls with their rank to the power of `skew`.
class zipf {
 public:
  zipf(std::size_t distinct, double skew, unsigned seed) : up_to_(distinct), random_(seed) {
    double sum = 0;
    for (std::size_t rank = 0; rank < distinct; ++rank) {
      up_to_[rank] = sum += std::pow(static_cast<double>(rank + 1), -skew);
    }
  }

  int operator()() {
    const auto point = static_cast<double>(random_() >> 11) * 0x1p-53 * up_to_.back();
    return static_cast<int>(std::ranges::upper_bound(up_to_, point) - up_to_.begin());
  }

 private:
  std::vector<double> up_to_;
  std::mt19937_64 random_;
};

load made(std::size_t accesses, auto key_of) {
  load keys(accesses);
  for (std::size_t access = 0; access < accesses; ++access) {
    keys[access] = key_of(static_cast<int>(access));
  }
  return keys;
}

/// Hits in percent.
template <class Policy>
double hits(const load& keys, std::size_t capacity) {
  bounded_cache<int, int, Policy> cache(capacity);
  for (const auto key : keys) {
    if (!cache.get(key)) {
      cache.put(key, key);
    }
  }
  return 100 * cache.stats().hit_ratio();
}

/// The default policy's hits in percent, of at least the best of the others less `slack`.
double expect_close_to_the_best(const load& keys, std::size_t capacity, double slack) {
  const std::array others{hits<lru>(keys, capacity),
                          hits<sieve>(keys, capacity),
                          hits<s3_fifo>(keys, capacity),
                          hits<arc>(keys, capacity),
                          hits<fixed_w_tiny_lfu<1>>(keys, capacity),
                          hits<fixed_w_tiny_lfu<20>>(keys, capacity)};
  const auto ours = hits<default_policy>(keys, capacity);
  EXPECT_GE(ours, std::ranges::max(others) - slack)
      << std::format("lru {:.2f}, sieve {:.2f}, s3_fifo {:.2f}, arc {:.2f}, 1 % window {:.2f}, 20 % window {:.2f}",
                     others[0], others[1], others[2], others[3], others[4], others[5]);
  return ours;
}

constexpr std::size_t accesses = 12'000;

TEST(C9_default_policy, is_close_to_the_best_where_demand_is_frequent) {
  for (const auto skew : {0.7, 1.1}) {
    SCOPED_TRACE(skew);
    zipf key(20'000, skew, 1);
    const auto keys = made(accesses, [&](int) { return key(); });
    EXPECT_GT(expect_close_to_the_best(keys, 200, 1.0), hits<lru>(keys, 200) + 3);
  }
}

TEST(C9_default_policy, is_close_to_the_best_where_demand_is_recent) {
  zipf age(1'000, 0.8, 2);
  const auto keys = made(accesses, [&](int access) { return 1'000'000 + access / 2 - age(); });
  EXPECT_GT(expect_close_to_the_best(keys, 200, 2.0), hits<fixed_w_tiny_lfu<1>>(keys, 200) + 15);
}

TEST(C9_default_policy, is_close_to_the_best_where_each_key_is_asked_for_again_once_and_soon) {
  const auto keys = made(accesses, [](int access) { return access % 2 == 0 ? access : access - 2 * 60 - 1; });
  EXPECT_GT(expect_close_to_the_best(keys, 256, 1.0), 48);
}

TEST(C9_default_policy, is_close_to_the_best_in_a_loop_larger_than_the_cache) {
  const auto keys = made(accesses, [](int access) { return access % 300; });
  EXPECT_GT(expect_close_to_the_best(keys, 250, 4.0), 70);
  EXPECT_EQ(hits<lru>(keys, 250), 0);
}

TEST(C9_default_policy, is_close_to_the_best_when_scans_come_between) {
  zipf key(10'000, 0.9, 3);
  const auto keys = made(accesses, [&](int access) { return access / 2'000 % 3 == 3 ? 1'000'000 + access : key(); });
  EXPECT_GT(expect_close_to_the_best(keys, 250, 1.0), hits<lru>(keys, 250) + 4);
}

TEST(C9_default_policy, is_close_to_the_best_when_the_load_changes_its_kind) {
  zipf key(10'000, 0.9, 4);
  std::mt19937 random(5);
  const auto keys = made(3 * accesses, [&](int access) {
    return access / 8'000 % 2 == 0 ? key() : 1'000'000 + access / 2 - static_cast<int>(random() % 300);
  });
  EXPECT_GT(expect_close_to_the_best(keys, 200, 3.0), hits<fixed_w_tiny_lfu<1>>(keys, 200) + 10);
}

TEST(C9_default_policy, is_close_to_the_best_in_a_cache_of_a_few_entries) {
  zipf key(1'000, 0.9, 6);
  const auto keys = made(accesses / 2, [&](int) { return key(); });
  (void)expect_close_to_the_best(keys, 3, 3.0);
  (void)expect_close_to_the_best(keys, 10, 1.0);
  (void)expect_close_to_the_best(keys, 50, 1.0);
}

TEST(C9_eviction_policy, keeps_what_is_in_demand_through_a_scan) {
  zipf key(300, 1.0, 7);
  const auto keys = made(accesses, [&](int access) { return access % 2 == 0 ? 1'000'000 + access : key(); });
  const auto plain = hits<lru>(keys, 100);
  EXPECT_GT(hits<sieve>(keys, 100), plain + 4);
  EXPECT_GT(hits<s3_fifo>(keys, 100), plain + 4);
  EXPECT_GT(hits<arc>(keys, 100), plain + 4);
  EXPECT_GT(hits<default_policy>(keys, 100), plain + 4);
}

}  // namespace
