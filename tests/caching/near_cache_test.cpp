#include "googletest.hpp"

#include "../message_of.hpp"

import googletest;
import std;
import patterns.caching;
import test.hand_clock;

namespace {

using namespace std::chrono_literals;
using patterns::caching::basic_striped_cache;
using patterns::caching::cache_store;
using patterns::caching::cache_store_error;
using patterns::caching::loaded;
using patterns::caching::loading_cache;
using patterns::caching::local_store;
using patterns::caching::near_cache;
using patterns::caching::near_stats;
using patterns::caching::recursive_load_error;
using patterns::caching::store_failure;
using patterns::caching::ttl_cache;
using patterns_test::hand_clock;
using patterns_test::message_of;

// A store that does as it is told: it fails, waits or is written to by others in the middle of a call.
struct scripted_store {
  using key_type = std::string;
  using mapped_type = int;

  std::optional<int> get(const std::string& key) {
    ++gets;
    const auto found = call(key);
    if (during_get) {
      during_get();
    }
    return found;
  }

  bool put(const std::string& key, int value) { return put(key, value, 1h); }

  bool put(const std::string& key, int value, std::chrono::milliseconds time_to_live) {
    if (before_put) {
      before_put();
    }
    static_cast<void>(call(key));
    last_time_to_live = time_to_live;
    if (time_to_live <= 0ms || is_full) {
      values.erase(key);
      return false;
    }
    values[key] = value;
    return true;
  }

  bool erase(const std::string& key) {
    static_cast<void>(call(key));
    const bool was_there = values.erase(key) > 0;
    if (during_erase) {
      during_erase();
    }
    return was_there;
  }

  void clear() {
    static_cast<void>(call(""));
    values.clear();
  }

  std::optional<int> call(const std::string& key) {
    if (is_down) {
      throw cache_store_error("the store is down");
    }
    const auto found = values.find(key);
    return found == values.end() ? std::nullopt : std::optional(found->second);
  }

  std::map<std::string, int> values;
  bool is_down = false;
  bool is_full = false;
  int gets = 0;
  std::chrono::milliseconds last_time_to_live{};
  std::function<void()> during_get;    // after it was read
  std::function<void()> before_put;    // before it is written
  std::function<void()> during_erase;  // after it was erased
};

using near_part = loading_cache<ttl_cache<std::string, int, hand_clock&>>;
using cache = near_cache<scripted_store, near_part>;

static_assert(cache_store<scripted_store> && cache_store<cache>);
static_assert(cache_store<near_cache<local_store<std::string, int>>>);
static_assert(cache_store<near_cache<cache>>, "near caches can be stacked");
static_assert(cache_store<near_cache<scripted_store, basic_striped_cache<ttl_cache<std::string, int>>>>);

struct C20_near_cache : testing::Test {
  static cache::options how(store_failure on_failure = store_failure::raise) {
    return {.capacity = 10, .time_to_live = 10s, .stale_for = 1min, .on_failure = on_failure};
  }

  scripted_store store;
  hand_clock clock;
};

TEST_F(C20_near_cache, makes_one_trip_for_many_reads) {
  cache near(store, how(), clock);
  store.values["a"] = 1;
  EXPECT_EQ(near.get("a"), 1);
  EXPECT_EQ(near.get("a"), 1);
  EXPECT_EQ(near.get_or_load("a", [](const std::string&) { return 2; }), 1);
  EXPECT_EQ(store.gets, 1);
  EXPECT_EQ(near.get("b"), std::nullopt);
  EXPECT_EQ(near.get("b"), std::nullopt);
  EXPECT_EQ(store.gets, 3) << "that there is nothing is not kept near";
  EXPECT_EQ(near.stats(), (near_stats{.store_hits = 1, .store_misses = 2}));
}

TEST_F(C20_near_cache, sees_what_others_do_when_its_copy_has_expired) {
  cache near(store, how(), clock);
  store.values["a"] = 1;
  EXPECT_EQ(near.get("a"), 1);
  store.values["a"] = 2;
  clock.time += 10s - 1ns;
  EXPECT_EQ(near.get("a"), 1);
  clock.time += 1ns;
  EXPECT_EQ(near.get("a"), 2);
  store.values.clear();
  clock.time += 10s;
  EXPECT_EQ(near.get("a"), std::nullopt);
}

TEST_F(C20_near_cache, puts_into_the_store_and_near) {
  cache near(store, how(), clock);
  EXPECT_TRUE(near.put("a", 1));
  EXPECT_TRUE(near.put("b", 2, 3s));
  EXPECT_EQ(store.last_time_to_live, 3s);
  EXPECT_EQ(store.values, (std::map<std::string, int>{{"a", 1}, {"b", 2}}));
  EXPECT_EQ(near.get("a"), 1);
  EXPECT_EQ(near.get("b"), 2);
  EXPECT_EQ(store.gets, 0);
  clock.time += 3s;
  store.values.erase("b");
  EXPECT_EQ(near.get("b"), std::nullopt) << "near outlives no time to live";
  EXPECT_TRUE(near.put("c", 3, std::chrono::milliseconds::max()));
  clock.time += 10s;
  EXPECT_EQ(near.get("c"), 3);
  EXPECT_EQ(store.gets, 2);
}

TEST_F(C20_near_cache, keeps_nothing_near_that_the_store_does_not_keep) {
  cache near(store, how(), clock);
  near.put("a", 1);
  EXPECT_FALSE(near.put("a", 2, 0ms));
  EXPECT_EQ(near.get("a"), std::nullopt);
  near.put("a", 1);
  store.is_full = true;
  EXPECT_FALSE(near.put("a", 2));
  EXPECT_EQ(near.get("a"), std::nullopt);
}

TEST_F(C20_near_cache, erases_and_clears_both) {
  cache near(store, how(), clock);
  near.put("a", 1);
  EXPECT_TRUE(near.erase("a"));
  EXPECT_FALSE(near.erase("a"));
  EXPECT_EQ(near.get("a"), std::nullopt);
  near.put("a", 1);
  near.put("b", 2);
  near.clear();
  EXPECT_TRUE(store.values.empty());
  EXPECT_EQ(near.get("a"), std::nullopt);
  near.put("a", 1);
  store.values["a"] = 2;
  near.clear_near();
  EXPECT_EQ(near.get("a"), 2);
}

TEST_F(C20_near_cache, loads_what_the_store_has_not_and_puts_it_there) {
  cache near(store, how(), clock);
  const auto load = [](const std::string& key) { return static_cast<int>(key.size()); };
  EXPECT_EQ(near.get_or_load("four", load), 4);
  EXPECT_EQ(store.values["four"], 4);
  EXPECT_EQ(store.last_time_to_live, 1h);
  EXPECT_EQ(near.get_or_load("brief", [](const std::string&) { return loaded<int>{7, 1500us}; }), 7);
  EXPECT_EQ(store.last_time_to_live, 2ms) << "rounded up";
  store.values.clear();
  clock.time += 1500us;
  EXPECT_EQ(near.get("four"), 4);
  EXPECT_EQ(near.get("brief"), std::nullopt);
  EXPECT_EQ(near.stats(), (near_stats{.store_misses = 3, .loads = 2}));
}

TEST_F(C20_near_cache, keeps_nothing_of_a_loader_that_throws) {
  cache near(store, how(), clock);
  EXPECT_THROW(
      static_cast<void>(near.get_or_load("a", [](const std::string&) -> int { throw std::domain_error("no"); })),
      std::domain_error);
  EXPECT_EQ(near.get("a"), std::nullopt);
  EXPECT_THROW(static_cast<void>(near.get_or_load(
                   "a", [&](const std::string& key) { return near.get_or_load(key, [](const auto&) { return 1; }); })),
               recursive_load_error);
}

TEST_F(C20_near_cache, raises_the_error_of_a_store_that_fails) {
  cache near(store, how(store_failure::raise), clock);
  near.put("a", 1);
  store.is_down = true;
  EXPECT_EQ(near.get("a"), 1) << "what is near needs no store";
  clock.time += 10s;
  const auto read = [&] { static_cast<void>(near.get("a")); };
  EXPECT_EQ(message_of<cache_store_error>(read), "the store is down");
  int loads = 0;
  EXPECT_THROW(static_cast<void>(near.get_or_load("a", [&](const std::string&) { return ++loads; })),
               cache_store_error);
  EXPECT_EQ(loads, 0);
  store.is_down = false;
  EXPECT_EQ(near.get("a"), 1);
}

TEST_F(C20_near_cache, gives_a_stale_value_for_a_store_that_fails) {
  cache near(store, how(store_failure::stale), clock);
  const auto load = [](const std::string&) { return 5; };
  near.put("a", 1);
  store.is_down = true;
  clock.time += 10s;
  EXPECT_EQ(near.get("a"), 1);
  EXPECT_EQ(near.get_or_load("a", load), 1);
  EXPECT_THROW(static_cast<void>(near.get("b")), cache_store_error);
  EXPECT_THROW(static_cast<void>(near.get_or_load("b", load)), cache_store_error);
  EXPECT_EQ(near.stats(), (near_stats{.store_failures = 4, .stale = 2}));
  clock.time += 1min;
  EXPECT_THROW(static_cast<void>(near.get("a")), cache_store_error) << "too old even for that";
  store.is_down = false;
  store.values["a"] = 2;
  EXPECT_EQ(near.get("a"), 2);
}

TEST_F(C20_near_cache, goes_past_a_store_that_fails) {
  cache near(store, how(store_failure::bypass), clock);
  const auto load = [](const std::string&) { return 5; };
  store.is_down = true;
  EXPECT_EQ(near.get("a"), std::nullopt);
  EXPECT_EQ(near.get_or_load("a", load), 5);
  EXPECT_EQ(near.get("a"), 5) << "it is kept near";
  store.is_down = false;
  EXPECT_TRUE(store.values.empty());
  clock.time += 10s;
  EXPECT_EQ(near.get("a"), std::nullopt);
}

TEST_F(C20_near_cache, reports_each_failure_once_and_survives_a_report_that_throws) {
  auto reporting = how(store_failure::bypass);
  std::vector<std::string> reported;
  reporting.report = [&](const std::string& key, const std::exception_ptr& error) {
    reported.push_back(key + ": " + message_of<cache_store_error>([&] { std::rethrow_exception(error); }));
    throw std::logic_error("the report fails");
  };
  cache near(store, reporting, clock);
  store.is_down = true;
  EXPECT_EQ(near.get_or_load("a", [](const std::string&) { return 5; }), 5);
  EXPECT_EQ(reported, std::vector<std::string>{"a: the store is down"});
}

TEST_F(C20_near_cache, gives_what_was_loaded_though_it_cannot_be_put) {
  for (const auto policy : {store_failure::raise, store_failure::stale, store_failure::bypass}) {
    store = {};
    cache near(store, how(policy), clock);
    const auto load = [&](const std::string&) {
      store.is_down = true;
      return 5;
    };
    if (policy == store_failure::raise) {
      EXPECT_THROW(static_cast<void>(near.get_or_load("a", load)), cache_store_error);
      continue;
    }
    EXPECT_EQ(near.get_or_load("a", load), 5);
    EXPECT_EQ(near.get("a"), 5);
    EXPECT_EQ(near.stats().store_failures, 1);
  }
}

TEST_F(C20_near_cache, throws_what_a_write_meets_and_then_has_nothing_near) {
  for (const auto policy : {store_failure::raise, store_failure::stale, store_failure::bypass}) {
    store = {};
    cache near(store, how(policy), clock);
    near.put("a", 1);
    near.put("b", 2);
    store.is_down = true;
    EXPECT_THROW(near.put("a", 3), cache_store_error);
    EXPECT_THROW(near.erase("b"), cache_store_error);
    EXPECT_THROW(near.clear(), cache_store_error);
    store.is_down = false;
    store.values["a"] = 3;  // the write was done, and only its answer was lost
    EXPECT_EQ(near.get("a"), 3);
    EXPECT_EQ(near.get("b"), 2);
  }
}

TEST_F(C20_near_cache, does_not_keep_what_a_write_overtook_while_it_was_read) {
  cache near(store, how(), clock);
  store.values["a"] = 1;
  store.during_get = [&] {
    store.during_get = nullptr;
    near.put("a", 2);
  };
  EXPECT_EQ(near.get("a"), 1);
  EXPECT_EQ(near.get("a"), 2);
  EXPECT_EQ(near.stats().overtaken, 1);
  near.clear_near();
  for (const auto& overtake : std::vector<std::function<void()>>{[&] { near.erase("a"); }, [&] { near.clear(); }}) {
    store.values["a"] = 3;
    store.during_get = [&] {
      store.during_get = nullptr;
      overtake();
    };
    EXPECT_EQ(near.get("a"), 3);
    EXPECT_EQ(near.get("a"), std::nullopt);
  }
}

TEST_F(C20_near_cache, does_not_keep_what_a_write_overtook_while_it_was_loaded) {
  cache near(store, how(), clock);
  for (const auto& overtake : std::vector<std::function<void()>>{[&] { near.erase("a"); }, [&] { near.clear(); }}) {
    EXPECT_EQ(near.get_or_load("a", [&](const std::string&) { return overtake(), 1; }), 1);
    EXPECT_TRUE(store.values.empty());
    EXPECT_EQ(near.get("a"), std::nullopt);
  }
  EXPECT_EQ(near.get_or_load("a", [&](const std::string&) { return near.put("a", 2), 1; }), 1);
  EXPECT_EQ(store.values["a"], 2);
  EXPECT_EQ(near.get("a"), 2);
}

TEST_F(C20_near_cache, takes_back_what_a_write_overtook_on_its_way_to_the_store) {
  cache near(store, how(), clock);
  store.before_put = [&] {
    store.before_put = nullptr;
    near.erase("a");
  };
  EXPECT_EQ(near.get_or_load("a", [](const std::string&) { return 1; }), 1);
  EXPECT_TRUE(store.values.empty());
  EXPECT_EQ(near.get("a"), std::nullopt);
}

TEST_F(C20_near_cache, puts_nothing_into_the_store_that_an_erase_under_way_would_miss) {
  cache near(store, how(), clock);
  std::latch has_begun(1);
  std::latch may_end(1);
  std::thread before([&] {
    const auto load = [&](const std::string&) {
      has_begun.count_down();
      may_end.wait();
      return 1;
    };
    EXPECT_EQ(near.get_or_load("a", load), 1);
  });
  has_begun.wait();
  store.during_erase = [&] {
    may_end.count_down();
    before.join();
  };
  near.erase("a");
  EXPECT_TRUE(store.values.empty());
}

TEST_F(C20_near_cache, keeps_nothing_near_of_two_writers_at_once) {
  cache near(store, how(), clock);
  store.before_put = [&] {
    store.before_put = nullptr;
    near.put("a", 2);
  };
  near.put("a", 1);
  EXPECT_EQ(store.values["a"], 1);
  EXPECT_EQ(near.get("a"), 1);
  EXPECT_EQ(store.gets, 1);
}

TEST_F(C20_near_cache, loads_once_for_all_who_miss) {
  cache near(store, how(), clock);
  std::atomic<int> loads = 0;
  constexpr int joiners = 3;
  std::atomic<bool> is_loading = false;
  const auto load = [&](const std::string& key) {
    is_loading = true;
    while (near.waiting(key) < joiners) {
      std::this_thread::yield();
    }
    return ++loads;
  };
  std::vector<std::thread> threads;
  threads.emplace_back([&] { EXPECT_EQ(near.get_or_load("a", load), 1); });
  while (!is_loading) {
    std::this_thread::yield();
  }
  for (int i = 0; i < joiners; ++i) {
    threads.emplace_back([&] { EXPECT_EQ(near.get_or_load("a", load), 1); });
  }
  for (auto& each : threads) {
    each.join();
  }
  EXPECT_EQ(loads, 1);
  EXPECT_EQ(store.gets, 1);
}

TEST_F(C20_near_cache, does_not_let_who_comes_after_an_erase_join_a_load_from_before) {
  cache near(store, how(), clock);
  std::latch has_begun(1);
  std::latch may_end(1);
  std::thread before([&] {
    EXPECT_EQ(near.get_or_load("a",
                               [&](const std::string&) {
                                 has_begun.count_down();
                                 may_end.wait();
                                 return 1;
                               }),
              1);
  });
  has_begun.wait();
  near.erase("a");
  EXPECT_EQ(near.get_or_load("a", [](const std::string&) { return 2; }), 2);
  may_end.count_down();
  before.join();
  EXPECT_EQ(near.get("a"), 2);
  EXPECT_EQ(store.values["a"], 2);
}

TEST_F(C20_near_cache, may_be_striped) {
  near_cache<scripted_store, basic_striped_cache<ttl_cache<std::string, int, hand_clock&>>> near(
      store, {.capacity = 100, .time_to_live = 10s, .stale_for = 1min, .on_failure = store_failure::stale},
      std::ref(clock));
  near.put("a", 1);
  EXPECT_EQ(near.get("a"), 1);
  clock.time += 10s;
  store.is_down = true;
  EXPECT_EQ(near.get("a"), 1);
  near.clear_near();
  EXPECT_THROW(static_cast<void>(near.get("a")), cache_store_error);
}

TEST_F(C20_near_cache, is_used_by_threads_over_a_store_that_is_too) {
  local_store<int, int> far(100, 1h);
  near_cache<local_store<int, int>> near(far, {.capacity = 8, .time_to_live = 1h});
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      for (int n = 0; n < 200; ++n) {
        const int key = (n + i) % 16;
        EXPECT_EQ(near.get_or_load(key, [](int wanted) { return wanted * 2; }), key * 2);
        if (n % 7 == 0) {
          near.erase(key);
        } else if (n % 11 == 0) {
          near.put(key, key * 2);
        } else if (n % 50 == 0) {
          near.clear();
        }
      }
    });
  }
  for (auto& each : threads) {
    each.join();
  }
}

}  // namespace
