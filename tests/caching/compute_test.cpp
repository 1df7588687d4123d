#include "googletest.hpp"

import googletest;
import std;
import patterns.caching;
import test.hand_clock;

namespace {

using namespace std::chrono_literals;
using patterns::caching::compute_reentry_error;
using patterns::caching::entry_function;
using patterns::caching::lru_cache;
using patterns::caching::removal_cause;
using patterns::caching::ttl_cache;
using patterns_test::hand_clock;

using texts = ttl_cache<int, std::string, hand_clock&>;

TEST(C9_bounded_cache, computes_an_entry_of_what_is_there) {
  lru_cache<std::string, int> counts(2);
  const auto count = [](const int* present) { return std::optional(present == nullptr ? 1 : *present + 1); };
  EXPECT_EQ(*counts.compute("a", count), 1);
  EXPECT_EQ(*counts.compute("a", count), 2);
  EXPECT_EQ(*counts.compute("b", count), 1);
  EXPECT_EQ(counts.compute("b", [](const int*) { return std::nullopt; }), nullptr);
  EXPECT_EQ(counts.compute("c", [](const int*) { return std::nullopt; }), nullptr);
  EXPECT_EQ(counts.size(), 1U);
  EXPECT_EQ(counts.stats().hits, 2U);
  EXPECT_EQ(counts.stats().misses, 3U);
  lru_cache<int, int> none(0);
  EXPECT_EQ(none.compute(1, [](const int*) { return 1; }), nullptr);
}

TEST(C9_bounded_cache, is_unchanged_when_what_computes_an_entry_throws) {
  lru_cache<int, int> cache(2);
  cache.put(1, 1);
  const auto stats = cache.stats();
  const auto fail = [](auto&&) -> int { throw std::runtime_error("no"); };
  EXPECT_THROW(cache.compute(1, fail), std::runtime_error);
  EXPECT_THROW(cache.compute(2, fail), std::runtime_error);
  EXPECT_THROW((void)cache.get_or_put(2, fail), std::runtime_error);
  EXPECT_EQ(*cache.get_or_put(1, fail), 1);
  EXPECT_EQ(cache.stats().hits, stats.hits + 1);
  EXPECT_EQ(cache.stats().misses, stats.misses);
  EXPECT_EQ(cache.size(), 1U);
  cache.put(2, 2);
  EXPECT_EQ(cache.size(), 2U);
}

TEST(C9_bounded_cache, refuses_to_be_changed_by_what_computes_an_entry) {
  hand_clock clock;
  texts cache(4, 10s, clock);
  cache.put(1, "one");
  int refused = 0;
  const auto refuses = [&](auto operation) {
    try {
      operation();
    } catch (const compute_reentry_error&) {
      ++refused;
    }
  };
  const auto* const held = cache.compute(1, [&](const std::string* present) {
    refuses([&] { cache.put(1, "no"); });
    refuses([&] { cache.put(2, "no", 1s); });
    refuses([&] { cache.erase(1); });
    refuses([&] { cache.clear(); });
    refuses([&] { cache.purge_expired(); });
    refuses([&] { cache.renew(1, 0s); });
    refuses([&] { (void)cache.get_or_put(1, [](int) { return "no"; }); });
    refuses([&] { (void)cache.compute(1, [](const std::string*) { return std::nullopt; }); });
    clock.time += 20s;
    EXPECT_EQ(cache.get(1), nullptr);
    return std::optional(*present + " and more");
  });
  EXPECT_EQ(refused, 8);
  ASSERT_NE(held, nullptr);
  EXPECT_EQ(*held, "one and more");
  try {
    (void)cache.get_or_put(7, [&](int key) { return cache.put(key, "no") ? "a" : "b"; });
    FAIL() << "no exception";
  } catch (const compute_reentry_error& error) {
    EXPECT_STREQ(error.what(), "bounded_cache: put called by what computes an entry of it");
  }
}

TEST(C9_bounded_cache, gives_no_value_that_the_listener_has_erased_meanwhile) {
  lru_cache<int, int> cache(1);
  cache.on_removal([&](int, int&, removal_cause cause) {
    if (cause == removal_cause::evicted) {
      cache.clear();
    }
  });
  cache.put(1, 1);
  EXPECT_EQ(cache.get_or_put(2, [](int key) { return key; }), nullptr);
  EXPECT_TRUE(cache.empty());
  EXPECT_EQ(*cache.get_or_put(2, [](int key) { return key; }), 2);
}

static_assert(entry_function<std::optional<int> (*)(const int*), int>);
static_assert(!entry_function<std::optional<int> (*)(int*), int>, "what is there is not to be changed");

}  // namespace
