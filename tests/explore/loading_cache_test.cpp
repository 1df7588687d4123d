// C4, C8 · loading_cache, refreshing_cache, stripe_lock: loads, changes and locks that meet in every order.
#include "explore.hpp"

import std;
import patterns.caching;

namespace {

using explore::finds;
using explore::passes;
using explore::together;
using patterns::caching::loading_cache;
using patterns::caching::lru_cache;
using patterns::caching::recursive_load_error;
using patterns::caching::refreshing_cache;
using patterns::caching::stripe_lock;

using number_cache = loading_cache<lru_cache<int, int>, stripe_lock>;

/// Looks, loads and keeps in three steps.
class naive_loading_cache {
 public:
  explicit naive_loading_cache(std::size_t) {}

  template <class Loader>
  int get_or_load(int key, Loader load) {
    if (const auto held = get(key)) {
      return *held;
    }
    const int value = load(key);
    put(key, value);
    return value;
  }
  std::optional<int> get(int key) {
    const std::lock_guard lock(mutex_);
    const auto found = values_.find(key);
    return found == values_.end() ? std::nullopt : std::optional(found->second);
  }
  void put(int key, int value) {
    const std::lock_guard lock(mutex_);
    values_[key] = value;
  }
  bool erase(int key) {
    const std::lock_guard lock(mutex_);
    return values_.erase(key) > 0;
  }

 private:
  std::mutex mutex_;
  std::map<int, int> values_;
};

/// One loads the version of a source, the other changes the source and then erases what was loaded of it.
template <class Cache>
void a_change_overtakes_a_load() {
  Cache cache(4);
  std::atomic<int> source = 1;
  const auto read = [&](int) { return source.load(); };
  together([&] { (void)cache.get_or_load(0, read); },
           [&] {
             source = 2;
             cache.erase(0);
           });
  EXPECT_EQ(cache.get_or_load(0, read), 2);
}

/// Three ask for one key; at most one loads at a time, and once it is loaded nobody does.
template <class Cache>
void three_ask_for_one_key() {
  Cache cache(4);
  std::atomic<int> loads = 0;
  const auto ask = [&] {
    EXPECT_EQ(cache.get_or_load(0,
                                [&](int) {
                                  ++loads;
                                  return 7;
                                }),
              7);
  };
  together(ask, ask, ask);
  EXPECT_EQ(loads, 1);
}

TEST(C4_loading_cache, a_naive_one_keeps_what_was_overtaken) {
  EXPECT_TRUE(finds("expectation", {.schedules = 500}, &a_change_overtakes_a_load<naive_loading_cache>));
}

TEST(C4_loading_cache, a_naive_one_loads_a_key_twice) {
  EXPECT_TRUE(finds("expectation", {.schedules = 500}, &three_ask_for_one_key<naive_loading_cache>));
}

TEST(C4_loading_cache, never_keeps_what_was_overtaken) {
  EXPECT_TRUE(passes({.schedules = 1500}, &a_change_overtakes_a_load<number_cache>));
}

TEST(C4_loading_cache, loads_a_key_once) {
  EXPECT_TRUE(passes({.schedules = 800}, &three_ask_for_one_key<number_cache>));
}

TEST(C4_loading_cache, ends_a_circle_of_two_threads_in_an_error) {
  EXPECT_TRUE(passes({.schedules = 800}, [] {
    number_cache cache(4);
    std::atomic<int> refused = 0;
    const auto ask = [&](int key, int other) {
      return [&cache, &refused, key, other] {
        try {
          (void)cache.get_or_load(key, [&](int) { return cache.get_or_load(other, [](int) { return 1; }); });
        } catch (const recursive_load_error&) {
          ++refused;
        }
      };
    };
    together(ask(1, 2), ask(2, 1));
    EXPECT_LE(refused, 2);
    EXPECT_EQ(cache.loading(), 0U);
  }));
}

TEST(C4_loading_cache, brings_an_error_to_all_who_wait_and_keeps_nothing_of_it) {
  EXPECT_TRUE(passes({.schedules = 800}, [] {
    number_cache cache(4);
    std::atomic<int> failed = 0;
    const auto ask = [&] {
      try {
        (void)cache.get_or_load(1, [](int) -> int { throw std::runtime_error("no"); });
      } catch (const std::runtime_error&) {
        ++failed;
      }
    };
    together(ask, ask, ask);
    EXPECT_EQ(failed, 3);
    EXPECT_EQ(cache.loading(), 0U);
    EXPECT_EQ(cache.get_or_load(1, [](int) { return 3; }), 3);
  }));
}

TEST(C4_loading_cache, lets_single_loads_and_loads_of_many_meet_in_any_order) {
  EXPECT_TRUE(passes({.schedules = 800}, [] {
    number_cache cache(4);
    std::array<std::atomic<int>, 3> loads{};
    const auto one = [&](int key) {
      ++loads[static_cast<std::size_t>(key)];
      return key;
    };
    const auto many = [&](std::span<const int> keys) {
      std::vector<int> values;
      std::ranges::transform(keys, std::back_inserter(values), one);
      return values;
    };
    together([&] { EXPECT_EQ(cache.get_all(std::array{0, 1}, many), (std::vector{0, 1})); },
             [&] { EXPECT_EQ(cache.get_all(std::array{2, 1, 0}, many), (std::vector{2, 1, 0})); },
             [&] { EXPECT_EQ(cache.get_or_load(1, one), 1); });
    EXPECT_TRUE(std::ranges::all_of(loads, [](const auto& count) { return count == 1; }));
  }));
}

TEST(C4_loading_cache, lets_a_refresh_and_an_erase_meet_in_any_order) {
  EXPECT_TRUE(passes({.schedules = 1000}, [] {
    number_cache cache(4);
    std::atomic<int> source = 1;
    const auto read = [&](int) { return source.load(); };
    cache.put(0, 1);
    together([&] { (void)cache.refresh(0, read); },
             [&] {
               source = 2;
               EXPECT_TRUE(cache.erase(0));
             });
    EXPECT_EQ(cache.get_or_load(0, read), 2);
  }));
}

/// An executor that keeps its jobs for a thread of the schedule to run.
struct job_list {
  template <class Job>
  void post(Job job) {
    const std::lock_guard lock(mutex);
    jobs.push_back([owned = std::make_shared<Job>(std::move(job))] { (*owned)(); });
  }
  void run_all() {
    std::unique_lock lock(mutex);
    const auto mine = std::exchange(jobs, {});
    lock.unlock();
    for (const auto& job : mine) {
      job();
    }
  }

  std::mutex mutex;
  std::vector<std::function<void()>> jobs;
};

/// Two come upon an old value and do what the executor has for them; a third does `meanwhile` to source and cache.
template <class Meanwhile>
void two_refresh_a_key(Meanwhile meanwhile) {
  job_list jobs;
  std::atomic<int> source = 1;
  std::atomic<int> loads = 0;
  std::atomic<int> now = 0;
  refreshing_cache<int, int, job_list> cache(
      4, jobs,
      [&](int) {
        ++loads;
        return source.load();
      },
      {.refresh_after = std::chrono::nanoseconds(1),
       .now = [&] { return std::chrono::steady_clock::time_point(std::chrono::nanoseconds(now)); }});
  EXPECT_EQ(cache.get_or_load(0), 1);
  now = 1;
  const auto read = [&] {
    (void)cache.get_or_load(0);
    jobs.run_all();
  };
  together(read, read, [&] { meanwhile(source, cache); });
  jobs.run_all();
  EXPECT_EQ(cache.refreshing(), 0U);
  EXPECT_EQ(cache.get_or_load(0), source);
  if (source == 1) {
    EXPECT_EQ(loads, 2);
  }
}

TEST(C8_refreshing_cache, refreshes_an_old_value_once) {
  EXPECT_TRUE(passes({.schedules = 500}, [] { two_refresh_a_key([](auto&, auto&) {}); }));
}

TEST(C8_refreshing_cache, brings_nothing_back_that_was_erased) {
  EXPECT_TRUE(passes({.schedules = 800}, [] {
    two_refresh_a_key([](auto& source, auto& cache) {
      source = 2;
      cache.erase(0);
    });
  }));
}

/// Forgets that others may sleep when it takes the lock after a sleep.
class forgetful_lock {
 public:
  void lock() {
    int expected = 0;
    while (!state_.compare_exchange_strong(expected, 1)) {
      if (expected == 2 || state_.compare_exchange_strong(expected = 1, 2)) {
        state_.wait(2);
      }
      expected = 0;
    }
  }
  void unlock() {
    if (state_.exchange(0) == 2) {
      state_.notify_one();
    }
  }

 private:
  std::atomic<int> state_ = 0;
};

/// Three threads, so that one can hold the lock while two sleep.
template <class Lock>
void three_count_under_a_lock() {
  Lock lock;
  int inside = 0;
  int counted = 0;
  const auto count = [&] {
    const std::lock_guard guard(lock);
    EXPECT_EQ(++inside, 1);
    std::this_thread::yield();
    ++counted;
    --inside;
  };
  together(count, count, count);
  EXPECT_EQ(counted, 3);
}

TEST(C4_stripe_lock, a_forgetful_one_leaves_a_sleeper_behind) {
  EXPECT_TRUE(
      finds("deadlock", {.schedules = 2000, .spurious_wakeups = false}, &three_count_under_a_lock<forgetful_lock>));
}

TEST(C4_stripe_lock, lets_one_in_at_a_time_and_leaves_nobody_asleep) {
  EXPECT_TRUE(passes({.schedules = 3000, .spurious_wakeups = false}, &three_count_under_a_lock<stripe_lock>));
}

TEST(C4_stripe_lock, holds_for_every_schedule_of_two_threads_with_few_preemptions) {
  EXPECT_TRUE(passes({.schedules = 100'000, .how = explore::strategy::exhaustive, .preemptions = 2}, [] {
    stripe_lock lock;
    int inside = 0;
    const auto enter = [&] {
      const std::lock_guard guard(lock);
      EXPECT_EQ(++inside, 1);
      --inside;
    };
    together(enter, enter);
  }));
}

}  // namespace
