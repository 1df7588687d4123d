#include "googletest.hpp"

import googletest;
import std;
import patterns.caching;

namespace {

using patterns::caching::cache;
using patterns::caching::memo_cache;
using patterns::caching::recursive_load_error;

static_assert(cache<memo_cache<int, std::string>>);

/// Lets other threads run until `condition` holds.
template <class Condition>
void until(Condition condition) {
  while (!condition()) {
    std::this_thread::yield();
  }
}

TEST(C1_memo_cache, loads_a_key_once) {
  memo_cache<int, std::string> memo;
  int calls = 0;
  const auto load = [&](int key) {
    ++calls;
    return std::to_string(key);
  };
  EXPECT_EQ(memo.get_or_load(1, load), "1");
  EXPECT_EQ(memo.get_or_load(1, load), "1");
  EXPECT_EQ(memo.get_or_load(2, load), "2");
  EXPECT_EQ(calls, 2);
  EXPECT_EQ(memo.size(), 2U);
}

template <class Value>
void keeps(const Value& value) {
  memo_cache<int, Value> memo;
  int calls = 0;
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(memo.get_or_load(0, [&](int) { return ++calls, value; }), value);
  }
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(memo.get(0), std::optional<Value>(std::in_place, value));
}

TEST(C1_memo_cache, keeps_values_that_look_like_none) {
  keeps(0);
  keeps(false);
  keeps(std::string());
  keeps(std::optional<int>());
  keeps(std::shared_ptr<int>());
}

TEST(C1_memo_cache, finds_only_what_is_there) {
  memo_cache<std::string, int> memo;
  EXPECT_EQ(memo.get("a"), std::nullopt);
  EXPECT_FALSE(memo.contains("a"));
  memo.put("a", 1);
  EXPECT_EQ(memo.get("a"), 1);
  EXPECT_EQ(memo.get_or_load("a", [](const std::string&) { return 2; }), 1);
  memo.put("a", 3);
  EXPECT_EQ(memo.get("a"), 3);
  EXPECT_TRUE(memo.erase("a"));
  EXPECT_FALSE(memo.erase("a"));
  memo.put("b", 4);
  memo.clear();
  EXPECT_EQ(memo.size(), 0U);
}

TEST(C1_memo_cache, forgets_a_load_that_throws) {
  memo_cache<int, int> memo;
  EXPECT_THROW((void)memo.get_or_load(1, [](int) -> int { throw std::runtime_error("no"); }), std::runtime_error);
  EXPECT_EQ(memo.size(), 0U);
  EXPECT_EQ(memo.get_or_load(1, [](int) { return 5; }), 5);
}

TEST(C1_memo_cache, loads_once_however_many_threads_ask) {
  constexpr int followers = 5;
  memo_cache<int, int> memo;
  std::atomic<int> calls = 0;
  std::latch begun(1);
  std::latch go_on(1);
  const auto load = [&](int) {
    begun.count_down();
    go_on.wait();
    return ++calls;
  };
  std::vector<std::future<int>> results;
  results.push_back(std::async(std::launch::async, [&] { return memo.get_or_load(1, load); }));
  begun.wait();
  EXPECT_EQ(memo.get(1), std::nullopt);
  EXPECT_FALSE(memo.contains(1));
  for (int i = 0; i < followers; ++i) {
    results.push_back(std::async(std::launch::async, [&] { return memo.get_or_load(1, load); }));
  }
  until([&] { return memo.waiting(1) == followers; });
  go_on.count_down();
  for (auto& result : results) {
    EXPECT_EQ(result.get(), 1);
  }
}

TEST(C1_memo_cache, gives_waiters_the_error_and_lets_the_next_caller_load) {
  memo_cache<int, int> memo;
  std::latch begun(1);
  std::latch go_on(1);
  const auto failing = [&](int) -> int {
    begun.count_down();
    go_on.wait();
    throw std::runtime_error("down");
  };
  auto leader = std::async(std::launch::async, [&] { return memo.get_or_load(1, failing); });
  begun.wait();
  auto waiter = std::async(std::launch::async, [&] { return memo.get_or_load(1, failing); });
  until([&] { return memo.waiting(1) == 1; });
  go_on.count_down();
  EXPECT_THROW(leader.get(), std::runtime_error);
  EXPECT_THROW(waiter.get(), std::runtime_error);
  EXPECT_EQ(memo.get_or_load(1, [](int) { return 8; }), 8);
}

TEST(C1_memo_cache, runs_loads_of_different_keys_at_once) {
  memo_cache<int, int> memo;
  std::barrier both(2);
  const auto load = [&](int key) {
    both.arrive_and_wait();
    return key;
  };
  auto other = std::async(std::launch::async, [&] { return memo.get_or_load(1, load); });
  EXPECT_EQ(memo.get_or_load(2, load), 2);
  EXPECT_EQ(other.get(), 1);
}

/// Begins a load that gives "old", does `meanwhile`, and lets the load end.
void overtake(memo_cache<int, std::string>& memo, const std::function<void()>& meanwhile) {
  std::latch begun(1);
  std::latch go_on(1);
  auto loading = std::async(std::launch::async, [&] {
    return memo.get_or_load(1, [&](int) {
      begun.count_down();
      go_on.wait();
      return std::string("old");
    });
  });
  begun.wait();
  meanwhile();
  go_on.count_down();
  EXPECT_EQ(loading.get(), "old");
}

TEST(C1_memo_cache, never_brings_back_what_was_overtaken_by_erase_clear_or_put) {
  memo_cache<int, std::string> memo;
  overtake(memo, [&] { EXPECT_TRUE(memo.erase(1)); });
  EXPECT_EQ(memo.get(1), std::nullopt);
  overtake(memo, [&] { memo.clear(); });
  EXPECT_EQ(memo.get(1), std::nullopt);
  overtake(memo, [&] { memo.put(1, "new"); });
  EXPECT_EQ(memo.get(1), "new");
}

TEST(C1_memo_cache, lets_a_loader_use_the_cache_but_not_wait_for_itself) {
  memo_cache<std::uint64_t, std::uint64_t> memo;
  const std::function<std::uint64_t(std::uint64_t)> fibonacci = [&](std::uint64_t n) -> std::uint64_t {
    return n < 2 ? n : memo.get_or_load(n - 1, fibonacci) + memo.get_or_load(n - 2, fibonacci);
  };
  EXPECT_EQ(memo.get_or_load(80, fibonacci), 23'416'728'348'467'685U);
  const auto itself = [&](std::uint64_t n) { return memo.get_or_load(n, fibonacci); };
  try {
    (void)memo.get_or_load(100, itself);
    FAIL() << "no exception";
  } catch (const recursive_load_error& error) {
    EXPECT_STREQ(error.what(), "memo_cache: the load of key 100 waits for itself");
  }
  EXPECT_FALSE(memo.contains(100));
}

TEST(C1_memo_cache, refuses_a_circle_of_loads_across_threads) {
  memo_cache<int, int> memo;
  std::barrier both(2);
  std::atomic<int> refused = 0;
  const auto load_then_ask = [&](int key, int other) {
    return memo.get_or_load(key, [&](int) {
      both.arrive_and_wait();
      try {
        return memo.get_or_load(other, [](int) { return -1; });
      } catch (const recursive_load_error&) {
        ++refused;
        return 42;
      }
    });
  };
  auto second = std::async(std::launch::async, [&] { return load_then_ask(2, 1); });
  EXPECT_EQ(load_then_ask(1, 2), 42);
  EXPECT_EQ(second.get(), 42);
  EXPECT_EQ(refused, 1);
}

TEST(C1_memo_cache, loads_every_key_once_under_contention) {
  constexpr int threads = 4;
  constexpr int keys = 200;
  memo_cache<int, int> memo;
  std::array<std::atomic<int>, keys> calls{};
  std::atomic<int> wrong = 0;
  std::latch start(threads);
  std::vector<std::thread> workers;
  for (int id = 0; id < threads; ++id) {
    workers.emplace_back([&] {
      start.arrive_and_wait();
      for (int round = 0; round < 5; ++round) {
        for (int key = 0; key < keys; ++key) {
          const auto value = memo.get_or_load(key, [&](int k) {
            ++calls[static_cast<std::size_t>(k)];
            return k * 3;
          });
          wrong += value != key * 3;
        }
      }
    });
  }
  for (auto& worker : workers) {
    worker.join();
  }
  EXPECT_EQ(wrong, 0);
  EXPECT_TRUE(std::ranges::all_of(calls, [](const auto& count) { return count == 1; }));
}

}  // namespace
