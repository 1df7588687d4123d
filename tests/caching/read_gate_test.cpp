#include "googletest.hpp"

import googletest;
import std;
import patterns.caching;

// Hits that take no lock: that they are right, that they are rid of the lock, and that who changes is alone.

namespace {

using patterns::caching::arc;
using patterns::caching::basic_striped_cache;
using patterns::caching::bounded_cache;
using patterns::caching::cache_slot;
using patterns::caching::expire_after_access;
using patterns::caching::key_hash;
using patterns::caching::loading_cache;
using patterns::caching::lru;
using patterns::caching::lru_cache;
using patterns::caching::s3_fifo;
using patterns::caching::shared_hit_policy;
using patterns::caching::sieve;
using patterns::caching::stripe_count;
using patterns::caching::striped_cache;
using patterns::caching::ttl_cache;
using patterns::caching::unit_weigher;
using patterns::caching::w_tiny_lfu;

static_assert(shared_hit_policy<lru> && shared_hit_policy<sieve> && shared_hit_policy<s3_fifo>);
static_assert(!shared_hit_policy<arc> && !shared_hit_policy<w_tiny_lfu>);

/// More hits than any gate has lines.
constexpr int enough_to_open = 200;

/// Counts how often it was locked.
class counting_mutex {
 public:
  static inline std::atomic<int> locks = 0;

  void lock() {
    ++locks;
    mutex_.lock();
  }
  void unlock() { mutex_.unlock(); }

 private:
  std::mutex mutex_;
};

template <class Action>
int locks_in(Action action) {
  const int before = counting_mutex::locks;
  action();
  return counting_mutex::locks - before;
}

template <class Value, class Policy>
using policy_cache = bounded_cache<int, Value, Policy>;

template <class Cache>
void open_gate(Cache& cache, const typename Cache::key_type& key) {
  for (int i = 0; i < enough_to_open; ++i) {
    (void)cache.get(key);
  }
}

template <class Policy>
int locks_of_100_hits() {
  loading_cache<policy_cache<int, Policy>, counting_mutex> cache(1'000);
  cache.put(1, 10);
  open_gate(cache, 1);
  return locks_in([&] {
    for (int i = 0; i < 50; ++i) {
      EXPECT_EQ(cache.get(1), 10);
      EXPECT_EQ(cache.get_or_load(1, [](int) { return 0; }), 10);
    }
  });
}

TEST(C4_read_gate, a_hit_takes_no_lock_once_there_were_many) {
  EXPECT_EQ(locks_of_100_hits<lru>(), 0);
  EXPECT_EQ(locks_of_100_hits<sieve>(), 0);
  EXPECT_EQ(locks_of_100_hits<s3_fifo>(), 0);
}

TEST(C4_read_gate, a_hit_takes_the_lock_where_the_policy_has_to_be_alone) {
  EXPECT_EQ(locks_of_100_hits<arc>(), 100);
  EXPECT_EQ(locks_of_100_hits<w_tiny_lfu>(), 100);
}

TEST(C4_read_gate, contains_and_a_miss_take_no_lock_either) {
  basic_striped_cache<lru_cache<int, int>, counting_mutex> cache(1'000, stripe_count{1});
  cache.put(1, 10);
  open_gate(cache, 1);
  EXPECT_EQ(locks_in([&] {
              EXPECT_TRUE(cache.contains(1));
              EXPECT_FALSE(cache.contains(2));
              EXPECT_EQ(cache.get(2), std::nullopt);
            }),
            0);
  EXPECT_EQ(cache.stats().misses, 1U);
}

TEST(C4_read_gate, a_change_closes_it_until_there_were_many_hits_again) {
  loading_cache<policy_cache<int, sieve>, counting_mutex> cache(1'000);
  cache.put(1, 10);
  open_gate(cache, 1);
  cache.put(1, 11);
  EXPECT_EQ(locks_in([&] { EXPECT_EQ(cache.get(1), 11); }), 1);
  open_gate(cache, 1);
  EXPECT_TRUE(cache.erase(1));
  EXPECT_EQ(locks_in([&] { EXPECT_EQ(cache.get(1), std::nullopt); }), 1);
  cache.put(1, 12);
  open_gate(cache, 1);
  cache.clear();
  EXPECT_EQ(cache.get(1), std::nullopt);
  cache.put(1, 13);
  open_gate(cache, 1);
  cache.with([](auto& inside) { inside.put(1, 14); });
  EXPECT_EQ(cache.get(1), 14);
  open_gate(cache, 1);
  EXPECT_EQ(cache.refresh(1, [](int) { return 15; }), 15);
  EXPECT_EQ(cache.get(1), 15);
}

/// What a policy is told.
class watched_sieve : public sieve {
 public:
  static inline std::atomic<int> alone = 0;
  static inline std::atomic<int> beside = 0;

  using sieve::sieve;
  void on_hit(cache_slot slot) noexcept {
    ++alone;
    sieve::on_hit(slot);
  }
  void on_shared_hit(cache_slot slot) noexcept {
    ++beside;
    sieve::on_shared_hit(slot);
  }
};

TEST(C4_read_gate, the_policy_is_told_of_every_hit_once) {
  loading_cache<policy_cache<int, watched_sieve>> cache(16);
  cache.put(1, 10);
  open_gate(cache, 1);
  const int before = watched_sieve::alone;
  EXPECT_EQ(before + watched_sieve::beside, enough_to_open);
  (void)cache.get_or_load(1, [](int) { return 0; });
  (void)cache.contains(1);
  EXPECT_EQ(watched_sieve::alone, before);
  EXPECT_EQ(watched_sieve::beside, enough_to_open - before + 1);
}

/// Calls what it is told to while it is copied.
struct hooked {
  static inline std::function<void()> in_copy = nullptr;

  explicit hooked(int of) : number(of) {}
  hooked(const hooked& other) : number(other.number) {
    if (in_copy) {
      in_copy();
    }
  }
  hooked& operator=(const hooked&) = default;
  ~hooked() = default;

  int number;
};

TEST(C4_read_gate, a_copy_that_throws_leaves_nobody_inside) {
  loading_cache<policy_cache<hooked, sieve>, counting_mutex> cache(16);
  cache.put(1, hooked(10));
  open_gate(cache, 1);
  hooked::in_copy = [] { throw std::runtime_error("no copy"); };
  EXPECT_EQ(locks_in([&] { EXPECT_THROW((void)cache.get(1), std::runtime_error); }), 0);
  EXPECT_EQ(
      locks_in([&] { EXPECT_THROW((void)cache.get_or_load(1, [](int) { return hooked(0); }), std::runtime_error); }),
      0);
  hooked::in_copy = nullptr;
  EXPECT_TRUE(cache.erase(1));
  EXPECT_EQ(cache.size(), 0U);
}

/// A key whose hash or comparison fails.
struct fragile {
  int number = 0;
  bool breaks_hash = false;
  bool breaks_equality = false;

  bool operator==(const fragile& other) const {
    if (breaks_equality || other.breaks_equality) {
      throw std::runtime_error("no equality");
    }
    return number == other.number;
  }
};

struct fragile_hash {
  std::size_t operator()(const fragile& key) const {
    if (key.breaks_hash) {
      throw std::runtime_error("no hash");
    }
    return static_cast<std::size_t>(key.number);
  }
};

TEST(C4_read_gate, a_hash_or_equality_that_throws_leaves_nobody_inside) {
  loading_cache<bounded_cache<fragile, int, sieve, fragile_hash>> cache(16);
  cache.put(fragile{1}, 10);
  open_gate(cache, fragile{1});
  EXPECT_THROW((void)cache.get(fragile{.number = 1, .breaks_hash = true}), std::runtime_error);
  EXPECT_THROW((void)cache.get(fragile{.number = 1, .breaks_equality = true}), std::runtime_error);
  EXPECT_THROW((void)cache.contains(fragile{.number = 1, .breaks_equality = true}), std::runtime_error);
  EXPECT_TRUE(cache.erase(fragile{1}));
}

TEST(C4_read_gate, who_changes_waits_for_who_reads) {
  loading_cache<policy_cache<hooked, sieve>> cache(16);
  cache.put(1, hooked(10));
  open_gate(cache, 1);
  std::latch reading(1);
  std::latch go_on(1);
  hooked::in_copy = [&] {
    reading.count_down();
    go_on.wait();
  };
  std::thread reader([&] { EXPECT_EQ(cache.get(1)->number, 10); });
  reading.wait();
  std::atomic<bool> changed = false;
  std::thread writer([&] {
    EXPECT_TRUE(cache.erase(1));
    changed = true;
  });
  for (int i = 0; i < 2'000; ++i) {
    std::this_thread::yield();
  }
  EXPECT_FALSE(changed);
  go_on.count_down();
  reader.join();
  writer.join();
  hooked::in_copy = nullptr;
  EXPECT_FALSE(cache.contains(1));
}

TEST(C4_read_gate, who_finds_his_line_taken_reads_behind_the_lock_and_leaves_the_gate_open) {
  loading_cache<policy_cache<hooked, sieve>, counting_mutex> cache(16);
  cache.put(1, hooked(10));
  cache.put(2, hooked(20));
  open_gate(cache, 1);
  int inner = 0;
  bool is_outer = true;
  hooked::in_copy = [&] {
    if (std::exchange(is_outer, false)) {
      inner = cache.get(2)->number;
    }
  };
  EXPECT_EQ(locks_in([&] { EXPECT_EQ(cache.get(1)->number, 10); }), 1);
  hooked::in_copy = nullptr;
  EXPECT_EQ(inner, 20);
  EXPECT_EQ(locks_in([&] { EXPECT_EQ(cache.get(2)->number, 20); }), 0);
  EXPECT_EQ(cache.stats().hits, enough_to_open + 3U);
}

/// Set by a test while nobody reads.
struct shared_clock {
  using duration = std::chrono::nanoseconds;
  using time_point = std::chrono::time_point<std::chrono::steady_clock, duration>;

  std::atomic<std::int64_t> time = 0;

  [[nodiscard]] time_point now() const { return time_point(duration(time)); }
};

TEST(C4_read_gate, gives_nothing_that_has_expired) {
  using std::chrono::nanoseconds;
  using timed = ttl_cache<int, int, shared_clock&, key_hash<int>, std::equal_to<>, unit_weigher, sieve>;
  shared_clock clock;
  loading_cache<timed, counting_mutex> cache(16, nanoseconds(10), clock);
  cache.put(1, 10);
  open_gate(cache, 1);
  clock.time = 9;
  EXPECT_EQ(locks_in([&] { EXPECT_EQ(cache.get(1), 10); }), 0);
  clock.time = 10;
  EXPECT_EQ(cache.get(1), std::nullopt);
  EXPECT_EQ(cache.size(), 0U);
  EXPECT_EQ(cache.stats().expirations, 1U);
  EXPECT_EQ(cache.stats().misses, 1U);
}

TEST(C4_read_gate, a_hit_that_renews_takes_the_lock) {
  using std::chrono::nanoseconds;
  using timed =
      bounded_cache<int, int, sieve, key_hash<int>, std::equal_to<>, unit_weigher, expire_after_access<shared_clock&>>;
  shared_clock clock;
  loading_cache<timed, counting_mutex> cache(16, nanoseconds(10), clock);
  cache.put(1, 10);
  open_gate(cache, 1);
  clock.time = 9;
  EXPECT_EQ(locks_in([&] { EXPECT_EQ(cache.get(1), 10); }), 1);
  clock.time = 18;
  EXPECT_EQ(cache.get(1), 10);
}

TEST(C4_read_gate, a_small_lru_keeps_the_exact_order) {
  constexpr int capacity = lru::least_shared - 1;
  striped_cache<int, int> shared(capacity, stripe_count{1});
  lru_cache<int, int> alone(capacity);
  std::mt19937 random(1);
  for (int i = 0; i < 20'000; ++i) {
    const auto key = static_cast<int>(random() % (i % 2'000 < 1'000 ? capacity / 2 : 2 * capacity));
    const bool held = alone.get(key) != nullptr;
    ASSERT_EQ(shared.get(key).has_value(), held) << i;
    if (!held) {
      alone.put(key, key);
      shared.put(key, key);
    }
  }
}

/// One stripe, full of the keys from 0, whose gate is open.
struct full_lru {
  static constexpr int capacity = lru::least_shared;

  full_lru() {
    for (int key = 0; key < capacity; ++key) {
      cache.put(key, key);
    }
    open_gate(cache, 0);
  }

  striped_cache<int, int> cache{capacity, stripe_count{1}};
};

TEST(C4_read_gate, a_large_lru_evicts_nothing_that_was_used_since_it_was_at_the_front) {
  constexpr int capacity = full_lru::capacity;
  full_lru full;
  auto& cache = full.cache;
  for (int key = 0; key < capacity; key += 2) {
    EXPECT_EQ(cache.get(key), key);
  }
  for (int key = capacity; key < capacity + capacity / 2; ++key) {
    cache.put(key, key);
  }
  for (int key = 0; key < capacity; ++key) {
    EXPECT_EQ(cache.contains(key), key % 2 == 0) << key;
  }
}

TEST(C4_read_gate, a_large_lru_keeps_the_newcomer_when_all_others_were_used) {
  constexpr int capacity = full_lru::capacity;
  full_lru full;
  auto& cache = full.cache;
  for (int key = 0; key < capacity; ++key) {
    EXPECT_EQ(cache.get(key), key);
  }
  cache.put(capacity, 0);
  EXPECT_TRUE(cache.contains(capacity));
  EXPECT_EQ(cache.size(), static_cast<std::size_t>(capacity));
}

TEST(C4_read_gate, an_entry_that_takes_the_place_of_one_that_was_used_begins_as_not_used) {
  constexpr int capacity = full_lru::capacity;
  full_lru full;
  auto& cache = full.cache;
  for (int key = 0; key < capacity; ++key) {
    (void)cache.get(key);
  }
  for (int key = 0; key < capacity; ++key) {
    cache.erase(key);
  }
  for (int key = 0; key <= capacity; ++key) {
    cache.put(-1 - key, key);
  }
  EXPECT_FALSE(cache.contains(-1));
}

/// Ranks by Zipf's law, the same everywhere.
class zipf {
 public:
  zipf(std::size_t ranks, double exponent) : cumulative_(ranks) {
    double sum = 0;
    for (std::size_t rank = 0; rank < ranks; ++rank) {
      sum += 1 / std::pow(static_cast<double>(rank + 1), exponent);
      cumulative_[rank] = sum;
    }
  }

  [[nodiscard]] int operator()(std::mt19937& random) const {
    const double drawn = static_cast<double>(random()) * 0x1p-32 * cumulative_.back();
    return static_cast<int>(std::ranges::upper_bound(cumulative_, drawn) - cumulative_.begin());
  }

 private:
  std::vector<double> cumulative_;
};

template <class Cache>
double hit_ratio(Cache& cache, const zipf& ranks) {
  std::mt19937 random(7);
  constexpr int rounds = 40'000;
  int hits = 0;
  for (int i = 0; i < rounds; ++i) {
    const int key = ranks(random);
    if (cache.get(key)) {
      ++hits;
    } else {
      cache.put(key, key);
    }
  }
  return 100.0 * hits / rounds;
}

TEST(C4_read_gate, a_large_lru_has_no_worse_hit_ratio_than_an_exact_one) {
  const zipf ranks(8'192, 0.99);
  for (const std::size_t capacity : {512U, 2'048U, 7'000U}) {
    striped_cache<int, int> shared(capacity, stripe_count{1});
    lru_cache<int, int> exact(capacity);
    EXPECT_GE(hit_ratio(shared, ranks), hit_ratio(exact, ranks) - 0.5) << capacity;
  }
}

/// Two words that belong together.
struct twins {
  std::uint64_t one = 0;
  std::uint64_t other = 0;
};

TEST(C4_read_gate, nobody_sees_half_a_value_and_no_look_up_is_lost) {
  constexpr int readers = 3;
  constexpr int rounds = 10'000;
  constexpr int keys = 8;
  striped_cache<int, twins, sieve> cache(64, stripe_count{2});
  for (int key = 0; key < keys; ++key) {
    cache.put(key, twins{});
  }
  std::atomic<int> wrong = 0;
  std::atomic<int> at_work = readers;
  std::vector<std::thread> threads;
  for (int id = 0; id < readers; ++id) {
    threads.emplace_back([&, id] {
      std::mt19937 random(static_cast<std::mt19937::result_type>(id));
      for (int round = 0; round < rounds; ++round) {
        if (const auto held = cache.get(static_cast<int>(random() % keys))) {
          wrong += held->one != held->other;
        }
      }
      --at_work;
    });
  }
  threads.emplace_back([&] {
    for (std::uint64_t number = 1; at_work > 0; ++number) {
      const auto key = static_cast<int>(number % keys);
      cache.put(key, twins{number, number});
      if (number % 16 == 0) {
        cache.erase(key);
        cache.put(key, twins{number, number});
      }
      for (int i = 0; i < 20; ++i) {
        std::this_thread::yield();
      }
    }
  });
  for (auto& each : threads) {
    each.join();
  }
  EXPECT_EQ(wrong, 0);
  const auto stats = cache.stats();
  EXPECT_EQ(stats.hits + stats.misses, std::uint64_t{readers * rounds});
}

}  // namespace
