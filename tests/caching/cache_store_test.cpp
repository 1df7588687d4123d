#include "googletest.hpp"

import googletest;
import std;
import patterns.caching;
import test.hand_clock;

namespace {

using namespace std::chrono_literals;
using patterns::caching::cache_store;
using patterns::caching::cache_store_error;
using patterns::caching::local_store;
using patterns::caching::lru_cache;
using patterns::caching::synchronized_cache;
using patterns_test::hand_clock;

static_assert(cache_store<local_store<std::string, int>>);
static_assert(!cache_store<lru_cache<std::string, int>>, "it hands out pointers, to one thread");
static_assert(!cache_store<synchronized_cache<lru_cache<std::string, int>>>, "it knows no time to live");
static_assert(std::derived_from<cache_store_error, std::runtime_error>);

TEST(C20_cache_store, of_one_process_keeps_values_for_their_time) {
  hand_clock clock;
  local_store<std::string, int, hand_clock&> store(2, 1min, clock);
  EXPECT_TRUE(store.put("long", 1));
  EXPECT_TRUE(store.put("short", 2, std::chrono::milliseconds(1500)));
  clock.time += 1499ms;
  EXPECT_EQ(store.get("short"), 2);
  clock.time += 1ms;
  EXPECT_EQ(store.get("short"), std::nullopt);
  EXPECT_EQ(store.get("long"), 1);
  EXPECT_TRUE(store.erase("long"));
  EXPECT_FALSE(store.erase("long"));
  store.put("last", 3);
  store.clear();
  EXPECT_EQ(store.get("last"), std::nullopt);
}

}  // namespace
