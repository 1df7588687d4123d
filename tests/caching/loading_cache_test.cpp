#include "googletest.hpp"

import googletest;
import std;
import patterns.caching;

namespace {

using patterns::caching::bulk_load_error;
using patterns::caching::bulk_loader;
using patterns::caching::cache;
using patterns::caching::loaded;
using patterns::caching::loading_cache;
using patterns::caching::lru_cache;
using patterns::caching::memo_cache;
using patterns::caching::negative_ttl;
using patterns::caching::recursive_load_error;
using patterns::caching::removal_cause;
using patterns::caching::stale_cache;
using patterns::caching::stale_if_error;
using patterns::caching::stripe_lock;
using patterns::caching::timed_cache;
using namespace std::chrono_literals;

using text_cache = loading_cache<lru_cache<int, std::string>>;

static_assert(cache<text_cache>);
static_assert(cache<loading_cache<lru_cache<std::string, int>, stripe_lock>>);
static_assert(!timed_cache<lru_cache<int, int>> && !stale_cache<lru_cache<int, int>>);
static_assert(bulk_loader<std::vector<int> (*)(std::span<const int>), int, int>);
static_assert(!bulk_loader<int (*)(std::span<const int>), int, int>);

std::string as_text(int key) {
  return std::to_string(key);
}

/// Lets other threads run until `condition` holds.
template <class Condition>
void until(Condition condition) {
  while (!condition()) {
    std::this_thread::yield();
  }
}

/// A thread that is waited for at the end of its scope.
class scoped_thread {
 public:
  template <class Fn>
  explicit scoped_thread(Fn fn) : thread_(std::move(fn)) {}
  scoped_thread(scoped_thread&&) = default;
  ~scoped_thread() {
    if (thread_.joinable()) {
      thread_.join();
    }
  }
  void join() { thread_.join(); }

 private:
  std::thread thread_;
};

/// A load that has begun and goes on when it is told to.
class held_load {
 public:
  /// To be called by the loader.
  void pass() {
    begun_.count_down();
    go_on_.wait();
  }
  void await_begin() { begun_.wait(); }
  void release() { go_on_.count_down(); }

 private:
  std::latch begun_{1};
  std::latch go_on_{1};
};

TEST(C4_loading_cache, loads_what_is_missing_and_keeps_it) {
  text_cache cache(2);
  int calls = 0;
  const auto load = [&](int key) {
    ++calls;
    return as_text(key);
  };
  EXPECT_EQ(cache.get_or_load(1, load), "1");
  EXPECT_EQ(cache.get_or_load(1, load), "1");
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(cache.get(1), "1");
  EXPECT_EQ(cache.get(2), std::nullopt);
  EXPECT_EQ(cache.size(), 1U);
  EXPECT_EQ(cache.stats().hits, 2U);
  EXPECT_EQ(cache.stats().misses, 2U);
  EXPECT_EQ(cache.loads().loads, 1U);
}

TEST(C4_loading_cache, evicts_as_the_cache_does) {
  text_cache cache(2);
  for (const int key : {1, 2, 1, 3}) {
    (void)cache.get_or_load(key, as_text);
  }
  EXPECT_TRUE(cache.contains(1));
  EXPECT_FALSE(cache.contains(2));
  EXPECT_TRUE(cache.contains(3));
}

TEST(C4_loading_cache, gives_the_value_though_there_is_no_room_for_it) {
  text_cache cache(0);
  int calls = 0;
  const auto load = [&](int key) {
    ++calls;
    return as_text(key);
  };
  EXPECT_EQ(cache.get_or_load(1, load), "1");
  EXPECT_EQ(cache.get_or_load(1, load), "1");
  EXPECT_EQ(calls, 2);
  EXPECT_EQ(cache.size(), 0U);
}

TEST(C4_loading_cache, takes_any_cache_any_mutex_and_any_key_the_cache_takes) {
  loading_cache<lru_cache<std::string, int>, stripe_lock> cache(2);
  EXPECT_EQ(cache.get_or_load("alpha", [](const std::string& key) { return static_cast<int>(key.size()); }), 5);
  EXPECT_EQ(cache.get_or_load(std::string_view("alpha"), [](const std::string&) { return 0; }), 5);
  EXPECT_EQ(cache.get(std::string_view("alpha")), 5);
  EXPECT_TRUE(cache.put("beta", 4));
  EXPECT_TRUE(cache.contains("beta"));
  EXPECT_TRUE(cache.erase(std::string_view("beta")));
  EXPECT_FALSE(cache.erase("beta"));

  loading_cache<memo_cache<int, int>> memo;
  EXPECT_EQ(memo.get_or_load(1, [](int key) { return key + 1; }), 2);
  memo.put(1, 5);
  EXPECT_EQ(memo.get(1), 5);
}

TEST(C4_loading_cache, does_several_operations_as_one) {
  text_cache cache(4);
  cache.put(1, "a");
  EXPECT_EQ(cache.with([](auto& owned) {
    owned.put(2, "b");
    return owned.size();
  }),
            2U);
  EXPECT_EQ(cache.look([](const auto& owned) { return owned.begin()->first; }), 2);
  cache.clear();
  EXPECT_EQ(cache.size(), 0U);
}

TEST(C4_loading_cache, loads_once_for_all_who_ask_meanwhile) {
  constexpr int followers = 4;
  for (const std::size_t capacity : {0U, 8U}) {
    text_cache cache(capacity);
    held_load held;
    std::atomic<int> calls = 0;
    std::atomic<int> right = 0;
    const auto ask = [&] {
      right += cache.get_or_load(1, [&](int key) {
        ++calls;
        held.pass();
        return as_text(key);
      }) == "1";
    };
    {
      std::vector<scoped_thread> threads;
      threads.emplace_back(ask);
      held.await_begin();
      for (int i = 0; i < followers; ++i) {
        threads.emplace_back(ask);
      }
      until([&] { return cache.waiting(1) == followers; });
      EXPECT_EQ(cache.get(1), std::nullopt);
      EXPECT_FALSE(cache.contains(1));
      EXPECT_EQ(cache.loading(), 1U);
      held.release();
    }
    EXPECT_EQ(calls, 1);
    EXPECT_EQ(right, followers + 1);
    EXPECT_EQ(cache.size(), std::min<std::size_t>(capacity, 1));
    EXPECT_EQ(cache.loads().joins, std::uint64_t{followers});
    EXPECT_EQ(cache.loading(), 0U);
  }
}

TEST(C4_loading_cache, runs_loads_of_different_keys_at_once) {
  text_cache cache(8);
  std::barrier both(2);
  const auto load = [&](int key) {
    both.arrive_and_wait();
    return as_text(key);
  };
  const scoped_thread other([&] { EXPECT_EQ(cache.get_or_load(1, load), "1"); });
  EXPECT_EQ(cache.get_or_load(2, load), "2");
}

TEST(C4_loading_cache, brings_an_error_to_all_who_wait_and_forgets_it) {
  constexpr int followers = 3;
  text_cache cache(8);
  held_load held;
  std::atomic<int> failed = 0;
  const auto ask = [&] {
    try {
      (void)cache.get_or_load(1, [&](int) -> std::string {
        held.pass();
        throw std::runtime_error("down");
      });
    } catch (const std::runtime_error&) {
      ++failed;
    }
  };
  {
    std::vector<scoped_thread> threads;
    threads.emplace_back(ask);
    held.await_begin();
    for (int i = 0; i < followers; ++i) {
      threads.emplace_back(ask);
    }
    until([&] { return cache.waiting(1) == followers; });
    held.release();
  }
  EXPECT_EQ(failed, followers + 1);
  EXPECT_EQ(cache.get_or_load(1, as_text), "1");
  EXPECT_EQ(cache.loads().failures, 1U);
}

/// What a new cache has under 1 after a load that gave "old", during which `meanwhile` was done to the cache.
template <class Meanwhile>
std::optional<std::string> kept_after(Meanwhile meanwhile) {
  text_cache cache(8);
  held_load held;
  scoped_thread loading([&] {
    const auto load = [&](int) {
      held.pass();
      return std::string("old");
    };
    EXPECT_EQ(cache.get_or_load(1, load), "old");
  });
  held.await_begin();
  meanwhile(cache);
  held.release();
  loading.join();
  const auto kept = cache.get(1);
  EXPECT_EQ(cache.loads().overtaken, kept == "old" ? 0U : 1U);
  return kept;
}

TEST(C4_loading_cache, never_brings_back_what_was_overtaken) {
  EXPECT_EQ(kept_after([](auto& cache) { EXPECT_TRUE(cache.erase(1)); }), std::nullopt);
  EXPECT_EQ(kept_after([](auto& cache) { cache.clear(); }), std::nullopt);
  EXPECT_EQ(kept_after([](auto& cache) { cache.put(1, "new"); }), "new");
  EXPECT_EQ(kept_after([](auto& cache) {
              cache.put(1, "new");
              cache.erase(1);
            }),
            std::nullopt);
  EXPECT_EQ(kept_after([](auto& cache) { cache.with([](auto& owned) { return owned.erase(1); }); }), std::nullopt);
}

TEST(C4_loading_cache, keeps_a_load_that_another_key_or_a_look_did_not_overtake) {
  EXPECT_EQ(kept_after([](auto& cache) {
              cache.put(2, "two");
              cache.erase(2);
              EXPECT_EQ(cache.look([](const auto& owned) { return owned.size(); }), 0U);
            }),
            "old");
}

TEST(C4_loading_cache, loads_anew_for_who_asks_after_an_overtaken_load) {
  EXPECT_EQ(kept_after([](auto& cache) {
              cache.erase(1);
              EXPECT_EQ(cache.get_or_load(1, [](int) { return "newer"; }), "newer");
            }),
            "newer");
}

TEST(C4_loading_cache, lets_a_loader_use_the_cache_but_not_wait_for_itself) {
  loading_cache<lru_cache<int, int>> cache(100);
  const std::function<int(int)> sum_to = [&](int n) { return n == 0 ? 0 : n + cache.get_or_load(n - 1, sum_to); };
  EXPECT_EQ(cache.get_or_load(50, sum_to), 1275);
  EXPECT_EQ(cache.size(), 51U);
  try {
    (void)cache.get_or_load(77, [&](int key) { return cache.get_or_load(key, sum_to); });
    FAIL() << "no exception";
  } catch (const recursive_load_error& error) {
    EXPECT_STREQ(error.what(), "loading_cache: the load of key 77 waits for itself");
  }
  EXPECT_FALSE(cache.contains(77));
  EXPECT_EQ(cache.loading(), 0U);
}

TEST(C4_loading_cache, refuses_a_circle_of_loads_across_threads) {
  loading_cache<lru_cache<int, int>> cache(8);
  std::barrier both(2);
  std::atomic<int> refused = 0;
  const auto load_then_ask = [&](int key, int other) {
    return cache.get_or_load(key, [&](int) {
      both.arrive_and_wait();
      try {
        return cache.get_or_load(other, [](int) { return -1; });
      } catch (const recursive_load_error&) {
        ++refused;
        return 42;
      }
    });
  };
  const scoped_thread second([&] { EXPECT_EQ(load_then_ask(2, 1), 42); });
  EXPECT_EQ(load_then_ask(1, 2), 42);
  EXPECT_EQ(refused, 1);
}

TEST(C4_loading_cache, refreshes_a_value_and_gives_the_old_one_meanwhile) {
  text_cache cache(8);
  cache.put(1, "old");
  held_load held;
  scoped_thread refreshing([&] {
    EXPECT_EQ(cache.refresh(1,
                            [&](int) {
                              held.pass();
                              return "new";
                            }),
              "new");
  });
  held.await_begin();
  EXPECT_EQ(cache.get(1), "old");
  EXPECT_EQ(cache.get_or_load(1, as_text), "old");
  std::atomic<bool> joined = false;
  scoped_thread joining([&] { joined = cache.refresh(1, as_text) == "new"; });
  until([&] { return cache.waiting(1) == 1; });
  held.release();
  refreshing.join();
  joining.join();
  EXPECT_TRUE(joined);
  EXPECT_EQ(cache.get(1), "new");
  EXPECT_THROW(cache.refresh(1, [](int) -> std::string { throw std::runtime_error("down"); }), std::runtime_error);
  EXPECT_EQ(cache.get(1), "new");
}

TEST(C4_loading_cache, lets_an_erase_overtake_a_refresh) {
  text_cache cache(8);
  cache.put(1, "old");
  held_load held;
  scoped_thread refreshing([&] {
    (void)cache.refresh(1, [&](int) {
      held.pass();
      return "new";
    });
  });
  held.await_begin();
  EXPECT_TRUE(cache.erase(1));
  held.release();
  refreshing.join();
  EXPECT_EQ(cache.get(1), std::nullopt);
}

TEST(C4_loading_cache, loads_many_by_one_call_in_the_order_of_the_keys) {
  text_cache cache(8);
  cache.put(2, "two");
  std::vector<std::vector<int>> asked;
  const auto load = [&](std::span<const int> missing) {
    asked.emplace_back(missing.begin(), missing.end());
    std::vector<std::string> values;
    std::ranges::transform(missing, std::back_inserter(values), as_text);
    return values;
  };
  const std::vector keys{3, 2, 1, 3, 2};
  EXPECT_EQ(cache.get_all(keys, load), (std::vector<std::string>{"3", "two", "1", "3", "two"}));
  EXPECT_EQ(asked, (std::vector<std::vector<int>>{{3, 1}}));
  EXPECT_EQ(cache.get_all(keys, load).size(), 5U);
  EXPECT_EQ(asked.size(), 1U);
  EXPECT_TRUE(cache.get_all(std::vector<int>{}, load).empty());
  EXPECT_EQ(cache.loads().loads, 1U);
  EXPECT_EQ(cache.loads().joins, 0U);
}

TEST(C4_loading_cache, keeps_nothing_of_a_bulk_load_that_fails) {
  text_cache cache(8);
  const std::vector keys{1, 2, 3};
  const auto expect_error = [&](std::size_t values, std::string_view message) {
    try {
      (void)cache.get_all(keys, [&](std::span<const int>) { return std::vector<std::string>(values); });
      FAIL() << "no exception";
    } catch (const bulk_load_error& error) {
      EXPECT_EQ(error.what(), message);
    }
  };
  expect_error(2, "loading_cache: the bulk loader was asked for 3 values and gave 2");
  expect_error(7, "loading_cache: the bulk loader was asked for 3 values and gave at least 4");
  EXPECT_THROW((void)cache.get_all(
                   keys, [](std::span<const int>) -> std::vector<std::string> { throw std::runtime_error("down"); }),
               std::runtime_error);
  EXPECT_EQ(cache.size(), 0U);
  EXPECT_EQ(cache.loading(), 0U);
}

TEST(C4_loading_cache, joins_single_loads_with_those_of_many) {
  text_cache cache(8);
  held_load single;
  held_load bulk;
  const scoped_thread loading([&] {
    EXPECT_EQ(cache.get_or_load(1,
                                [&](int) {
                                  single.pass();
                                  return "single";
                                }),
              "single");
  });
  single.await_begin();
  const scoped_thread loading_many([&] {
    const auto load = [&](std::span<const int> missing) {
      EXPECT_EQ(missing.size(), 1U);
      bulk.pass();
      return std::vector<std::string>{"bulk"};
    };
    EXPECT_EQ(cache.get_all(std::vector{1, 2}, load), (std::vector<std::string>{"single", "bulk"}));
  });
  bulk.await_begin();
  const scoped_thread joining([&] { EXPECT_EQ(cache.get_or_load(2, as_text), "bulk"); });
  until([&] { return cache.waiting(2) == 1; });
  bulk.release();
  until([&] { return cache.waiting(1) == 1; });
  single.release();
}

TEST(C4_loading_cache, loads_its_own_of_many_before_it_waits_for_others) {
  text_cache cache(8);
  held_load held;
  const scoped_thread other([&] {
    const auto load = [&](std::span<const int>) {
      held.pass();
      return std::vector<std::string>{"2 after " + cache.get_or_load(1, as_text), "3"};
    };
    EXPECT_EQ(cache.get_all(std::vector{2, 3}, load), (std::vector<std::string>{"2 after 1", "3"}));
  });
  held.await_begin();
  const auto load = [&](std::span<const int> missing) {
    EXPECT_EQ(missing.size(), 1U);
    held.release();
    until([&] { return cache.waiting(1) == 1; });
    return std::vector<std::string>{"1"};
  };
  EXPECT_EQ(cache.get_all(std::vector{2, 1}, load), (std::vector<std::string>{"2 after 1", "1"}));
}

TEST(C4_loading_cache, refuses_a_bulk_load_that_comes_back_to_its_own_key) {
  text_cache cache(8);
  const auto load = [&](std::span<const int>) {
    (void)cache.get_or_load(2, as_text);
    return std::vector<std::string>(2);
  };
  EXPECT_THROW((void)cache.get_all(std::vector{1, 2}, load), recursive_load_error);
  EXPECT_EQ(cache.loading(), 0U);
}

/// A hash that throws when it is told to.
struct moody_hash {
  std::shared_ptr<std::atomic<int>> calls_left;

  std::size_t operator()(int key) const {
    if (calls_left && --*calls_left == 0) {
      throw std::runtime_error("hash");
    }
    return static_cast<std::size_t>(key);
  }
};

TEST(C4_loading_cache, leaves_nobody_waiting_and_nothing_behind_whichever_call_of_the_hash_throws) {
  int thrown = 0;
  for (int nth = 1; nth < 20; ++nth) {
    const auto calls_left = std::make_shared<std::atomic<int>>(nth);
    loading_cache<lru_cache<int, std::string, moody_hash>> cache(4, moody_hash{calls_left});
    try {
      EXPECT_EQ(cache.get_or_load(1, as_text), "1");
      EXPECT_EQ(cache
                    .get_all(std::vector{1, 2, 3},
                             [](std::span<const int> missing) { return std::vector<std::string>(missing.size()); })
                    .size(),
                3U);
      cache.put(1, "a");
      cache.erase(1);
    } catch (const std::runtime_error&) {
      ++thrown;
    }
    *calls_left = 0;
    EXPECT_EQ(cache.loading(), 0U) << nth;
    EXPECT_EQ(cache.get_or_load(5, as_text), "5");
  }
  EXPECT_GT(thrown, 10);
}

/// A value whose copy throws when it is told to.
struct moody_value {
  int* copies_left;

  explicit moody_value(int* left) : copies_left(left) {}
  moody_value(const moody_value& other) : copies_left(other.copies_left) {
    if (--*copies_left == 0) {
      throw std::runtime_error("copy");
    }
  }
  moody_value(moody_value&&) = default;
};

TEST(C4_loading_cache, loads_anew_after_a_value_that_could_not_be_copied) {
  for (int nth = 1; nth < 5; ++nth) {
    int left = nth;
    loading_cache<lru_cache<int, moody_value>> cache(4);
    const auto load = [&](int) { return moody_value(&left); };
    try {
      (void)cache.get_or_load(1, load);
      (void)cache.get_or_load(1, load);
      (void)cache.get(1);
    } catch (const std::runtime_error&) {
    }
    EXPECT_LE(left, 1) << nth;
    EXPECT_EQ(cache.loading(), 0U);
    left = 0;
    EXPECT_EQ(cache.get_or_load(1, load).copies_left, &left);
  }
}

/// The cache of a user, whose entries each have a deadline on a clock that the test turns.
class ticking_cache {
 public:
  using key_type = int;
  using mapped_type = std::optional<std::string>;

  explicit ticking_cache(std::size_t, const std::atomic<int>* seconds) : seconds_(seconds) {}

  const mapped_type* get(int key) const {
    const auto* const held = find(key);
    return held != nullptr && held->good_for > since(*held) ? &held->value : nullptr;
  }
  struct shown {
    const mapped_type* value;
    std::chrono::seconds age;
  };
  [[nodiscard]] std::optional<shown> peek_stale(int key) const {
    const auto* const held = find(key);
    return held == nullptr ? std::nullopt : std::optional(shown{&held->value, since(*held)});
  }
  void put(int key, mapped_type value, std::chrono::nanoseconds ttl = 60s) {
    entries_.insert_or_assign(key, entry{std::move(value), ttl, *seconds_});
  }
  bool erase(int key) { return entries_.erase(key) > 0; }
  [[nodiscard]] bool contains(int key) const { return get(key) != nullptr; }
  void clear() { entries_.clear(); }
  [[nodiscard]] std::size_t size() const { return entries_.size(); }

 private:
  struct entry {
    mapped_type value;
    std::chrono::nanoseconds good_for;
    int written;
  };

  [[nodiscard]] const entry* find(int key) const {
    const auto found = entries_.find(key);
    return found == entries_.end() ? nullptr : &found->second;
  }
  [[nodiscard]] std::chrono::seconds since(const entry& held) const {
    return std::chrono::seconds(*seconds_ - held.written);
  }

  std::map<int, entry> entries_;
  const std::atomic<int>* seconds_;
};

static_assert(timed_cache<ticking_cache> && stale_cache<ticking_cache>);

using answer = std::optional<std::string>;

TEST(C4_loading_cache, keeps_the_answer_that_there_is_none_for_a_time_of_its_own) {
  std::atomic<int> now = 0;
  loading_cache<ticking_cache> cache(8, &now);
  int calls = 0;
  const auto load = negative_ttl(5s, [&](int key) {
    ++calls;
    return key % 2 == 0 ? answer(as_text(key)) : std::nullopt;
  });
  for (const int second : {0, 4}) {
    now = second;
    EXPECT_EQ(cache.get_or_load(1, load), std::nullopt);
    EXPECT_EQ(cache.get_or_load(2, load), "2");
  }
  EXPECT_EQ(calls, 2);
  now = 6;
  EXPECT_EQ(cache.get_or_load(1, load), std::nullopt);
  EXPECT_EQ(cache.get_or_load(2, load), "2");
  EXPECT_EQ(calls, 3);
}

TEST(C4_loading_cache, keeps_the_answer_that_there_is_none_as_any_other_where_nothing_expires) {
  loading_cache<lru_cache<int, answer>> cache(8);
  int calls = 0;
  const auto load = negative_ttl(5s, [&](int) -> answer {
    ++calls;
    return std::nullopt;
  });
  EXPECT_EQ(cache.get_or_load(1, load), std::nullopt);
  EXPECT_EQ(cache.get_or_load(1, load), std::nullopt);
  EXPECT_EQ(calls, 1);
}

TEST(C4_loading_cache, keeps_a_value_as_long_as_its_loader_says) {
  std::atomic<int> now = 0;
  loading_cache<ticking_cache> cache(8, &now);
  EXPECT_EQ(cache.get_or_load(1, [](int) { return loaded<answer>{"brief", 2s}; }), "brief");
  EXPECT_EQ(cache.get_or_load(2, [](int) { return loaded<answer>{"usual"}; }), "usual");
  EXPECT_EQ(cache.get_all(std::vector{3}, [](std::span<const int>) { return std::array{loaded<answer>{"bulk", 2s}}; }),
            std::vector<answer>{"bulk"});
  cache.put(4, "by hand", 2s);
  now = 3;
  EXPECT_EQ(cache.get(1), std::nullopt);
  EXPECT_EQ(cache.get(2), std::optional<answer>("usual"));
  EXPECT_EQ(cache.get(3), std::nullopt);
  EXPECT_EQ(cache.get(4), std::nullopt);
}

TEST(C4_loading_cache, gives_a_stale_value_rather_than_an_error_to_who_says_so) {
  std::atomic<int> now = 0;
  loading_cache<ticking_cache> cache(8, &now);
  cache.put(1, "old", 1s);
  now = 2;
  const auto failing = [](int) -> answer { throw std::runtime_error("down"); };
  std::string reported;
  const auto report = [&](const std::exception_ptr& error) {
    try {
      std::rethrow_exception(error);
    } catch (const std::runtime_error& what) {
      reported = what.what();
    }
  };
  EXPECT_EQ(cache.get_or_load(1, failing, stale_if_error{report}), "old");
  EXPECT_EQ(reported, "down");
  EXPECT_EQ(cache.get_or_load(1, failing, stale_if_error{}), "old");
  EXPECT_EQ(cache.get(1), std::nullopt);
  EXPECT_THROW((void)cache.get_or_load(1, failing), std::runtime_error);
  EXPECT_THROW((void)cache.get_or_load(2, failing, stale_if_error{}), std::runtime_error);
  EXPECT_EQ(cache.get_or_load(1, [](int) { return answer("new"); }, stale_if_error{}), "new");
  EXPECT_THROW((void)cache.get_or_load(
                   2, [&](int key) { return cache.get_or_load(key, failing, stale_if_error{}); }, stale_if_error{}),
               recursive_load_error);
}

TEST(C4_loading_cache, gives_a_waiter_a_stale_value_though_the_leader_asked_for_none) {
  std::atomic<int> now = 0;
  loading_cache<ticking_cache> cache(8, &now);
  cache.put(1, "old", 1s);
  now = 2;
  held_load held;
  const auto failing = [&](int) -> answer {
    held.pass();
    throw std::runtime_error("down");
  };
  const scoped_thread leader([&] { EXPECT_THROW((void)cache.get_or_load(1, failing), std::runtime_error); });
  held.await_begin();
  const scoped_thread waiter([&] { EXPECT_EQ(cache.get_or_load(1, failing, stale_if_error{}), "old"); });
  until([&] { return cache.waiting(1) == 1; });
  held.release();
}

TEST(C4_loading_cache, loads_every_key_once_under_contention) {
  constexpr int threads = 4;
  constexpr int keys = 100;
  loading_cache<lru_cache<int, int>, stripe_lock> cache(keys);
  std::array<std::atomic<int>, keys> calls{};
  std::atomic<int> wrong = 0;
  std::latch start(threads);
  {
    std::vector<scoped_thread> workers;
    for (int id = 0; id < threads; ++id) {
      workers.emplace_back([&] {
        start.arrive_and_wait();
        for (int round = 0; round < 5; ++round) {
          for (int key = 0; key < keys; ++key) {
            wrong += cache.get_or_load(key, [&](int k) {
              ++calls[static_cast<std::size_t>(k)];
              return k * 3;
            }) != key * 3;
          }
        }
      });
    }
  }
  EXPECT_EQ(wrong, 0);
  EXPECT_TRUE(std::ranges::all_of(calls, [](const auto& count) { return count == 1; }));
}

/// The newest version of a source is never hidden by an older one: each change erases, each read loads.
TEST(C4_loading_cache, never_keeps_what_was_out_of_date_before_the_last_erase) {
  constexpr int rounds = 3'000;
  loading_cache<lru_cache<int, int>> cache(4);
  std::atomic<int> version = 0;
  std::atomic<bool> done = false;
  const auto read = [&] { return cache.get_or_load(0, [&](int) { return version.load(); }); };
  const scoped_thread reader([&] {
    while (!done) {
      (void)read();
    }
  });
  int stale = 0;
  for (int round = 0; round < rounds; ++round) {
    const auto now = ++version;
    cache.erase(0);
    stale += read() != now;
  }
  done = true;
  EXPECT_EQ(stale, 0);
}

}  // namespace
