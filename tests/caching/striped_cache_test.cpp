#include "googletest.hpp"

import googletest;
import std;
import patterns.caching;

namespace {

using patterns::caching::basic_striped_cache;
using patterns::caching::cache;
using patterns::caching::key_hash;
using patterns::caching::lru;
using patterns::caching::recursive_load_error;
using patterns::caching::removal_cause;
using patterns::caching::stripe_count;
using patterns::caching::striped_cache;

static_assert(cache<striped_cache<int, std::string>>);
static_assert(cache<striped_cache<std::string, int, lru>>);

std::string as_text(int key) {
  return std::to_string(key);
}

TEST(C4_striped_cache, does_what_a_cache_does) {
  striped_cache<std::string, int> cache(1'000, stripe_count{8});
  EXPECT_TRUE(cache.put("a", 1));
  EXPECT_EQ(cache.get("a"), 1);
  EXPECT_EQ(cache.get(std::string_view("b")), std::nullopt);
  EXPECT_TRUE(cache.contains("a"));
  EXPECT_EQ(cache.get_or_load("b", [](const std::string&) { return 2; }), 2);
  EXPECT_EQ(cache.get_or_load("b", [](const std::string&) { return 3; }), 2);
  EXPECT_EQ(cache.refresh("b", [](const std::string&) { return 4; }), 4);
  EXPECT_EQ(cache.size(), 2U);
  EXPECT_TRUE(cache.erase("a"));
  EXPECT_FALSE(cache.erase("a"));
  EXPECT_EQ(cache.stats().hits, 2U);
  EXPECT_EQ(cache.stats().misses, 2U);
  EXPECT_EQ(cache.loads().loads, 2U);
  cache.clear();
  EXPECT_EQ(cache.size(), 0U);
}

TEST(C4_striped_cache, has_a_power_of_two_of_stripes_and_no_empty_one) {
  const auto stripes = [](std::size_t capacity, std::size_t wanted) {
    return striped_cache<int, int>(capacity, stripe_count{wanted}).stripes();
  };
  EXPECT_EQ(stripes(1'000, 1), 1U);
  EXPECT_EQ(stripes(1'000, 5), 8U);
  EXPECT_EQ(stripes(1'000, 8), 8U);
  EXPECT_EQ(stripes(1'000, 0), 1U);
  EXPECT_EQ(stripes(5, 64), 4U);
  EXPECT_EQ(stripes(1, 64), 1U);
  EXPECT_EQ(stripes(0, 64), 1U);
  EXPECT_EQ(stripes(100'000, std::numeric_limits<std::size_t>::max()), 65'536U);
  EXPECT_EQ((striped_cache<int, int>(10).stripes()), 1U);
  EXPECT_TRUE(std::has_single_bit(striped_cache<int, int>(100'000).stripes()));
}

TEST(C4_striped_cache, divides_the_capacity_without_loss) {
  for (const std::size_t capacity : {0U, 1U, 7U, 100U, 1'023U}) {
    striped_cache<int, int> cache(capacity, stripe_count{8});
    for (int key = 0; key < 20'000; ++key) {
      cache.put(key, key);
    }
    EXPECT_EQ(cache.size(), capacity);
    EXPECT_EQ(cache.capacity(), capacity);
    EXPECT_EQ(cache.stats().evictions, 20'000U - capacity);
  }
}

/// How much more than its share the fullest of 16 stripes has of 16,000 keys.
template <class KeyOf>
double imbalance(KeyOf key_of) {
  striped_cache<std::uint64_t, int> cache(16 * 1'300, stripe_count{16});
  for (std::uint64_t i = 0; i < 16'000; ++i) {
    cache.put(key_of(i), 0);
  }
  return static_cast<double>(16'000 - cache.size()) / 16'000;
}

TEST(C4_striped_cache, spreads_keys_that_follow_one_another_or_differ_in_few_bits) {
  EXPECT_LT(imbalance([](std::uint64_t i) { return i; }), 0.01);
  EXPECT_LT(imbalance([](std::uint64_t i) { return i * 64; }), 0.01);
  EXPECT_LT(imbalance([](std::uint64_t i) { return i * 4'096; }), 0.01);
  EXPECT_LT(imbalance([](std::uint64_t i) { return i << 32; }), 0.01);
  EXPECT_LT(imbalance([](std::uint64_t i) { return i << 45; }), 0.01);
}

/// One that gives a key with the same hash to the stripe alone, as a thorough adversary would.
struct constant_hash {
  std::size_t operator()(int) const noexcept { return 42; }
};

TEST(C4_striped_cache, works_in_one_stripe_when_all_hashes_collide) {
  striped_cache<int, int, lru, constant_hash> cache(64, stripe_count{8});
  for (int key = 0; key < 200; ++key) {
    cache.put(key, key);
  }
  EXPECT_EQ(cache.size(), 8U);
  EXPECT_EQ(cache.get(199), 199);
}

TEST(C4_striped_cache, weighs_by_stripe) {
  struct size_weigher {
    std::size_t operator()(int, const std::string& text) const noexcept { return text.size(); }
  };
  striped_cache<int, std::string, lru, key_hash<int>, std::equal_to<>, size_weigher> cache(100, stripe_count{4});
  EXPECT_TRUE(cache.put(1, std::string(25, 'x')));
  EXPECT_FALSE(cache.put(1, std::string(26, 'x')));
  EXPECT_EQ(cache.get(1), std::nullopt);
}

TEST(C4_striped_cache, takes_out_and_visits_what_is_in_all_stripes) {
  striped_cache<int, int> cache(1'000, stripe_count{8});
  for (int key = 0; key < 100; ++key) {
    cache.put(key, key);
  }
  EXPECT_EQ(cache.erase_if([](const auto& entry) { return entry.first % 2 == 0; }), 50U);
  EXPECT_FALSE(cache.contains(2));
  int sum = 0;
  cache.for_each([&](const auto& entry) { sum += entry.second; });
  EXPECT_EQ(sum, 2'500);
}

TEST(C4_striped_cache, tells_one_listener_of_all_stripes) {
  striped_cache<int, int> cache(64, stripe_count{8});
  int evicted = 0;
  cache.on_removal([&](int, int&, removal_cause cause) { evicted += cause == removal_cause::evicted; });
  for (int key = 0; key < 1'000; ++key) {
    cache.put(key, key);
  }
  EXPECT_EQ(evicted, 1'000 - 64);
}

TEST(C4_striped_cache, loads_once_per_key_and_different_keys_at_once) {
  striped_cache<int, std::string> cache(64, stripe_count{4});
  constexpr int keys = 4;
  std::barrier all_loading(keys);
  std::atomic<int> calls = 0;
  std::atomic<int> right = 0;
  std::vector<std::thread> threads;
  for (int id = 0; id < 2 * keys; ++id) {
    threads.emplace_back([&, key = id % keys] {
      right += cache.get_or_load(key, [&](int wanted) {
        ++calls;
        all_loading.arrive_and_wait();
        while (cache.waiting(wanted) == 0) {
          std::this_thread::yield();
        }
        return as_text(wanted);
      }) == as_text(key);
    });
  }
  for (auto& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(calls, keys);
  EXPECT_EQ(right, 2 * keys);
  EXPECT_EQ(cache.loads().joins, std::uint64_t{keys});
}

TEST(C4_striped_cache, refuses_a_circle_through_two_stripes) {
  striped_cache<int, int> cache(64, stripe_count{4});
  const std::function<int(int)> next = [&](int key) { return cache.get_or_load((key + 1) % 8, next); };
  EXPECT_THROW((void)cache.get_or_load(0, next), recursive_load_error);
  EXPECT_EQ(cache.size(), 0U);
  EXPECT_EQ(cache.get_or_load(0, [](int) { return 1; }), 1);
}

TEST(C4_striped_cache, never_brings_back_what_erase_if_overtook) {
  striped_cache<int, int> cache(64, stripe_count{4});
  std::latch begun(1);
  std::latch go_on(1);
  std::thread loading([&] {
    EXPECT_EQ(cache.get_or_load(1,
                                [&](int) {
                                  begun.count_down();
                                  go_on.wait();
                                  return 1;
                                }),
              1);
  });
  begun.wait();
  EXPECT_EQ(cache.erase_if([](const auto&) { return true; }), 0U);
  go_on.count_down();
  loading.join();
  EXPECT_FALSE(cache.contains(1));
}

TEST(C4_striped_cache, mixes_no_value_up_and_loses_no_look_up_under_contention) {
  constexpr int threads = 4;
  constexpr int rounds = 5'000;
  striped_cache<int, std::string> cache(32, stripe_count{4});
  std::latch start(threads);
  std::atomic<int> wrong = 0;
  std::vector<std::thread> workers;
  for (int id = 0; id < threads; ++id) {
    workers.emplace_back([&, id] {
      std::mt19937 random(static_cast<std::mt19937::result_type>(id));
      start.arrive_and_wait();
      for (int round = 0; round < rounds; ++round) {
        const auto key = static_cast<int>(random() % 64);
        wrong += cache.get_or_load(key, as_text) != as_text(key);
        if (round % 64 == 0) {
          cache.erase(key);
        }
      }
    });
  }
  for (auto& worker : workers) {
    worker.join();
  }
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(cache.stats().hits + cache.stats().misses, static_cast<std::uint64_t>(threads * rounds));
  EXPECT_LE(cache.size(), 32U);
}

}  // namespace
