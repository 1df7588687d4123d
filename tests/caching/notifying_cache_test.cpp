#include "googletest.hpp"

#include "../concurrency/eventually.hpp"

import googletest;
import std;
import patterns.caching;

namespace {

using namespace std::chrono_literals;
using patterns::caching::cache;
using patterns::caching::lru_cache;
using patterns::caching::memo_cache;
using patterns::caching::notifying_cache;
using patterns::concurrency::stop_source;
using patterns_test::counting_clock;
using patterns_test::eventually;
using patterns_test::manual_clock;

using names = notifying_cache<lru_cache<int, std::string>>;

static_assert(cache<names>);
static_assert(cache<notifying_cache<memo_cache<int, int>>>);
static_assert(cache<notifying_cache<notifying_cache<lru_cache<int, int>>>>);
static_assert(!std::is_copy_constructible_v<names> && !std::is_default_constructible_v<names>);
static_assert(std::is_default_constructible_v<notifying_cache<memo_cache<int, int>>>);

TEST(C12_notifying_cache, holds_what_the_cache_below_holds) {
  names held(2);
  EXPECT_TRUE(held.put(1, "one"));
  EXPECT_TRUE(held.put(2, "two"));
  EXPECT_EQ(held.get(1), "one");
  EXPECT_TRUE(held.put(3, "three"));
  EXPECT_FALSE(held.contains(2));
  EXPECT_TRUE(held.erase(3));
  EXPECT_FALSE(held.erase(3));
  EXPECT_EQ(held.size(), 1U);
  EXPECT_EQ(held.with([](lru_cache<int, std::string>& below) { return below.capacity(); }), 2U);
  held.clear();
  EXPECT_EQ(held.size(), 0U);
  notifying_cache<lru_cache<std::string, int>> by_text(2);
  by_text.put("one", 1);
  EXPECT_EQ(by_text.get(std::string_view("one")), 1);
}

TEST(C12_notifying_cache, does_not_wait_for_what_is_there) {
  names held(2);
  held.put(1, "one");
  EXPECT_EQ(held.wait(1), "one");
  EXPECT_EQ(held.wait(1, stop_source().get_token()), "one");
  EXPECT_EQ(held.wait_for(1, 0s), "one");
  EXPECT_EQ(held.wait_until(1, manual_clock::time_point::min()), "one");
  EXPECT_EQ(held.awaited_keys(), 0U);
}

TEST(C12_notifying_cache, wakes_all_who_wait_for_a_key) {
  constexpr int waiters = 4;
  names held(2);
  std::vector<std::thread> threads;
  for (int i = 0; i < waiters; ++i) {
    threads.emplace_back([&] { EXPECT_EQ(held.wait(1), "one"); });
  }
  EXPECT_TRUE(eventually([&] { return held.waiting(1) == waiters; }));
  EXPECT_EQ(held.awaited_keys(), 1U);
  held.put(1, "one");
  EXPECT_EQ(held.waiting(1), 0U);
  EXPECT_EQ(held.awaited_keys(), 0U);
  for (auto& thread : threads) {
    thread.join();
  }
}

TEST(C12_notifying_cache, lets_those_sleep_who_wait_for_another_key) {
  names held(2);
  std::thread first([&] { EXPECT_EQ(held.wait(1), "one"); });
  std::thread second([&] { EXPECT_EQ(held.wait(2), "two"); });
  EXPECT_TRUE(eventually([&] { return held.waiting(1) == 1 && held.waiting(2) == 1; }));
  held.put(3, "three");
  held.put(2, "two");
  second.join();
  EXPECT_EQ(held.waiting(1), 1U);
  held.put(1, "one");
  first.join();
}

TEST(C12_notifying_cache, gives_what_was_put_even_if_it_has_gone_again) {
  names held(1);
  notifying_cache<lru_cache<int, std::string>> keeps_nothing(0);
  std::thread first([&] { EXPECT_EQ(held.wait(1), "one"); });
  std::thread second([&] { EXPECT_EQ(keeps_nothing.wait(1), "one"); });
  EXPECT_TRUE(eventually([&] { return held.waiting(1) == 1 && keeps_nothing.waiting(1) == 1; }));
  held.put(1, "one");
  held.put(1, "replaced");
  held.put(2, "pushes it out");
  EXPECT_FALSE(keeps_nothing.put(1, "one"));
  first.join();
  second.join();
}

TEST(C12_notifying_cache, goes_on_waiting_when_a_key_is_erased) {
  names held(1);
  std::thread waiting([&] { EXPECT_EQ(held.wait(1), "one"); });
  EXPECT_TRUE(eventually([&] { return held.waiting(1) == 1; }));
  EXPECT_FALSE(held.erase(1));
  held.clear();
  EXPECT_EQ(held.waiting(1), 1U);
  held.put(1, "one");
  waiting.join();
}

TEST(C12_notifying_cache, finds_nothing_when_the_time_has_come) {
  names held(2);
  EXPECT_EQ(held.wait_for(1, 0s), std::nullopt);
  EXPECT_EQ(held.wait_for(1, -1h), std::nullopt);
  EXPECT_EQ(held.wait_for(1, std::chrono::duration<double>(std::numeric_limits<double>::quiet_NaN())), std::nullopt);
  EXPECT_EQ(held.wait_until(1, manual_clock::now()), std::nullopt);
  const auto deadline = manual_clock::now() + 1ms;
  std::thread hasty([&] { EXPECT_EQ(held.wait_until(1, deadline), std::nullopt); });
  EXPECT_TRUE(eventually([&] { return held.waiting(1) == 1; }));
  std::thread patient([&] { EXPECT_EQ(held.wait_for(1, std::chrono::hours::max()), "one"); });
  EXPECT_TRUE(eventually([&] { return held.waiting(1) == 2; }));
  manual_clock::advance(1ms);
  hasty.join();
  EXPECT_EQ(held.waiting(1), 1U);
  held.put(1, "one");
  patient.join();
}

TEST(C12_notifying_cache, leaves_nothing_behind_for_a_key_that_is_waited_for_in_vain) {
  names held(2);
  const auto deadline = manual_clock::now() + 1ms;
  std::vector<std::thread> threads;
  for (int key = 0; key < 3; ++key) {
    threads.emplace_back([&, key] { EXPECT_EQ(held.wait_until(key, deadline), std::nullopt); });
  }
  EXPECT_TRUE(eventually([&] { return held.awaited_keys() == 3; }));
  manual_clock::advance(1ms);
  for (auto& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(held.awaited_keys(), 0U);
  EXPECT_EQ(held.size(), 0U);
}

TEST(C12_notifying_cache, finds_nothing_when_it_is_stopped) {
  names held(2);
  stop_source source;
  std::thread stopped([&] { EXPECT_EQ(held.wait(1, source.get_token()), std::nullopt); });
  std::thread timed([&] { EXPECT_EQ(held.wait_for(1, 24h, source.get_token()), std::nullopt); });
  std::thread patient([&] { EXPECT_EQ(held.wait(1), "one"); });
  EXPECT_TRUE(eventually([&] { return held.waiting(1) == 3; }));
  source.request_stop();
  stopped.join();
  timed.join();
  EXPECT_EQ(held.waiting(1), 1U);
  held.put(1, "one");
  patient.join();
  EXPECT_EQ(held.wait(1, source.get_token()), std::nullopt);
}

TEST(C12_notifying_cache, is_as_before_whenever_the_clock_throws) {
  names held(2);
  for (int looks = 0; looks < 5; ++looks) {
    counting_clock::looks_left = looks;
    EXPECT_THROW((void)held.wait_until(1, counting_clock::time_point(1ms)), std::runtime_error) << looks;
    EXPECT_EQ(held.awaited_keys(), 0U);
  }
}

TEST(C12_notifying_cache, is_as_before_when_the_clock_throws) {
  names held(2);
  const auto deadline = manual_clock::now() + 1ms;
  std::thread failing([&] { EXPECT_THROW((void)held.wait_until(1, deadline), std::runtime_error); });
  EXPECT_TRUE(eventually([&] { return held.waiting(1) == 1; }));
  manual_clock::breaks = true;
  failing.join();
  EXPECT_THROW((void)held.wait_until(1, deadline), std::runtime_error);
  manual_clock::breaks = false;
  EXPECT_EQ(held.awaited_keys(), 0U);
}

struct moody {
  bool angry = false;

  explicit moody(bool a) : angry(a) {}
  moody(const moody& other) : angry(other.angry) {
    if (angry) {
      throw std::runtime_error("copy");
    }
  }
  moody& operator=(const moody&) = delete;
};

TEST(C12_notifying_cache, wakes_nobody_by_a_put_that_throws) {
  notifying_cache<lru_cache<int, moody>> held(2);
  std::thread waiting([&] { EXPECT_FALSE(held.wait(1).angry); });
  EXPECT_TRUE(eventually([&] { return held.waiting(1) == 1; }));
  EXPECT_THROW(held.put(1, true), std::runtime_error);
  EXPECT_EQ(held.waiting(1), 1U);
  EXPECT_FALSE(held.contains(1));
  EXPECT_TRUE(held.put(1, false));
  waiting.join();
}

TEST(C12_notifying_cache, brings_every_value_through_under_contention) {
  constexpr int threads = 4;
  constexpr int keys = 200;
  notifying_cache<lru_cache<int, int>> held(8);
  std::vector<std::thread> workers;
  std::atomic<int> asked = 0;
  for (int id = 1; id < threads; ++id) {
    workers.emplace_back([&] {
      for (int key = 0; key < keys; ++key) {
        // Told before it waits, so that the put comes at any moment.
        ++asked;
        EXPECT_EQ(held.wait(key), key);
      }
    });
  }
  for (int key = 0; key < keys; ++key) {
    while (asked < key * (threads - 1) + 1) {
      std::this_thread::yield();
    }
    held.put(key, key);
    // One who comes late may find it pushed out.
    while (asked < (key + 1) * (threads - 1)) {
      std::this_thread::yield();
    }
  }
  for (auto& worker : workers) {
    worker.join();
  }
  EXPECT_EQ(held.awaited_keys(), 0U);
}

}  // namespace
