#include "googletest.hpp"

import googletest;
import std;
import patterns.caching;
import test.hand_clock;

namespace {

using namespace std::chrono_literals;
using patterns::caching::cache;
using patterns::caching::lru_cache;
using patterns::caching::synchronized_cache;
using patterns::caching::ttl_cache;
using patterns_test::hand_clock;

using shared_cache = synchronized_cache<lru_cache<int, std::string>>;

static_assert(cache<shared_cache>);

TEST(C9_synchronized_cache, does_what_the_cache_does) {
  shared_cache cache(2);
  EXPECT_TRUE(cache.put(1, "a"));
  cache.put(2, "b");
  EXPECT_EQ(cache.get(1), "a");
  cache.put(3, "c");
  EXPECT_EQ(cache.get(2), std::nullopt);
  EXPECT_TRUE(cache.contains(3));
  EXPECT_TRUE(cache.erase(3));
  EXPECT_EQ(cache.size(), 1U);
  EXPECT_EQ(cache.stats().hits, 1U);
  EXPECT_EQ(cache.with([](auto& owned) { return owned.begin()->first; }), 1);
  cache.clear();
  EXPECT_EQ(cache.size(), 0U);
}

TEST(C9_synchronized_cache, looks_strings_up_without_building_one) {
  synchronized_cache<lru_cache<std::string, int>> cache(2);
  cache.put("alpha", 1);
  EXPECT_EQ(cache.get(std::string_view("alpha")), 1);
}

TEST(C9_synchronized_cache, loses_no_look_up_and_mixes_no_value_up_under_contention) {
  constexpr int threads = 4;
  constexpr int rounds = 5'000;
  synchronized_cache<lru_cache<int, std::string>> cache(16);
  std::latch start(threads);
  std::atomic<int> wrong = 0;
  std::vector<std::thread> workers;
  for (int id = 0; id < threads; ++id) {
    workers.emplace_back([&, id] {
      std::mt19937 random(static_cast<std::mt19937::result_type>(id));
      start.arrive_and_wait();
      for (int round = 0; round < rounds; ++round) {
        const auto key = static_cast<int>(random() % 32);
        if (const auto value = cache.get(key)) {
          wrong += *value != std::to_string(key);
        } else {
          cache.put(key, std::to_string(key));
        }
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
  EXPECT_LE(cache.size(), 16U);
}

TEST(C8_synchronized_cache, does_what_a_cache_with_expiry_does) {
  hand_clock clock;
  synchronized_cache<ttl_cache<int, std::string, hand_clock&>> cache(4, 10s, clock);
  EXPECT_TRUE(cache.put(1, "a"));
  EXPECT_TRUE(cache.put(2, "b", 1min));
  EXPECT_EQ(cache.remaining(2), 1min);
  clock.time += 10s;
  EXPECT_EQ(cache.get(1), std::nullopt);
  EXPECT_EQ(cache.get_or_put(1, [](int) { return "again"; }), "again");
  EXPECT_EQ(cache.compute(1, [](const std::string* present) { return std::optional(*present + "!"); }), "again!");
  EXPECT_TRUE(cache.renew(1, 1s));
  clock.time += 1s;
  EXPECT_EQ(cache.purge_expired(), 1U);
  EXPECT_EQ(cache.size(), 1U);
}

}  // namespace
