#include "googletest.hpp"

#include "fuse.hpp"

import googletest;
import std;
import patterns.caching;
import test.hand_clock;

namespace {

using namespace std::chrono_literals;
using patterns::caching::bounded_cache;
using patterns::caching::clock_like;
using patterns::caching::expire_after_access;
using patterns::caching::expire_after_write;
using patterns::caching::expiry_policy;
using patterns::caching::key_hash;
using patterns::caching::lru;
using patterns::caching::lru_cache;
using patterns::caching::missing_clock_error;
using patterns::caching::never_expires;
using patterns::caching::removal_cause;
using patterns::caching::ttl_cache;
using patterns::caching::unit_weigher;
using patterns_test::fragile;
using patterns_test::fragile_hash;
using patterns_test::fragile_weigher;
using patterns_test::fuse;
using patterns_test::hand_clock;

struct clock_of_fractions {
  using time_point = std::chrono::time_point<std::chrono::steady_clock, std::chrono::duration<double>>;
  [[nodiscard]] time_point now() const { return {}; }
};

static_assert(clock_like<std::chrono::steady_clock> && clock_like<std::chrono::system_clock>);
static_assert(clock_like<hand_clock> && clock_like<hand_clock&> && clock_like<const hand_clock&>);
static_assert(clock_like<std::reference_wrapper<hand_clock>> && clock_like<hand_clock*>);
static_assert(clock_like<std::shared_ptr<const hand_clock>> && !clock_like<int> && !clock_like<clock_of_fractions>);
static_assert(std::same_as<patterns::caching::clock_duration<hand_clock*>, hand_clock::duration>);
static_assert(expiry_policy<never_expires, int, int> && !expiry_policy<std::chrono::steady_clock, int, int>);
static_assert(expiry_policy<expire_after_write<>, int, int> &&
              expiry_policy<expire_after_access<hand_clock&>, int, int>);

static_assert(std::same_as<decltype(expire_after_write(1s)), expire_after_write<>>);
static_assert(std::same_as<decltype(expire_after_access(1s, std::declval<hand_clock*>(), 1min)),
                           expire_after_access<hand_clock*>>);

using texts = ttl_cache<int, std::string, hand_clock&>;
using idle_texts = bounded_cache<int, std::string, lru, key_hash<int>, std::equal_to<>, unit_weigher,
                                 expire_after_access<hand_clock&>>;

template <class Cache>
auto keys_of(const Cache& cache) {
  std::vector<typename Cache::key_type> keys;
  for (const auto& [key, value] : cache) {
    keys.push_back(key);
  }
  return keys;
}

using ints = std::vector<int>;

TEST(C8_clock_like, may_be_no_null_pointer) {
  EXPECT_THROW(expire_after_write(1s, static_cast<hand_clock*>(nullptr)), missing_clock_error);
  try {
    const ttl_cache<int, int, std::shared_ptr<hand_clock>> cache(4, 1s, nullptr);
    FAIL() << "no exception";
  } catch (const missing_clock_error& error) {
    EXPECT_STREQ(error.what(), "expiry_policy: the pointer to the clock is null");
  }
}

TEST(C8_expire_after_access, ends_what_nobody_asks_for) {
  hand_clock clock;
  idle_texts cache(4, 10s, clock);
  cache.put(1, "asked for");
  cache.put(2, "forgotten");
  cache.put(3, "its own time", 3s);
  for (int i = 0; i < 10; ++i) {
    clock.time += 2s;
    EXPECT_TRUE(cache.get(1));
    EXPECT_TRUE(cache.get(3));
    (void)cache.peek(2);
    (void)cache.contains(2);
    (void)cache.peek_stale(2);
  }
  EXPECT_EQ(cache.purge_expired(), 1U);
  EXPECT_EQ(keys_of(cache), (ints{3, 1}));
  EXPECT_EQ(cache.remaining(3), 3s);
  clock.time += 3s;
  EXPECT_EQ(cache.get(3), nullptr);
  clock.time += 7s;
  EXPECT_EQ(cache.purge_expired(), 1U);
}

/// Words by length, sentences for ever, and each hit halves what is left.
struct by_length {
  const hand_clock* clock;
  [[nodiscard]] auto now() const { return clock->now(); }
  [[nodiscard]] std::chrono::seconds time_to_live(int, const std::string& text) const {
    return text.find(' ') != std::string::npos ? std::chrono::seconds::max() : std::chrono::seconds(text.size());
  }
  [[nodiscard]] std::chrono::nanoseconds after_hit(int, const std::string&, std::chrono::nanoseconds ttl) const {
    return ttl / 2;
  }
};

TEST(C8_expiry_policy, may_be_any_that_looks_at_key_and_value) {
  hand_clock clock;
  bounded_cache<int, std::string, lru, key_hash<int>, std::equal_to<>, unit_weigher, by_length> cache(
      4, by_length{&clock});
  cache.put(1, "word");
  cache.put(2, "a sentence");
  cache.put(3, "");
  EXPECT_FALSE(cache.contains(3));
  EXPECT_EQ(cache.remaining(1), 4s);
  EXPECT_TRUE(cache.get(1));
  EXPECT_EQ(cache.remaining(1), 2s);
  EXPECT_TRUE(cache.get(1));
  EXPECT_EQ(cache.remaining(1), 1s);
  clock.time += 1s;
  EXPECT_EQ(cache.purge_expired(), 1U);
  EXPECT_TRUE(cache.contains(2));
}

TEST(C8_expiry_policy, is_asked_for_no_time_when_nothing_expires) {
  static_assert(sizeof(lru_cache<int, int>) < sizeof(ttl_cache<int, int>));
  lru_cache<int, int> cache(2);
  cache.put(1, 1);
  EXPECT_NE(cache.get(1), nullptr);
  EXPECT_EQ(cache.stats().expirations, 0U);
}

TEST(C8_peek_stale, gives_what_has_expired_for_as_long_as_it_is_held) {
  hand_clock clock;
  texts cache(4, 10s, clock, 1min);
  cache.put(1, "old");
  clock.time += 4s;
  auto found = cache.peek_stale(1);
  ASSERT_TRUE(found);
  EXPECT_EQ(*found->value, "old");
  EXPECT_EQ(found->age, 4s);
  EXPECT_EQ(found->remaining, 6s);
  EXPECT_FALSE(found->stale());
  clock.time += 6s;
  EXPECT_EQ(cache.get(1), nullptr);
  EXPECT_EQ(cache.purge_expired(), 0U);
  clock.time += 59s;
  found = cache.peek_stale(1);
  ASSERT_TRUE(found);
  EXPECT_EQ(*found->value, "old");
  EXPECT_EQ(found->age, 69s);
  EXPECT_EQ(found->remaining, -59s);
  EXPECT_TRUE(found->stale());
  EXPECT_EQ(cache.remaining(1), std::nullopt);
  EXPECT_EQ(keys_of(cache), ints());
  clock.time += 1s;
  EXPECT_FALSE(cache.peek_stale(1));
  EXPECT_EQ(cache.purge_expired(), 1U);
  EXPECT_EQ(cache.stats().misses, 1U);
}

TEST(C8_peek_stale, finds_nothing_that_was_erased_or_put_again) {
  hand_clock clock;
  texts cache(4, 10s, clock, 1min);
  for (const int key : {1, 2, 3}) {
    cache.put(key, "old");
  }
  cache.put(4, "for now", 0s);
  EXPECT_TRUE(cache.peek_stale(4)->stale());
  clock.time += 10s;
  EXPECT_FALSE(cache.erase(1));
  EXPECT_FALSE(cache.peek_stale(1));
  cache.put(2, "new");
  EXPECT_EQ(*cache.peek_stale(2)->value, "new");
  EXPECT_EQ(cache.erase_if([](const auto& entry) { return entry.second == "old"; }), 0U);
  EXPECT_FALSE(cache.peek_stale(3));
  EXPECT_EQ(cache.size(), 2U);
}

struct fragile_expiry {
  const hand_clock* clock;
  [[nodiscard]] auto now() const {
    fuse::use();
    return clock->now();
  }
  [[nodiscard]] std::chrono::seconds time_to_live(const fragile& key, const fragile&) const {
    fuse::use();
    return std::chrono::seconds(key.number);
  }
  [[nodiscard]] std::chrono::nanoseconds after_hit(const fragile&, const fragile&, std::chrono::nanoseconds ttl) const {
    fuse::use();
    return ttl;
  }
};

// Entry 1 has expired, 2 to 4 have not.
TEST(C8_expiry_policy, leaves_the_cache_unchanged_whatever_throws_at_whichever_call) {
  using fragile_cache =
      bounded_cache<fragile, fragile, lru, fragile_hash, std::equal_to<>, fragile_weigher, fragile_expiry>;
  const std::vector<std::function<void(fragile_cache&, const fragile&)>> operations{
      [](fragile_cache& cache, const fragile& key) { cache.put(key, key); },
      [](fragile_cache& cache, const fragile& key) { cache.put(key, key, 1min); },
      [](fragile_cache& cache, const fragile& key) { cache.erase(key); },
      [](fragile_cache& cache, const fragile& key) { (void)cache.get(key); },
      [](fragile_cache& cache, const fragile& key) { cache.renew(key, 1s); },
      [](fragile_cache& cache, const fragile& key) {
        cache.purge_expired();
        (void)key;
      },
      [](fragile_cache& cache, const fragile& key) { (void)cache.get_or_put(key, [](const fragile& k) { return k; }); },
      [](fragile_cache& cache, const fragile& key) {
        cache.compute(key, [&](const fragile*) { return std::optional<fragile>(key); });
      },
      [](fragile_cache& cache, const fragile& key) { cache.compute(key, [](const fragile*) { return std::nullopt; }); },
  };
  const auto contents = [](const fragile_cache& cache) {
    std::vector<std::tuple<int, int, std::chrono::nanoseconds>> entries;
    for (const auto& [key, value] : cache) {
      entries.emplace_back(key.number, value.number, *cache.remaining(key));
    }
    return entries;
  };
  int failures = 0;
  for (const auto& operation : operations) {
    for (const int number : {1, 3, 9}) {
      for (int uses = 0; uses < 16; ++uses) {
        fuse::left = -1;
        hand_clock clock;
        fragile_cache cache(4, fragile_weigher(), fragile_expiry{&clock});
        std::size_t told = 0;
        cache.on_removal([&](const fragile&, fragile&, removal_cause) { ++told; });
        for (const int n : {1, 2, 3, 4}) {
          cache.put(n, n);
        }
        clock.time += 1s;
        const fragile key(number);
        const auto before = contents(cache);
        const auto stats = cache.stats();
        fuse::left = uses;
        try {
          operation(cache, key);
        } catch (const std::runtime_error&) {
          ++failures;
          fuse::left = -1;
          EXPECT_EQ(contents(cache), before);
          EXPECT_EQ(cache.stats(), stats);
          EXPECT_EQ(told, 0U);
          EXPECT_EQ(cache.weight(), 4U);
        }
        fuse::left = -1;
        for (int n = 10; n < 14; ++n) {
          cache.put(n, n);
          EXPECT_EQ(cache.get(n)->number, n);
        }
        clock.time += 1h;
        cache.purge_expired();
        EXPECT_TRUE(cache.empty());
      }
    }
  }
  EXPECT_GE(failures, 100);
}

}  // namespace
