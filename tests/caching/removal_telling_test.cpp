#include "googletest.hpp"

import googletest;
import std;
import patterns.caching;

// Removal listeners of caches that threads share: outside the lock, in order, and free to use the cache.

namespace {

using patterns::caching::basic_striped_cache;
using patterns::caching::loading_cache;
using patterns::caching::lru_cache;
using patterns::caching::removal_cause;
using patterns::caching::stripe_count;
using patterns::caching::synchronized_cache;
using patterns::caching::ttl_cache;

/// Knows how many are locked.
class known_mutex {
 public:
  static inline std::atomic<int> locked = 0;

  void lock() {
    mutex_.lock();
    ++locked;
  }
  void unlock() {
    --locked;
    mutex_.unlock();
  }

 private:
  std::mutex mutex_;
};

template <class Cache>
class one_stripe : public basic_striped_cache<Cache, known_mutex> {
 public:
  explicit one_stripe(std::size_t capacity) : basic_striped_cache<Cache, known_mutex>(capacity, stripe_count{1}) {}
};

using synchronized = synchronized_cache<lru_cache<int, std::string>, known_mutex>;
using loading = loading_cache<lru_cache<int, std::string>, known_mutex>;
using striped = one_stripe<lru_cache<int, std::string>>;

std::string entry(int key, std::string_view value, removal_cause cause) {
  constexpr std::array names{"evicted", "replaced", "erased", "expired"};
  return std::format("{} {} {}", key, value, names[static_cast<std::size_t>(cause)]);
}

using log = std::vector<std::string>;

template <class Cache>
void is_done_outside_the_lock_and_in_order() {
  Cache cache(2);
  log told;
  cache.on_removal([&](int key, const std::string& value, removal_cause cause) {
    EXPECT_EQ(known_mutex::locked, 0);
    told.push_back(entry(key, value, cause));
  });
  cache.put(1, "one");
  cache.put(1, "first");
  cache.put(2, "two");
  cache.put(3, "three");
  cache.erase(2);
  cache.put(4, "four");
  cache.clear();
  EXPECT_EQ(told, (log{"1 one replaced", "1 first evicted", "2 two erased", "4 four erased", "3 three erased"}));
}

TEST(C9_removal_telling, is_done_outside_the_lock_and_in_order) {
  is_done_outside_the_lock_and_in_order<synchronized>();
  is_done_outside_the_lock_and_in_order<loading>();
  is_done_outside_the_lock_and_in_order<striped>();
}

template <class Cache>
void lets_the_listener_use_and_change_the_cache() {
  Cache cache(2);
  log told;
  int depth = 0;
  cache.on_removal([&](int key, const std::string& value, removal_cause cause) {
    EXPECT_EQ(++depth, 1);
    EXPECT_FALSE(cache.contains(key));
    EXPECT_EQ(cache.get(key), std::nullopt);
    if (key == 1) {
      cache.erase(2);
      cache.put(10, "put by the listener");
      cache.put(11, "as well");
      EXPECT_TRUE(cache.contains(11));
    }
    told.push_back(entry(key, value, cause));
    --depth;
  });
  cache.put(1, "one");
  cache.put(2, "two");
  cache.put(3, "three");
  EXPECT_EQ(told, (log{"1 one evicted", "2 two erased", "3 three evicted"}));
  EXPECT_EQ(cache.size(), 2U);
}

TEST(C9_removal_telling, lets_the_listener_use_and_change_the_cache) {
  lets_the_listener_use_and_change_the_cache<synchronized>();
  lets_the_listener_use_and_change_the_cache<loading>();
  lets_the_listener_use_and_change_the_cache<striped>();
}

template <class Cache>
void waits_for_no_other_thread_that_uses_the_cache() {
  Cache cache(1);
  cache.on_removal(
      [&](int, const std::string&, removal_cause) { std::thread([&] { EXPECT_EQ(cache.get(2), "two"); }).join(); });
  cache.put(1, "one");
  cache.put(2, "two");
}

TEST(C9_removal_telling, waits_for_no_other_thread_that_uses_the_cache) {
  waits_for_no_other_thread_that_uses_the_cache<synchronized>();
  waits_for_no_other_thread_that_uses_the_cache<loading>();
  waits_for_no_other_thread_that_uses_the_cache<striped>();
}

template <class Cache>
void counts_what_the_listener_throws_and_goes_on() {
  Cache cache(2);
  int told = 0;
  cache.on_removal([&](int key, const std::string&, removal_cause) {
    ++told;
    if (key == 1) {
      throw std::runtime_error("cannot be told");
    }
  });
  cache.put(1, "one");
  cache.put(2, "two");
  cache.clear();
  EXPECT_EQ(told, 2);
  EXPECT_EQ(cache.stats().listener_failures, 1U);
}

TEST(C9_removal_telling, counts_what_the_listener_throws_and_goes_on) {
  counts_what_the_listener_throws_and_goes_on<synchronized>();
  counts_what_the_listener_throws_and_goes_on<loading>();
  counts_what_the_listener_throws_and_goes_on<striped>();
}

template <class Cache>
void may_be_handed_over_and_ended_by_the_listener() {
  Cache cache(1);
  log told;
  cache.on_removal([&](int key, const std::string& value, removal_cause cause) {
    told.push_back(entry(key, value, cause));
    cache.on_removal([&](int then, const std::string& other, removal_cause why) {
      told.push_back("second: " + entry(then, other, why));
      cache.on_removal(std::function<void(int, std::string&, removal_cause)>());
    });
  });
  for (int key = 1; key < 6; ++key) {
    cache.put(key, "some");
  }
  EXPECT_EQ(told, (log{"1 some evicted", "second: 2 some evicted"}));
}

TEST(C9_removal_telling, may_be_handed_over_and_ended_by_the_listener) {
  may_be_handed_over_and_ended_by_the_listener<synchronized>();
  may_be_handed_over_and_ended_by_the_listener<loading>();
  may_be_handed_over_and_ended_by_the_listener<striped>();
}

template <class Cache>
void tells_of_each_entry_once_whatever_threads_do() {
  constexpr int threads = 3;
  constexpr int rounds = 3'000;
  Cache cache(16);
  std::atomic<int> told = 0;
  std::atomic<int> wrong = 0;
  cache.on_removal([&](int key, std::string& value, removal_cause) {
    wrong += std::exchange(value, "moved") != std::to_string(key);
    if (++told % 8 == 0) {
      cache.erase(key + 1);
    }
  });
  std::vector<std::thread> workers;
  for (int id = 0; id < threads; ++id) {
    workers.emplace_back([&, id] {
      std::mt19937 random(static_cast<std::mt19937::result_type>(id));
      for (int round = 0; round < rounds; ++round) {
        const auto key = static_cast<int>(random() % 64);
        cache.put(key, std::to_string(key));
        (void)cache.get(key);
      }
    });
  }
  for (auto& each : workers) {
    each.join();
  }
  cache.clear();
  EXPECT_EQ(told, threads * rounds);
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(known_mutex::locked, 0);
}

TEST(C9_removal_telling, tells_of_each_entry_once_whatever_threads_do) {
  tells_of_each_entry_once_whatever_threads_do<synchronized>();
  tells_of_each_entry_once_whatever_threads_do<loading>();
  tells_of_each_entry_once_whatever_threads_do<striped>();
}

template <class Cache>
void expect_that_with_tells_when_it_is_over() {
  Cache cache(2);
  log told;
  bool inside = false;
  cache.on_removal([&](int key, const std::string& value, removal_cause cause) {
    EXPECT_FALSE(inside);
    told.push_back(entry(key, value, cause));
  });
  const auto change = [&](auto& held) {
    inside = true;
    for (int key = 1; key < 5; ++key) {
      held.put(key, "some");
    }
    held.on_removal([&](int key, const std::string& value, removal_cause cause) {
      told.push_back("second: " + entry(key, value, cause));
    });
    held.erase(4);
    EXPECT_TRUE(told.empty());
    inside = false;
  };
  cache.with(change);
  EXPECT_EQ(told, (log{"1 some evicted", "2 some evicted", "second: 4 some erased"}));
  told.clear();
  EXPECT_THROW(cache.with([](auto& held) {
    held.clear();
    throw std::runtime_error("stop");
  }),
               std::runtime_error);
  EXPECT_EQ(told, (log{"second: 3 some erased"}));
}

TEST(C9_removal_telling, of_with_is_done_when_it_is_over_even_if_it_throws) {
  expect_that_with_tells_when_it_is_over<synchronized_cache<lru_cache<int, std::string>>>();
  expect_that_with_tells_when_it_is_over<loading_cache<lru_cache<int, std::string>>>();
}

struct set_clock {
  using duration = std::chrono::nanoseconds;
  using time_point = std::chrono::time_point<std::chrono::steady_clock, duration>;

  time_point time{};

  [[nodiscard]] time_point now() const { return time; }
};

using timed = ttl_cache<int, std::string, set_clock&>;

template <class Cache, class Look>
void expect_to_tell_who_has_expired(Look look) {
  using std::chrono::nanoseconds;
  set_clock clock;
  Cache cache(4, timed::expiry_type(nanoseconds(10), clock));
  log told;
  cache.on_removal([&](int key, const std::string& value, removal_cause cause) {
    EXPECT_EQ(known_mutex::locked, 0);
    cache.put(key, "put again");
    told.push_back(entry(key, value, cause));
  });
  cache.put(1, "one");
  clock.time += nanoseconds(10);
  look(cache);
  EXPECT_EQ(told.front(), "1 one expired");
}

TEST(C9_removal_telling, of_what_a_look_finds_expired_is_done_outside_the_lock) {
  const auto get = [](auto& cache) { EXPECT_EQ(cache.get(1), std::nullopt); };
  const auto get_or_load = [](auto& cache) { EXPECT_EQ(cache.get_or_load(1, [](int) { return "loaded"; }), "loaded"); };
  const auto get_all = [](auto& cache) {
    const auto load = [](std::span<const int> keys) { return std::vector<std::string>(keys.size(), "loaded"); };
    EXPECT_EQ(cache.get_all(std::array{1, 2}, load), (std::vector<std::string>{"loaded", "loaded"}));
  };
  expect_to_tell_who_has_expired<synchronized_cache<timed, known_mutex>>(get);
  expect_to_tell_who_has_expired<loading_cache<timed, known_mutex>>(get);
  expect_to_tell_who_has_expired<loading_cache<timed, known_mutex>>(get_or_load);
  expect_to_tell_who_has_expired<loading_cache<timed, known_mutex>>(get_all);
  expect_to_tell_who_has_expired<basic_striped_cache<timed, known_mutex>>(get_or_load);
}

TEST(C9_removal_telling, of_a_load_is_done_before_it_is_given) {
  loading_cache<lru_cache<int, std::string>, known_mutex> cache(1);
  log told;
  cache.on_removal([&](int key, const std::string& value, removal_cause cause) {
    EXPECT_EQ(known_mutex::locked, 0);
    told.push_back(entry(key, value, cause));
  });
  cache.put(1, "one");
  EXPECT_EQ(cache.get_or_load(2, [](int) { return "two"; }), "two");
  EXPECT_EQ(told, log{"1 one evicted"});
}

/// A key that cannot be copied now.
struct stubborn {
  static inline bool refuses = false;

  explicit stubborn(int of) : number(of) {}
  stubborn(const stubborn& other) : number(other.number) {
    if (refuses) {
      throw std::runtime_error("no copy");
    }
  }
  stubborn(stubborn&&) = default;
  bool operator==(const stubborn&) const = default;

  int number;
};

struct stubborn_hash {
  std::size_t operator()(const stubborn& key) const noexcept { return static_cast<std::size_t>(key.number); }
};

TEST(C9_removal_telling, counts_a_key_that_cannot_be_copied_as_not_told) {
  synchronized_cache<lru_cache<stubborn, int, stubborn_hash>> cache(4);
  int told = 0;
  cache.on_removal([&](const stubborn&, int, removal_cause) { ++told; });
  cache.put(stubborn(1), 1);
  cache.put(stubborn(2), 2);
  stubborn::refuses = true;
  EXPECT_TRUE(cache.erase(stubborn(1)));
  stubborn::refuses = false;
  EXPECT_TRUE(cache.erase(stubborn(2)));
  EXPECT_EQ(told, 1);
  EXPECT_EQ(cache.stats().listener_failures, 1U);
  EXPECT_EQ(cache.size(), 0U);
}

}  // namespace
