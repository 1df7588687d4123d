// C11 · versioned_cache: a bump before, during and after a load.
#include "explore.hpp"

import std;
import patterns.caching;

namespace {

using explore::finds;
using explore::passes;
using explore::together;
using patterns::caching::lru_cache;
using patterns::caching::versioned_cache;

/// Gives what it stores the version of the moment at which it stores it.
class naive_versioned_cache {
 public:
  int get_or_load(int /*key*/, const std::function<int(int)>& load) {
    if (const std::lock_guard lock(mutex_); value_ && stored_at_ == version_) {
      return *value_;
    }
    const int loaded = load(1);
    const std::lock_guard lock(mutex_);
    value_ = loaded;
    stored_at_ = version_;
    return loaded;
  }
  void bump() { ++version_; }

 private:
  std::atomic<unsigned> version_ = 0;
  std::mutex mutex_;
  std::optional<int> value_;
  unsigned stored_at_ = 0;
};

/// Compares with the version first, and stores in a second step.
class hasty_versioned_cache {
 public:
  int get_or_load(int /*key*/, const std::function<int(int)>& load) {
    if (const std::lock_guard lock(mutex_); value_) {
      return *value_;
    }
    const auto begun = version_.load();
    const int loaded = load(1);
    if (begun == version_) {
      const std::lock_guard lock(mutex_);
      value_ = loaded;
    }
    return loaded;
  }
  void bump() {
    ++version_;
    const std::lock_guard lock(mutex_);
    value_.reset();
  }

 private:
  std::atomic<unsigned> version_ = 0;
  std::mutex mutex_;
  std::optional<int> value_;
};

/// Two ask while one changes the source; who asks after the bump gets what is after it.
template <class Cache>
void is_never_stale(Cache& cache) {
  std::atomic<int> source = 1;
  const auto load = [&](int) { return source.load(); };
  together([&] { (void)cache.get_or_load(1, load); }, [&] { (void)cache.get_or_load(1, load); },
           [&] {
             source = 2;
             cache.bump();
             EXPECT_EQ(cache.get_or_load(1, load), 2);
           });
  EXPECT_EQ(cache.get_or_load(1, load), 2);
}

TEST(C11_versioned_cache, a_naive_one_takes_what_is_old_for_new) {
  EXPECT_TRUE(finds("expectation", {.schedules = 2000}, [] {
    naive_versioned_cache cache;
    is_never_stale(cache);
  }));
}

TEST(C11_versioned_cache, a_hasty_one_stores_what_is_overtaken_after_it_has_looked) {
  EXPECT_TRUE(finds("expectation", {.schedules = 4000}, [] {
    hasty_versioned_cache cache;
    is_never_stale(cache);
  }));
}

TEST(C11_versioned_cache, stores_no_load_begun_before_a_bump) {
  EXPECT_TRUE(passes({.schedules = 2000}, [] {
    versioned_cache<lru_cache<int, int>> cache(4U);
    is_never_stale(cache);
    EXPECT_EQ(cache.size(), 1U);
  }));
}

TEST(C11_versioned_cache, shares_a_load_in_each_version_and_no_more) {
  EXPECT_TRUE(passes({.schedules = 1000}, [] {
    versioned_cache<lru_cache<int, int>> cache(4U);
    std::atomic<int> calls = 0;
    const auto ask = [&] { (void)cache.get_or_load(1, [&](int) { return ++calls; }); };
    together(ask, ask, ask, [&] { cache.bump(); });
    EXPECT_LE(calls, 2);
  }));
}

TEST(C11_versioned_cache, drops_each_old_entry_once_whoever_sweeps) {
  EXPECT_TRUE(passes({.schedules = 1000}, [] {
    versioned_cache<lru_cache<int, std::shared_ptr<int>>> cache(4U);
    const auto value = std::make_shared<int>(0);
    for (int key = 0; key < 3; ++key) {
      cache.put(key, value);
    }
    cache.bump();
    const auto store = [&](int key) { return [&cache, key] { cache.put(key, nullptr); }; };
    together(store(1), store(2), [&] {
      cache.bump();
      (void)cache.put(3, nullptr);
    });
    cache.purge();
    EXPECT_EQ(value.use_count(), 1);
    EXPECT_EQ(cache.outdated(), 0U);
  }));
}

}  // namespace
