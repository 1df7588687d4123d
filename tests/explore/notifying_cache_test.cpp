// C12 · notifying_cache: a put before, while and after somebody looks and begins to wait.
#include "explore.hpp"

import std;
import patterns.caching;

namespace {

using namespace std::chrono_literals;
using explore::finds;
using explore::passes;
using explore::together;
using patterns::caching::lru_cache;
using patterns::caching::notifying_cache;
using patterns::concurrency::stop_source;

/// Looks, and then waits for the next put.
class naive_notifying_cache {
 public:
  void put(int key, int value) {
    {
      const std::lock_guard lock(mutex_);
      values_[key] = value;
    }
    refilled_.notify_all();
  }

  int wait(int key) {
    for (;;) {
      if (const std::lock_guard lock(mutex_); values_.contains(key)) {
        return values_[key];
      }
      std::unique_lock lock(mutex_);
      refilled_.wait(lock);
    }
  }

 private:
  std::mutex mutex_;
  std::condition_variable refilled_;
  std::map<int, int> values_;
};

/// Wakes one, whatever he waits for.
class thrifty_notifying_cache {
 public:
  void put(int key, int value) {
    const std::lock_guard lock(mutex_);
    values_[key] = value;
    refilled_.notify_one();
  }

  int wait(int key) {
    std::unique_lock lock(mutex_);
    refilled_.wait(lock, [&] { return values_.contains(key); });
    return values_[key];
  }

 private:
  std::mutex mutex_;
  std::condition_variable refilled_;
  std::map<int, int> values_;
};

/// Wakes who waits, who then looks for himself.
class trusting_notifying_cache {
 public:
  void put(int key, int value) {
    const std::lock_guard lock(mutex_);
    values_[key] = value;
    ++puts_;
    refilled_.notify_all();
  }
  void erase(int key) {
    const std::lock_guard lock(mutex_);
    values_.erase(key);
  }

  int waiting(int /*key*/) {
    const std::lock_guard lock(mutex_);
    return waiting_;
  }

  std::optional<int> wait(int key) {
    std::unique_lock lock(mutex_);
    ++waiting_;
    const auto before = puts_;
    refilled_.wait(lock, [&] { return values_.contains(key) || puts_ != before; });
    return values_.contains(key) ? std::optional(values_[key]) : std::nullopt;
  }

 private:
  std::mutex mutex_;
  std::condition_variable refilled_;
  std::map<int, int> values_;
  int puts_ = 0;
  int waiting_ = 0;
};

template <class Cache>
void brings_each_his_own(Cache& cache) {
  together([&] { EXPECT_EQ(cache.wait(1), 10); }, [&] { EXPECT_EQ(cache.wait(2), 20); },
           [&] {
             cache.put(1, 10);
             cache.put(2, 20);
           });
}

TEST(C12_notifying_cache, a_naive_one_loses_the_wakeup_between_looking_and_waiting) {
  EXPECT_TRUE(finds("deadlock", {.schedules = 500, .spurious_wakeups = false}, [] {
    naive_notifying_cache cache;
    brings_each_his_own(cache);
  }));
}

TEST(C12_notifying_cache, a_thrifty_one_wakes_the_wrong_thread) {
  EXPECT_TRUE(finds("deadlock", {.schedules = 500, .spurious_wakeups = false}, [] {
    thrifty_notifying_cache cache;
    brings_each_his_own(cache);
  }));
}

TEST(C12_notifying_cache, loses_no_wakeup) {
  EXPECT_TRUE(passes({.schedules = 1500, .spurious_wakeups = false}, [] {
    notifying_cache<lru_cache<int, int>> cache(4);
    brings_each_his_own(cache);
    EXPECT_EQ(cache.awaited_keys(), 0U);
  }));
}

TEST(C12_notifying_cache, does_not_notice_a_spurious_wakeup) {
  EXPECT_TRUE(passes({.schedules = 1500}, [] {
    notifying_cache<lru_cache<int, int>> cache(4);
    brings_each_his_own(cache);
  }));
}

/// One who waits already when something is put, and another erases it.
template <class Cache>
void brings_what_has_gone(Cache& cache) {
  together([&] { EXPECT_EQ(cache.wait(1), 10); },
           [&] {
             while (cache.waiting(1) == 0) {
               std::this_thread::yield();
             }
             cache.put(1, 10);
             cache.erase(1);
           });
}

TEST(C12_notifying_cache, a_trusting_one_wakes_for_what_has_gone) {
  EXPECT_TRUE(finds("expectation", {.schedules = 500}, [] {
    trusting_notifying_cache cache;
    brings_what_has_gone(cache);
  }));
}

TEST(C12_notifying_cache, brings_what_has_gone_to_who_waited_for_it) {
  EXPECT_TRUE(passes({.schedules = 1000}, [] {
    notifying_cache<lru_cache<int, int>> cache(4);
    brings_what_has_gone(cache);
  }));
}

TEST(C12_notifying_cache, ends_a_wait_by_a_put_a_stop_or_the_time) {
  EXPECT_TRUE(passes({.schedules = 1500}, [] {
    notifying_cache<lru_cache<int, int>> cache(4);
    stop_source source;
    together(
        [&] {
          if (const auto value = cache.wait_for(1, 1s, source.get_token())) {
            EXPECT_EQ(value, 10);
          }
        },
        [&] {
          if (const auto value = cache.wait(1, source.get_token())) {
            EXPECT_EQ(value, 10);
          }
        },
        [&] { cache.put(1, 10); }, [&] { source.request_stop(); });
    EXPECT_EQ(cache.awaited_keys(), 0U);
  }));
}

TEST(C12_notifying_cache, leaves_no_line_to_those_who_come_and_go) {
  EXPECT_TRUE(passes({.schedules = 1500}, [] {
    notifying_cache<lru_cache<int, int>> cache(4);
    const auto hasty = [&] { EXPECT_EQ(cache.wait_for(1, 1s), std::nullopt); };
    together(hasty, hasty, hasty);
    EXPECT_EQ(cache.awaited_keys(), 0U);
  }));
}

}  // namespace
