// Loading over a cache that expires.
#include "googletest.hpp"

import googletest;
import std;
import patterns.caching;

namespace {

using patterns::caching::basic_striped_cache;
using patterns::caching::expire_after_write;
using patterns::caching::loaded;
using patterns::caching::loading_cache;
using patterns::caching::negative_ttl;
using patterns::caching::stale_cache;
using patterns::caching::stale_if_error;
using patterns::caching::timed_cache;
using patterns::caching::ttl_cache;
using namespace std::chrono_literals;

/// A clock that the test turns.
struct hand_clock {
  using time_point = std::chrono::steady_clock::time_point;
  [[nodiscard]] time_point now() const { return time; }
  time_point time{};
};

using answer = std::optional<std::string>;
using answers = ttl_cache<int, answer, const hand_clock&>;

static_assert(timed_cache<answers> && stale_cache<answers>);

TEST(C8_loading_ttl_cache, keeps_the_answer_that_there_is_none_for_a_time_of_its_own) {
  hand_clock clock;
  loading_cache<answers> cache(8, 60s, clock);
  int calls = 0;
  const auto load = negative_ttl(5s, [&](int key) {
    ++calls;
    return key % 2 == 0 ? answer(std::to_string(key)) : std::nullopt;
  });
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(cache.get_or_load(1, load), std::nullopt);
    EXPECT_EQ(cache.get_or_load(2, load), "2");
    clock.time += 4s;
  }
  EXPECT_EQ(calls, 2);
  EXPECT_EQ(cache.get_or_load(1, load), std::nullopt);
  EXPECT_EQ(cache.get_or_load(2, load), "2");
  EXPECT_EQ(calls, 3);
  clock.time += 60s;
  EXPECT_EQ(cache.get_or_load(2, load), "2");
  EXPECT_EQ(calls, 4);
}

TEST(C8_loading_ttl_cache, gives_a_stale_value_rather_than_an_error_to_who_says_so) {
  hand_clock clock;
  loading_cache<answers> cache(8, expire_after_write<const hand_clock&>(10s, clock, 20s));
  const auto failing = [](int) -> answer { throw std::runtime_error("down"); };
  cache.put(1, "old");
  clock.time += 15s;
  EXPECT_EQ(cache.get(1), std::nullopt);
  EXPECT_EQ(cache.get_or_load(1, failing, stale_if_error{}), "old");
  clock.time += 20s;
  EXPECT_THROW((void)cache.get_or_load(1, failing, stale_if_error{}), std::runtime_error);
}

TEST(C8_loading_ttl_cache, can_be_striped) {
  hand_clock clock;
  basic_striped_cache<answers> cache(1'000, 10s, clock);
  EXPECT_EQ(cache.get_or_load(1, [](int) { return loaded<answer>{"brief", 1s}; }), "brief");
  cache.put(2, "for two seconds", 2s);
  clock.time += 1s;
  EXPECT_EQ(cache.get(1), std::nullopt);
  EXPECT_TRUE(cache.contains(2));
  EXPECT_EQ(cache.stats().expirations, 1U);
}

}  // namespace
