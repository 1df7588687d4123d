#include "googletest.hpp"

import googletest;
import std;
import patterns.caching;

// Threads work on one cache and write down when each operation began and ended, and what it gave. Such a history is
// linearizable if the operations can be put in one order, no operation before one that had ended when it began, in
// which a cache used by one thread would have given the same (Herlihy and Wing, 1990). The search for that order is
// Wing and Gong's (1993), which remembers where it has been (Lowe, 2017).

namespace {

using patterns::caching::loading_cache;
using patterns::caching::lru_cache;
using patterns::caching::memo_cache;
using patterns::caching::sieve;
using patterns::caching::stripe_count;
using patterns::caching::stripe_lock;
using patterns::caching::striped_cache;
using patterns::caching::synchronized_cache;

constexpr int keys = 2;
constexpr int absent = 0;

enum class kind : std::uint8_t { get, put, erase, contains, clear, get_or_load, failing_load };

struct operation {
  kind what = kind::get;
  int key = 0;
  int value = absent;  // what is put, or would be loaded
  int given = absent;  // what the caller got; 1 for true, -1 for the error of the loader
  std::uint64_t begun = 0;
  std::uint64_t ended = 0;
};

using history = std::vector<operation>;
using state = std::array<int, keys>;

/// Whether `erased` may have forgotten a load under way which brought nothing in the end: it cannot know that, and says
/// that there was something.
bool may_have_stopped_a_failing_load(const operation& erased, const history& all) {
  return std::ranges::any_of(all, [&](const operation& each) {
    return each.given == -1 && each.key == erased.key && each.begun < erased.ended && erased.begun < each.ended;
  });
}

/// What a cache used by one thread does: false if it would not have given what the operation gave.
bool apply(const operation& done, state& held, const history& all) {
  auto& own = held[static_cast<std::size_t>(done.key)];
  switch (done.what) {
    case kind::get:
      return done.given == own;
    case kind::put:
      own = done.value;
      return true;
    case kind::erase:
      return std::exchange(own, absent) != absent ? done.given == 1
                                                  : done.given == 0 || may_have_stopped_a_failing_load(done, all);
    case kind::contains:
      return done.given == (own != absent ? 1 : 0);
    case kind::clear:
      held = {};
      return true;
    case kind::failing_load:
    case kind::get_or_load:
      break;
  }
  if (own != absent) {
    return done.given == own;
  }
  // Whoever finds nothing loads, or gets what another has loaded: the model only knows that it was for this key.
  own = std::max(done.given, absent);
  return std::ranges::any_of(all, [&](const operation& each) {
    return each.key == done.key && ((each.what == kind::get_or_load && done.given == each.value) ||
                                    (each.what == kind::failing_load && done.given == -1));
  });
}

class checker {
 public:
  explicit checker(const history& all) : all_(all) {}

  [[nodiscard]] bool is_linearizable() { return extends(0, {}); }

 private:
  /// Whether the operations that are not in `placed` can follow, from `held` on.
  bool extends(std::uint32_t placed, const state& held) {
    if (placed == (1U << all_.size()) - 1) {
      return true;
    }
    if (!seen_.emplace(placed, held).second) {
      return false;
    }
    const auto first_end = earliest_end(placed);
    for (std::size_t i = 0; i < all_.size(); ++i) {
      auto next = held;
      if ((placed >> i & 1U) == 0 && all_[i].begun < first_end && apply(all_[i], next, all_) &&
          extends(placed | 1U << i, next)) {
        return true;
      }
    }
    return false;
  }

  [[nodiscard]] std::uint64_t earliest_end(std::uint32_t placed) const {
    auto earliest = std::numeric_limits<std::uint64_t>::max();
    for (std::size_t i = 0; i < all_.size(); ++i) {
      if ((placed >> i & 1U) == 0) {
        earliest = std::min(earliest, all_[i].ended);
      }
    }
    return earliest;
  }

  const history& all_;
  std::set<std::pair<std::uint32_t, state>> seen_;
};

bool is_linearizable(const history& all) {
  return checker(all).is_linearizable();
}

std::string shown(const history& all) {
  constexpr std::array names{"get", "put", "erase", "contains", "clear", "get_or_load", "failing_load"};
  std::string text;
  for (const auto& each : all) {
    text += std::format("[{}, {}] {}({}, {}) -> {}\n", each.begun, each.ended,
                        names[static_cast<std::size_t>(each.what)], each.key, each.value, each.given);
  }
  return text;
}

/// A cache that looks, loads and keeps in three steps.
class naive_cache {
 public:
  template <class Loader>
  int get_or_load(int key, Loader&& load) {
    if (const auto found = cache_.get(key)) {
      return *found;
    }
    const int value = load(key);
    cache_.put(key, value);
    return value;
  }
  std::optional<int> get(int key) { return cache_.get(key); }
  void put(int key, int value) { cache_.put(key, value); }
  bool erase(int key) { return cache_.erase(key); }
  bool contains(int key) { return cache_.contains(key); }
  void clear() { cache_.clear(); }

 private:
  synchronized_cache<lru_cache<int, int>> cache_{16};
};

template <class Cache>
concept loads = requires(Cache& cache, int (*load)(int)) { cache.get_or_load(1, load); };

/// What is done to a cache, by threads at the same time, and written down.
template <class Cache>
class recorder {
 public:
  explicit recorder(Cache& cache) : cache_(cache) {}

  /// Fills in when `wanted` was done and what it gave.
  template <class InLoad>
  operation run(operation wanted, InLoad in_load) {
    wanted.begun = clock_++;
    wanted.given = perform(wanted, in_load);
    wanted.ended = clock_++;
    return wanted;
  }

 private:
  template <class InLoad>
  int perform(const operation& wanted, InLoad& in_load) {
    switch (wanted.what) {
      case kind::get:
        return cache_.get(wanted.key).value_or(absent);
      case kind::put:
        cache_.put(wanted.key, wanted.value);
        return absent;
      case kind::erase:
        return cache_.erase(wanted.key) ? 1 : 0;
      case kind::contains:
        return cache_.contains(wanted.key) ? 1 : 0;
      case kind::clear:
        cache_.clear();
        return absent;
      case kind::get_or_load:
      case kind::failing_load:
        break;
    }
    if constexpr (loads<Cache>) {
      try {
        return cache_.get_or_load(wanted.key, [&](int) {
          in_load();
          return wanted.what == kind::failing_load ? throw std::runtime_error("down") : wanted.value;
        });
      } catch (const std::runtime_error&) {
        return -1;
      }
    }
    return cache_.get(wanted.key).value_or(absent);
  }

  Cache& cache_;
  std::atomic<std::uint64_t> clock_ = 1;
};

/// What the threads of one history are to do, drawn from `seed`.
template <class Cache>
std::vector<history> plan(std::uint32_t seed) {
  std::mt19937 random(seed);
  std::vector<history> threads(2 + seed % 2);
  int value = 0;
  for (auto& own : threads) {
    for (std::size_t i = 0; i < 12 / threads.size(); ++i) {
      auto what = static_cast<kind>(random() % 7);
      if (what == kind::clear && random() % 2 == 0) {
        what = kind::get_or_load;
      }
      if (!loads<Cache> && (what == kind::get_or_load || what == kind::failing_load)) {
        what = kind::get;
      }
      own.push_back({.what = what, .key = static_cast<int>(random() % keys), .value = ++value});
    }
  }
  return threads;
}

/// What threads that start together do.
template <class Cache>
history recorded(Cache& cache, std::uint32_t seed) {
  auto threads = plan<Cache>(seed);
  recorder<Cache> record(cache);
  std::atomic<std::size_t> ready = 0;
  std::vector<std::thread> workers;
  for (auto& own : threads) {
    workers.emplace_back([&] {
      ++ready;
      while (ready != threads.size()) {
        std::this_thread::yield();
      }
      for (auto& each : own) {
        each = record.run(each, [] { std::this_thread::yield(); });
      }
    });
  }
  history all;
  for (std::size_t i = 0; i < workers.size(); ++i) {
    workers[i].join();
    all.insert(all.end(), threads[i].begin(), threads[i].end());
  }
  return all;
}

template <class Cache, class... Args>
void expect_linearizable(const Args&... args) {
  for (std::uint32_t seed = 0; seed < 200; ++seed) {
    Cache cache(args...);
    const auto all = recorded(cache, seed);
    ASSERT_TRUE(is_linearizable(all)) << "seed " << seed << '\n' << shown(all);
  }
}

TEST(C4_linearizability, a_history_of_one_thread_is_checked_against_the_model) {
  EXPECT_TRUE(is_linearizable({}));
  const operation put{.what = kind::put, .value = 5, .begun = 1, .ended = 2};
  EXPECT_TRUE(is_linearizable({put, {.what = kind::get, .given = 5, .begun = 3, .ended = 4}}));
  EXPECT_FALSE(is_linearizable({put, {.what = kind::get, .given = 6, .begun = 3, .ended = 4}}));
  EXPECT_FALSE(is_linearizable({put, {.what = kind::get, .given = absent, .begun = 3, .ended = 4}}));
  EXPECT_TRUE(is_linearizable({put, {.what = kind::get, .given = absent, .begun = 1, .ended = 4}}));
  EXPECT_FALSE(is_linearizable({put, {.what = kind::erase, .given = 0, .begun = 3, .ended = 4}}));
}

/// A load of key 0 that gives 7, during which another thread puts 9; then a look.
template <class Cache>
history overtaken_load(Cache& cache) {
  recorder<Cache> record(cache);
  history all(3);
  const auto nothing = [] {};
  all[0] = record.run({.what = kind::get_or_load, .value = 7}, [&] {
    std::thread([&] { all[1] = record.run({.what = kind::put, .value = 9}, nothing); }).join();
  });
  all[2] = record.run({.what = kind::get}, nothing);
  return all;
}

TEST(C4_linearizability, the_check_rejects_a_cache_that_looks_loads_and_keeps_in_three_steps) {
  naive_cache naive;
  const auto all = overtaken_load(naive);
  EXPECT_EQ(all[2].given, 7);
  EXPECT_FALSE(is_linearizable(all)) << shown(all);
}

TEST(C4_linearizability, an_overtaken_load_is_in_order) {
  memo_cache<int, int> memo;
  EXPECT_TRUE(is_linearizable(overtaken_load(memo)));
  loading_cache<lru_cache<int, int>> loading(16);
  EXPECT_TRUE(is_linearizable(overtaken_load(loading)));
  striped_cache<int, int> striped(16);
  EXPECT_TRUE(is_linearizable(overtaken_load(striped)));
}

TEST(C4_linearizability, random_histories_of_a_naive_cache_are_rejected_soon) {
  bool rejected = false;
  for (std::uint32_t seed = 0; seed < 20'000 && !rejected; ++seed) {
    naive_cache cache;
    rejected = !is_linearizable(recorded(cache, seed));
  }
  EXPECT_TRUE(rejected);
}

TEST(C4_linearizability, of_striped_cache) {
  expect_linearizable<striped_cache<int, int>>(std::size_t{16}, stripe_count{1});
}

/// One in which the first hits take no lock, and later ones do.
class opened_cache : public striped_cache<int, int, sieve> {
 public:
  explicit opened_cache(std::size_t capacity) : basic_striped_cache(capacity, stripe_count{1}) {
    for (int i = 0; i < 200; ++i) {
      (void)get_or_load(keys, [](int) { return 1; });
    }
  }
};

TEST(C4_linearizability, of_striped_cache_whose_hits_take_no_lock) {
  expect_linearizable<opened_cache>(std::size_t{16});
}

TEST(C4_linearizability, of_loading_cache) {
  expect_linearizable<loading_cache<lru_cache<int, int>>>(std::size_t{16});
}

TEST(C4_linearizability, of_loading_cache_with_a_light_lock) {
  expect_linearizable<loading_cache<lru_cache<int, int>, stripe_lock>>(std::size_t{16});
}

TEST(C4_linearizability, of_synchronized_cache) {
  expect_linearizable<synchronized_cache<lru_cache<int, int>>>(std::size_t{16});
}

TEST(C4_linearizability, of_memo_cache) {
  expect_linearizable<memo_cache<int, int>>();
}

}  // namespace
