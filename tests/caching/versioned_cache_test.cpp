#include "googletest.hpp"

#include "../message_of.hpp"

import googletest;
import std;
import patterns.caching;

namespace {

using patterns::caching::cache;
using patterns::caching::lru_cache;
using patterns::caching::memo_cache;
using patterns::caching::recursive_load_error;
using patterns::caching::removal_cause;
using patterns::caching::synchronized_cache;
using patterns::caching::versioned_cache;
using patterns_test::message_of;

using names = versioned_cache<lru_cache<int, std::string>>;

static_assert(cache<names>);
static_assert(cache<versioned_cache<memo_cache<int, int>>>);
static_assert(cache<versioned_cache<synchronized_cache<lru_cache<int, int>>>>);
static_assert(cache<versioned_cache<versioned_cache<lru_cache<int, int>>>>);
static_assert(!std::is_copy_constructible_v<names>);
static_assert(std::is_constructible_v<names, int> && !std::is_constructible_v<names, std::string>);
static_assert(!std::is_default_constructible_v<names>);
static_assert(std::is_default_constructible_v<versioned_cache<memo_cache<int, int>>>);
static_assert(noexcept(std::declval<names&>().bump()));

/// Lets other threads run until `condition` holds.
template <class Condition>
void until(Condition condition) {
  while (!condition()) {
    std::this_thread::yield();
  }
}

TEST(C11_versioned_cache, holds_what_the_cache_below_holds) {
  names held(2U);
  EXPECT_TRUE(held.put(1, "one"));
  EXPECT_TRUE(held.put(2, "two"));
  EXPECT_EQ(held.get(1), "one");
  EXPECT_TRUE(held.put(3, "three"));
  EXPECT_FALSE(held.contains(2));
  EXPECT_EQ(held.size(), 2U);
  EXPECT_TRUE(held.erase(3));
  EXPECT_FALSE(held.erase(3));
  held.clear();
  EXPECT_EQ(held.size(), 0U);
  names none(0U);
  EXPECT_FALSE(none.put(1, "one"));
}

TEST(C11_versioned_cache, gives_nothing_of_an_old_version) {
  names held(10U);
  held.put(1, "one");
  held.put(2, "two");
  EXPECT_EQ(held.version(), 0U);
  EXPECT_EQ(held.bump(), 1U);
  EXPECT_EQ(held.version(), 1U);
  EXPECT_EQ(held.get(1), std::nullopt);
  EXPECT_FALSE(held.contains(1));
  EXPECT_FALSE(held.erase(1));
  EXPECT_EQ(held.size(), 0U);
  held.put(1, "new");
  EXPECT_EQ(held.get(1), "new");
  EXPECT_EQ(held.get(2), std::nullopt);
  EXPECT_EQ(held.size(), 1U);
}

TEST(C11_versioned_cache, looks_up_by_whatever_the_cache_below_takes) {
  versioned_cache<lru_cache<std::string, int>> held(2U);
  held.put("one", 1);
  EXPECT_EQ(held.get(std::string_view("one")), 1);
  EXPECT_TRUE(held.contains("one"));
}

TEST(C11_versioned_cache, stores_a_value_only_in_the_version_in_which_it_was_found) {
  names held(10U);
  const auto before = held.version();
  EXPECT_TRUE(held.put_at(before, 1, "one"));
  held.bump();
  EXPECT_FALSE(held.put_at(before, 1, "old"));
  EXPECT_FALSE(held.put_at(before + 2, 1, "of the future"));
  EXPECT_EQ(held.get(1), std::nullopt);
  EXPECT_TRUE(held.put_at(held.version(), 1, "new"));
  EXPECT_EQ(held.get(1), "new");
}

TEST(C11_versioned_cache, drops_a_few_entries_with_each_that_is_stored) {
  constexpr int entries = 100;
  versioned_cache<lru_cache<int, int>> held(1'000U);
  for (int key = 0; key < entries; ++key) {
    held.put(key, key);
  }
  held.bump();
  EXPECT_EQ(held.outdated(), 100U);
  for (std::size_t left = 98;; left -= 2) {
    held.put(static_cast<int>(left), 0);
    EXPECT_EQ(held.outdated(), left);
    if (left == 0) {
      break;
    }
  }
  EXPECT_EQ(held.size(), 50U);
}

TEST(C11_versioned_cache, takes_no_more_memory_however_often_it_is_bumped) {
  constexpr int capacity = 10;
  versioned_cache<lru_cache<int, std::shared_ptr<int>>> held(static_cast<std::size_t>(capacity));
  const auto value = std::make_shared<int>(0);
  std::mt19937 random(1);
  long most = 0;
  for (int round = 0; round < 1'000; ++round) {
    held.bump();
    for (auto puts = random() % (2 * capacity); puts > 0; --puts) {
      held.put(static_cast<int>(puts), value);
      most = std::max(most, value.use_count());
    }
  }
  EXPECT_LE(most, 1 + 2 * capacity);
  held.purge();
  EXPECT_EQ(held.outdated(), 0U);
}

TEST(C11_versioned_cache, drops_all_at_once_when_it_is_told_to) {
  names held(10U);
  held.put(1, "one");
  held.put(2, "two");
  held.bump();
  held.put(3, "three");
  held.purge();
  EXPECT_EQ(held.outdated(), 0U);
  EXPECT_EQ(held.get(3), "three");
  held.bump();
  EXPECT_EQ(held.outdated(), 1U);
  held.purge();
  EXPECT_EQ(held.outdated(), 0U);
  held.put(4, "four");
  held.clear();
  EXPECT_EQ(held.get(4), std::nullopt);
}

TEST(C11_versioned_cache, drops_a_cache_that_lists_nothing_in_one_go) {
  versioned_cache<memo_cache<int, int>> held;
  for (int key = 0; key < 100; ++key) {
    held.put(key, key);
  }
  held.bump();
  held.put(1, 1);
  EXPECT_EQ(held.outdated(), 0U);
  EXPECT_EQ(held.size(), 1U);
}

TEST(C11_versioned_cache, makes_each_cache_as_it_was_told) {
  std::vector<int> left;
  versioned_cache<lru_cache<int, int>> held([&] {
    auto made = std::make_unique<lru_cache<int, int>>(1U);
    made->on_removal([&](int key, int, removal_cause) { left.push_back(key); });
    return made;
  });
  held.put(1, 1);
  held.put(2, 2);
  EXPECT_EQ(left, std::vector({1}));
  held.bump();
  held.put(3, 3);
  held.put(4, 4);
  EXPECT_EQ(left, std::vector({1, 2, 3}));
  EXPECT_EQ(held.with([](lru_cache<int, int>& cache) { return cache.stats().evictions; }), 1U);
  EXPECT_THROW((versioned_cache<lru_cache<int, int>>(std::function<std::unique_ptr<lru_cache<int, int>>()>())),
               std::bad_function_call);
}

TEST(C11_versioned_cache, is_as_before_when_no_cache_can_be_made) {
  bool fails = false;
  versioned_cache<lru_cache<int, int>> held([&] {
    if (fails) {
      throw std::runtime_error("no memory");
    }
    return std::make_unique<lru_cache<int, int>>(2U);
  });
  held.put(1, 1);
  held.bump();
  fails = true;
  EXPECT_THROW(held.put(2, 2), std::runtime_error);
  EXPECT_EQ(held.size(), 0U);
  EXPECT_EQ(held.outdated(), 1U);
  EXPECT_THROW((void)held.get_or_load(2, [](int key) { return key; }), std::runtime_error);
  fails = false;
  EXPECT_EQ(held.get_or_load(2, [](int key) { return key; }), 2);
  EXPECT_EQ(held.get(2), 2);
  EXPECT_EQ(held.outdated(), 0U);
}

TEST(C11_versioned_cache, loads_once_in_each_version) {
  names held(10U);
  int calls = 0;
  const auto load = [&](int key) { return std::format("{} by call {}", key, ++calls); };
  EXPECT_EQ(held.get_or_load(1, load), "1 by call 1");
  EXPECT_EQ(held.get_or_load(1, load), "1 by call 1");
  held.bump();
  EXPECT_EQ(held.get_or_load(1, load), "1 by call 2");
  EXPECT_EQ(held.get(1), "1 by call 2");
}

TEST(C11_versioned_cache, loads_once_however_many_threads_ask) {
  constexpr int followers = 4;
  versioned_cache<lru_cache<int, int>> held(10U);
  std::atomic<int> calls = 0;
  std::latch begun(1);
  std::latch go_on(1);
  const auto load = [&](int) {
    begun.count_down();
    go_on.wait();
    return ++calls;
  };
  std::vector<std::thread> threads;
  threads.emplace_back([&] { EXPECT_EQ(held.get_or_load(1, load), 1); });
  begun.wait();
  for (int i = 0; i < followers; ++i) {
    threads.emplace_back([&] { EXPECT_EQ(held.get_or_load(1, load), 1); });
  }
  until([&] { return held.waiting(1) == followers; });
  go_on.count_down();
  for (auto& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(held.get(1), 1);
}

/// Begins a load that gives "old", does `meanwhile`, and lets the load end.
void overtake(names& held, const std::function<void()>& meanwhile) {
  std::latch begun(1);
  std::latch go_on(1);
  std::thread loading([&] {
    EXPECT_EQ(held.get_or_load(1,
                               [&](int) {
                                 begun.count_down();
                                 go_on.wait();
                                 return std::string("old");
                               }),
              "old");
  });
  begun.wait();
  meanwhile();
  go_on.count_down();
  loading.join();
}

TEST(C11_versioned_cache, never_stores_a_load_that_a_bump_has_overtaken) {
  names held(10U);
  overtake(held, [&] { held.bump(); });
  EXPECT_EQ(held.get(1), std::nullopt);
  EXPECT_EQ(held.outdated(), 0U);
  overtake(held, [&] {
    held.bump();
    EXPECT_EQ(held.get_or_load(1, [](int) { return "new"; }), "new");
  });
  EXPECT_EQ(held.get(1), "new");
}

TEST(C11_versioned_cache, never_stores_a_load_that_another_operation_has_overtaken) {
  names held(10U);
  overtake(held, [&] { EXPECT_TRUE(held.erase(1)); });
  EXPECT_EQ(held.get(1), std::nullopt);
  overtake(held, [&] { held.clear(); });
  EXPECT_EQ(held.get(1), std::nullopt);
  overtake(held, [&] { held.put(1, "new"); });
  EXPECT_EQ(held.get(1), "new");
  held.erase(1);
  overtake(held, [&] {
    held.bump();
    EXPECT_FALSE(held.erase(1));
  });
  EXPECT_EQ(held.get(1), std::nullopt);
}

TEST(C11_versioned_cache, lets_nobody_join_a_load_of_an_old_version) {
  names held(10U);
  std::thread joining;
  overtake(held, [&] {
    joining = std::thread([&] { EXPECT_EQ(held.get_or_load(1, [](int) { return "mine"; }), "old"); });
    until([&] { return held.waiting(1) == 1; });
    held.bump();
    EXPECT_EQ(held.get_or_load(1, [](int) { return "new"; }), "new");
  });
  joining.join();
  EXPECT_EQ(held.get(1), "new");
}

TEST(C11_versioned_cache, keeps_no_error) {
  names held(10U);
  EXPECT_THROW((void)held.get_or_load(1, [](int) -> std::string { throw std::runtime_error("no"); }),
               std::runtime_error);
  EXPECT_EQ(held.get_or_load(1, [](int) { return "one"; }), "one");
}

TEST(C11_versioned_cache, refuses_a_load_that_waits_for_itself) {
  versioned_cache<lru_cache<int, int>> held(10U);
  const std::function<int(int)> itself = [&](int key) { return held.get_or_load(key, itself); };
  EXPECT_EQ(message_of<recursive_load_error>([&] { (void)held.get_or_load(7, itself); }),
            "versioned_cache: the load of key 7 waits for itself");
  EXPECT_FALSE(held.contains(7));
}

TEST(C11_versioned_cache, is_never_stale_under_contention) {
  constexpr int threads = 4;
  versioned_cache<lru_cache<int, int>> held(8U);
  std::atomic<int> source = 0;
  std::atomic<int> stale = 0;
  std::latch start(threads);
  std::vector<std::thread> workers;
  for (int id = 0; id < threads; ++id) {
    workers.emplace_back([&, id] {
      start.arrive_and_wait();
      for (int round = 0; round < 400; ++round) {
        if (id == 0) {
          ++source;
          held.bump();
        }
        // Between a change and its bump the value before is right.
        const auto before = source.load() - (id == 0 ? 0 : 1);
        stale += held.get_or_load(round % 16, [&](int) { return source.load(); }) < before;
      }
    });
  }
  for (auto& worker : workers) {
    worker.join();
  }
  EXPECT_EQ(stale, 0);
  EXPECT_LE(held.size(), 8U);
}

}  // namespace
