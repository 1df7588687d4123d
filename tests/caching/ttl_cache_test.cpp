#include "googletest.hpp"
#include <range/v3/range/concepts.hpp>

import googletest;
import std;
import patterns.async;
import patterns.caching;

namespace {

using namespace std::chrono_literals;
using patterns::async::manual_clock;
using patterns::caching::bounded_cache;
using patterns::caching::cache;
using patterns::caching::clock_duration;
using patterns::caching::clock_like;
using patterns::caching::compute_reentry_error;
using patterns::caching::entry_function;
using patterns::caching::expire_after_access;
using patterns::caching::expire_after_write;
using patterns::caching::expiry_policy;
using patterns::caching::key_hash;
using patterns::caching::listener_reentry_error;
using patterns::caching::lru;
using patterns::caching::lru_cache;
using patterns::caching::never_expires;
using patterns::caching::removal_cause;
using patterns::caching::synchronized_cache;
using patterns::caching::ttl_cache;
using patterns::caching::unit_weigher;

/// A clock that can be set to anything, and break.
struct hand_clock {
  using duration = std::chrono::nanoseconds;
  using time_point = std::chrono::time_point<std::chrono::steady_clock, duration>;

  time_point time{};
  bool broken = false;
  mutable int looks = 0;

  [[nodiscard]] time_point now() const {
    if (broken) {
      throw std::runtime_error("the clock is broken");
    }
    ++looks;
    return time;
  }
};

struct clock_of_fractions {
  using time_point = std::chrono::time_point<std::chrono::steady_clock, std::chrono::duration<double>>;
  [[nodiscard]] time_point now() const { return {}; }
};

static_assert(clock_like<std::chrono::steady_clock> && clock_like<std::chrono::system_clock>);
static_assert(clock_like<manual_clock> && clock_like<manual_clock&> && clock_like<const manual_clock&>);
static_assert(clock_like<std::reference_wrapper<manual_clock>> && clock_like<manual_clock*>);
static_assert(clock_like<std::shared_ptr<const manual_clock>> && !clock_like<int> && !clock_like<clock_of_fractions>);
static_assert(std::same_as<clock_duration<manual_clock*>, std::chrono::steady_clock::duration>);
static_assert(expiry_policy<never_expires, int, int> && !expiry_policy<std::chrono::steady_clock, int, int>);
static_assert(expiry_policy<expire_after_write<>, int, int> &&
              expiry_policy<expire_after_access<manual_clock&>, int, int>);

using texts = ttl_cache<int, std::string, hand_clock&>;
using idle_texts = bounded_cache<int, std::string, lru, key_hash<int>, std::equal_to<>, unit_weigher,
                                 expire_after_access<hand_clock&>>;

static_assert(cache<texts> && cache<synchronized_cache<texts>>);
static_assert(std::ranges::forward_range<texts> && ranges::forward_range<const texts>);
static_assert(std::constructible_from<ttl_cache<int, int>, std::size_t, std::chrono::minutes>);
static_assert(!std::constructible_from<ttl_cache<int, int>, std::size_t>);
static_assert(!std::constructible_from<texts, std::size_t, std::chrono::minutes>, "a reference to which clock?");

template <class Cache>
auto keys_of(const Cache& cache) {
  std::vector<typename Cache::key_type> keys;
  for (const auto& [key, value] : cache) {
    keys.push_back(key);
  }
  return keys;
}

using ints = std::vector<int>;
using departures = std::vector<std::pair<int, removal_cause>>;

/// Writes down who leaves, and why.
struct logbook {
  departures* entries;
  void operator()(int key, const std::string&, removal_cause cause) const { entries->emplace_back(key, cause); }
};

TEST(C8_ttl_cache, gives_an_entry_until_its_time_is_over) {
  hand_clock clock;
  texts cache(4, 10s, clock);
  EXPECT_TRUE(cache.put(1, "a"));
  clock.time += 10s - 1ns;
  EXPECT_EQ(*cache.get(1), "a");
  clock.time += 1ns;
  EXPECT_EQ(cache.get(1), nullptr);
  EXPECT_EQ(cache.size(), 0U);
  EXPECT_EQ(cache.stats().hits, 1U);
  EXPECT_EQ(cache.stats().misses, 1U);
  EXPECT_EQ(cache.stats().expirations, 1U);
  EXPECT_EQ(cache.stats().evictions, 0U);
}

TEST(C8_ttl_cache, shows_no_expired_entry_by_any_look) {
  hand_clock clock;
  texts cache(4, 10s, clock);
  cache.put(1, "a");
  cache.put(2, "b", 20s);
  clock.time += 10s;
  EXPECT_EQ(cache.peek(1), nullptr);
  EXPECT_FALSE(cache.contains(1));
  EXPECT_EQ(cache.remaining(1), std::nullopt);
  EXPECT_FALSE(cache.peek_stale(1).has_value());
  EXPECT_FALSE(cache.renew(1, 1h));
  EXPECT_EQ(keys_of(cache), (ints{2}));
  EXPECT_FALSE(cache.erase(1));
  EXPECT_EQ(cache.size(), 1U);
}

TEST(C8_ttl_cache, runs_by_the_steady_clock_unless_told_otherwise) {
  ttl_cache<int, int> cache(4, 1h);
  cache.put(1, 7);
  EXPECT_EQ(*cache.get(1), 7);
  EXPECT_LE(*cache.remaining(1), 1h);
  EXPECT_GT(*cache.remaining(1), 50min);
}

TEST(C8_ttl_cache, takes_a_clock_by_value_reference_wrapper_or_pointer) {
  hand_clock by_value;
  ttl_cache<int, int, hand_clock> owner(4, 1s, by_value);
  owner.put(1, 1);
  by_value.time += 1h;
  EXPECT_TRUE(owner.contains(1));

  manual_clock clock;
  ttl_cache<int, int, manual_clock&> referring(4, 1s, clock);
  ttl_cache<int, int, std::reference_wrapper<manual_clock>> wrapping(4, 1s, std::ref(clock));
  ttl_cache<int, int, const manual_clock*> pointing(4, 1s, &clock);
  const auto shared = std::make_shared<manual_clock>();
  ttl_cache<int, int, std::shared_ptr<manual_clock>> sharing(4, 1s, shared);
  referring.put(1, 1);
  wrapping.put(1, 1);
  pointing.put(1, 1);
  sharing.put(1, 1);
  EXPECT_TRUE(referring.contains(1) && wrapping.contains(1) && pointing.contains(1) && sharing.contains(1));
  clock.advance(1s);
  shared->advance(1s);
  EXPECT_FALSE(referring.contains(1) || wrapping.contains(1) || pointing.contains(1) || sharing.contains(1));
}

TEST(C8_ttl_cache, counts_a_new_time_from_a_put_and_from_nothing_else) {
  hand_clock clock;
  texts cache(4, 10s, clock);
  cache.put(1, "a");
  clock.time += 6s;
  cache.put(1, "b");
  clock.time += 6s;
  EXPECT_EQ(*cache.get(1), "b");
  EXPECT_EQ(*cache.peek(1), "b");
  EXPECT_TRUE(cache.contains(1));
  EXPECT_EQ(cache.remaining(1), 4s);
  clock.time += 4s;
  EXPECT_EQ(cache.get(1), nullptr);
}

TEST(C8_ttl_cache, lets_an_entry_have_a_time_of_its_own) {
  hand_clock clock;
  texts cache(4, 10s, clock);
  cache.put(1, "short", 1500ms);
  cache.put(2, "long", 3h);
  cache.put(3, "usual");
  clock.time += 1500ms;
  EXPECT_EQ(keys_of(cache), (ints{3, 2}));
  cache.put(2, "usual");
  clock.time += 10s;
  EXPECT_EQ(keys_of(cache), ints());
}

TEST(C8_ttl_cache, lets_the_time_of_an_entry_be_changed) {
  hand_clock clock;
  texts cache(4, 10s, clock);
  departures log;
  cache.on_removal(logbook{&log});
  cache.put(1, "a");
  cache.put(2, "b");
  cache.put(3, "c");
  EXPECT_TRUE(cache.renew(1, 1h));
  EXPECT_TRUE(cache.renew(2, 1s));
  EXPECT_TRUE(cache.renew(3, 0s));
  EXPECT_FALSE(cache.renew(4, 1h));
  EXPECT_EQ(log, (departures{{3, removal_cause::expired}}));
  EXPECT_EQ(cache.remaining(1), 1h);
  clock.time += 1s;
  EXPECT_EQ(cache.purge_expired(), 1U);
  clock.time += 59min;
  EXPECT_EQ(cache.purge_expired(), 0U);
  EXPECT_EQ(keys_of(cache), (ints{1}));
  EXPECT_EQ(cache.stats().hits, 0U);
}

TEST(C8_ttl_cache, purges_what_has_expired_and_only_that_at_once) {
  hand_clock clock;
  ttl_cache<int, int, hand_clock&> cache(10'000, 1h, clock);
  for (int key = 0; key < 10'000; ++key) {
    cache.put(key, key, std::chrono::nanoseconds(std::int64_t{key} * key * 1000 + 1));
  }
  for (int reached = 0; reached <= 10'000; reached += 500) {
    clock.time = hand_clock::time_point(std::chrono::nanoseconds(std::int64_t{reached} * reached * 1000));
    cache.purge_expired();
    EXPECT_EQ(cache.size(), static_cast<std::size_t>(10'000 - reached));
  }
  EXPECT_EQ(cache.stats().expirations, 10'000U);
}

TEST(C8_ttl_cache, evicts_what_has_expired_before_what_has_not) {
  hand_clock clock;
  texts cache(3, 1h, clock);
  departures log;
  cache.on_removal(logbook{&log});
  cache.put(1, "the oldest");
  cache.put(2, "expires", 1s);
  cache.put(3, "expires", 2s);
  clock.time += 1s;
  cache.put(4, "d");
  EXPECT_EQ(log, (departures{{2, removal_cause::expired}}));
  EXPECT_EQ(keys_of(cache), (ints{4, 3, 1}));
  cache.put(5, "e");
  EXPECT_EQ(log.back(), (std::pair{1, removal_cause::evicted}));
}

// No get ever comes: the memory of what has expired is found by the puts alone.
TEST(C8_ttl_cache, keeps_up_with_what_it_is_given_by_puts_alone) {
  hand_clock clock;
  ttl_cache<int, int, hand_clock&> cache(1'000'000, 100us, clock);
  std::size_t most = 0;
  for (int key = 0; key < 50'000; ++key) {
    clock.time += 1us;
    cache.put(key, key);
    most = std::max(most, cache.size());
  }
  EXPECT_LE(most, 200U);
}

TEST(C8_ttl_cache, does_bounded_work_in_a_put_however_much_has_expired) {
  hand_clock clock;
  ttl_cache<int, int, hand_clock&> cache(100'000, 1s, clock);
  for (int key = 0; key < 10'000; ++key) {
    cache.put(key, key);
  }
  clock.time += 1h;
  cache.put(-1, -1);
  EXPECT_GT(cache.size(), 9'900U);
  EXPECT_EQ(keys_of(cache), (ints{-1}));
  const auto left = cache.size() - 1;
  EXPECT_EQ(cache.purge_expired(), left);
}

TEST(C8_ttl_cache, holds_for_ever_what_would_expire_after_the_end_of_time) {
  using longest = std::chrono::duration<std::int64_t, std::ratio<86'400 * 365LL>>;
  hand_clock clock;
  clock.time = hand_clock::time_point::max() - 1s;
  texts cache(8, hand_clock::duration::max(), clock);
  cache.put(1, "policy");
  cache.put(2, "nanoseconds", std::chrono::nanoseconds::max());
  cache.put(3, "hours", std::chrono::hours::max());
  cache.put(4, "years", longest::max());
  cache.put(5, "infinite", std::chrono::duration<double>(std::numeric_limits<double>::infinity()));
  EXPECT_EQ(cache.remaining(3), hand_clock::duration::max());
  clock.time = hand_clock::time_point::max();
  EXPECT_EQ(cache.purge_expired(), 0U);
  EXPECT_EQ(keys_of(cache).size(), 5U);

  hand_clock from_the_beginning;
  from_the_beginning.time = hand_clock::time_point::min();
  texts all_time(4, 1s, from_the_beginning);
  all_time.put(1, "a", std::chrono::years(292));
  all_time.put(2, "b", hand_clock::duration::max());
  from_the_beginning.time = hand_clock::time_point::max();
  EXPECT_EQ(all_time.purge_expired(), 1U);
  EXPECT_EQ(keys_of(all_time), (ints{2}));
  EXPECT_TRUE(all_time.put(3, "c"));
  EXPECT_EQ(*all_time.get(3), "c");
}

TEST(C8_ttl_cache, stores_nothing_whose_time_is_over_already_and_says_so) {
  hand_clock clock;
  texts cache(4, 10s, clock);
  departures log;
  cache.on_removal(logbook{&log});
  for (const auto ttl : {0ns, -1ns, hand_clock::duration::min()}) {
    EXPECT_FALSE(cache.put(1, "a", ttl));
    EXPECT_EQ(cache.get(1), nullptr);
  }
  EXPECT_FALSE(cache.put(1, "no number", std::chrono::duration<double>(std::numeric_limits<double>::quiet_NaN())));
  EXPECT_EQ(cache.size(), 0U);
  EXPECT_EQ(log, departures(4, {1, removal_cause::expired}));
  EXPECT_EQ(cache.stats().expirations, 4U);

  log.clear();
  cache.put(1, "good");
  EXPECT_FALSE(cache.put(1, "over", 0s));
  EXPECT_FALSE(cache.contains(1));
  EXPECT_EQ(log, (departures{{1, removal_cause::replaced}, {1, removal_cause::expired}}));
  EXPECT_FALSE(texts(4, 0s, clock).put(1, "a"));
}

TEST(C8_ttl_cache, rounds_a_time_up_to_a_tick_of_its_clock) {
  struct slow_clock {
    using time_point = std::chrono::time_point<std::chrono::steady_clock, std::chrono::seconds>;
    time_point time{};
    time_point now() const { return time; }
  };
  slow_clock clock;
  ttl_cache<int, int, slow_clock&> cache(4, 1ms, clock);
  EXPECT_TRUE(cache.put(1, 1));
  EXPECT_TRUE(cache.put(2, 2, 1001ms));
  EXPECT_EQ(cache.remaining(1), 1s);
  EXPECT_EQ(cache.remaining(2), 2s);
}

TEST(C8_ttl_cache, has_no_time_go_by_while_the_clock_goes_back) {
  hand_clock clock;
  clock.time += 1h;
  texts cache(4, 10s, clock);
  cache.put(1, "a");
  clock.time += 6s;
  EXPECT_TRUE(cache.get(1));
  clock.time -= 30min;
  EXPECT_EQ(cache.remaining(1), 4s);
  EXPECT_TRUE(cache.get(1));
  clock.time += 4s;
  EXPECT_EQ(cache.get(1), nullptr);
}

// With the greatest moment ever seen as the present, all that is put after such a leap would be held for a century.
TEST(C8_ttl_cache, forgets_a_leap_into_the_next_century_and_back) {
  hand_clock clock;
  texts cache(4, 10s, clock);
  cache.put(1, "a");
  clock.time += std::chrono::years(100);
  EXPECT_EQ(cache.get(1), nullptr);
  clock.time -= std::chrono::years(100);
  EXPECT_EQ(cache.get(1), nullptr);
  cache.put(2, "b");
  clock.time += 9s;
  EXPECT_TRUE(cache.get(2));
  clock.time += 1s;
  EXPECT_EQ(cache.get(2), nullptr);
}

TEST(C8_ttl_cache, turns_its_wheel_over_any_leap_at_once) {
  hand_clock clock;
  clock.time = hand_clock::time_point::min();
  ttl_cache<int, int, hand_clock&> cache(1000, 1ns, clock);
  for (int round = 0; round < 63; ++round) {
    for (int key = 0; key < 64; ++key) {
      cache.put(key, key, std::chrono::nanoseconds((std::int64_t{1} << round) + key));
    }
    clock.time += std::chrono::nanoseconds(std::int64_t{1} << round);
    EXPECT_EQ(cache.purge_expired(), 1U) << round;
    EXPECT_EQ(cache.size(), 63U);
  }
  clock.time = hand_clock::time_point::max();
  EXPECT_EQ(cache.purge_expired(), 63U);
}

TEST(C8_ttl_cache, is_unchanged_when_the_clock_throws) {
  hand_clock clock;
  texts cache(2, 10s, clock);
  cache.put(1, "a");
  cache.put(2, "b");
  const auto stats = cache.stats();
  departures log;
  cache.on_removal(logbook{&log});
  clock.broken = true;
  EXPECT_THROW(cache.put(3, "c"), std::runtime_error);
  EXPECT_THROW(cache.put(1, "c", 5s), std::runtime_error);
  EXPECT_THROW((void)cache.get(1), std::runtime_error);
  EXPECT_THROW((void)cache.peek(1), std::runtime_error);
  EXPECT_THROW(cache.erase(1), std::runtime_error);
  EXPECT_THROW(cache.clear(), std::runtime_error);
  EXPECT_THROW(cache.renew(1, 1s), std::runtime_error);
  EXPECT_THROW((void)cache.get_or_put(1, [](int) { return "c"; }), std::runtime_error);
  EXPECT_THROW((void)cache.get_or_put(4, [](int) { return "c"; }), std::runtime_error);
  EXPECT_THROW((void)cache.compute(1, [](auto*) { return std::nullopt; }), std::runtime_error);
  EXPECT_THROW((void)cache.begin(), std::runtime_error);
  EXPECT_THROW(texts(2, 10s, clock), std::runtime_error);
  clock.broken = false;
  EXPECT_EQ(keys_of(cache), (ints{2, 1}));
  EXPECT_EQ(cache.stats(), stats);
  EXPECT_TRUE(log.empty());
  cache.put(3, "c");
  EXPECT_EQ(keys_of(cache), (ints{3, 2}));
}

TEST(C8_ttl_cache, works_at_capacity_0_and_1) {
  hand_clock clock;
  texts none(0, 10s, clock);
  EXPECT_EQ(none.purge_expired(), 0U);
  EXPECT_FALSE(none.put(1, "a"));
  EXPECT_EQ(none.get(1), nullptr);
  EXPECT_EQ(none.purge_expired(), 0U);
  EXPECT_EQ(none.get_or_put(1, [](int) { return "a"; }), nullptr);
  EXPECT_EQ(none.stats().evictions, 2U);
  texts one(1, 10s, clock);
  for (int key = 0; key < 100; ++key) {
    EXPECT_TRUE(one.put(key, std::to_string(key)));
    EXPECT_EQ(*one.get(key), std::to_string(key));
    EXPECT_EQ(one.size(), 1U);
    clock.time += key % 2 == 0 ? 10s : 1s;
  }
  EXPECT_EQ(one.stats().evictions + one.stats().expirations, 99U);
  EXPECT_EQ(one.stats().expirations, 50U);
}

TEST(C8_ttl_cache, tells_the_listener_of_the_expired_when_it_may_look_and_erase) {
  hand_clock clock;
  texts cache(8, 10s, clock);
  departures log;
  cache.on_removal([&](int key, const std::string&, removal_cause cause) {
    log.emplace_back(key, cause);
    EXPECT_FALSE(cache.contains(key));
    (void)cache.get(key + 1);
    cache.erase(key + 2);
    EXPECT_THROW(cache.put(9, "no"), listener_reentry_error);
  });
  for (int key = 1; key < 7; ++key) {
    cache.put(key, "x");
  }
  cache.put(7, "stays", 1h);
  clock.time += 10s;
  EXPECT_EQ(cache.get(1), nullptr);
  EXPECT_EQ(log.size(), 7U);
  EXPECT_TRUE(std::ranges::all_of(log, [](const auto& entry) {
    return entry.second == (entry.first == 7 ? removal_cause::erased : removal_cause::expired);
  }));
  EXPECT_TRUE(cache.empty());
}

TEST(C8_ttl_cache, says_expired_of_what_had_expired_whatever_took_it_out) {
  hand_clock clock;
  texts cache(2, 10s, clock);
  departures log;
  cache.on_removal(logbook{&log});
  const auto expired_pair = [&] {
    cache.put(1, "a");
    cache.put(2, "b");
    clock.time += 10s;
    log.clear();
  };
  const departures first{{1, removal_cause::expired}};
  expired_pair();
  cache.put(1, "again");
  EXPECT_EQ(log, (departures{{1, removal_cause::expired}, {2, removal_cause::expired}}));
  expired_pair();
  EXPECT_FALSE(cache.erase(1));
  EXPECT_EQ(log, first);
  expired_pair();
  EXPECT_EQ(cache.erase_if([](const auto&) -> bool { throw std::logic_error("asked of the expired"); }), 0U);
  EXPECT_EQ(log.size(), 2U);
  expired_pair();
  cache.clear();
  EXPECT_EQ(log.back().second, removal_cause::expired);
  expired_pair();
  EXPECT_EQ(cache.compute(1,
                          [](const std::string* present) -> std::optional<std::string> {
                            EXPECT_EQ(present, nullptr);
                            return std::nullopt;
                          }),
            nullptr);
  EXPECT_EQ(log, first);
}

TEST(C8_ttl_cache, walks_the_entries_that_were_good_when_the_walk_began) {
  hand_clock clock;
  texts cache(8, 10s, clock);
  for (int key = 0; key < 8; ++key) {
    cache.put(key, "x", key % 2 == 0 ? 1s : 10s);
  }
  EXPECT_EQ(keys_of(cache), (ints{7, 6, 5, 4, 3, 2, 1, 0}));
  clock.time += 1s;
  ints seen;
  for (const auto& [key, value] : cache) {
    seen.push_back(key);
    clock.time += 4s;
  }
  EXPECT_EQ(seen, (ints{7, 5, 3, 1}));
  EXPECT_EQ(cache.begin(), cache.end());
  EXPECT_EQ(std::as_const(cache).begin(), std::as_const(cache).end());
}

TEST(C8_ttl_cache, may_be_changed_behind_and_before_an_iterator) {
  hand_clock clock;
  texts cache(8, 10s, clock);
  for (int key = 0; key < 6; ++key) {
    cache.put(key, "x");
  }
  clock.time += 1s;
  ints seen;
  for (auto entry = cache.begin(); entry != cache.end();) {
    const auto key = entry->first;
    ++entry;
    cache.erase(key);
    cache.erase(key == 5 ? 0 : 100 + key + 1);
    cache.put(100 + key, "new");
    seen.push_back(key);
  }
  EXPECT_EQ(seen, (ints{5, 4, 3, 2, 1}));
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

TEST(C9_bounded_cache, computes_an_entry_of_what_is_there) {
  lru_cache<std::string, int> counts(2);
  const auto count = [](const int* present) { return std::optional(present == nullptr ? 1 : *present + 1); };
  EXPECT_EQ(*counts.compute("a", count), 1);
  EXPECT_EQ(*counts.compute("a", count), 2);
  EXPECT_EQ(*counts.compute("b", count), 1);
  EXPECT_EQ(counts.compute("b", [](const int*) { return std::nullopt; }), nullptr);
  EXPECT_EQ(counts.compute("c", [](const int*) { return std::nullopt; }), nullptr);
  EXPECT_EQ(counts.size(), 1U);
  EXPECT_EQ(counts.stats().hits, 2U);
  EXPECT_EQ(counts.stats().misses, 3U);
  lru_cache<int, int> none(0);
  EXPECT_EQ(none.compute(1, [](const int*) { return 1; }), nullptr);
}

TEST(C9_bounded_cache, is_unchanged_when_what_computes_an_entry_throws) {
  lru_cache<int, int> cache(2);
  cache.put(1, 1);
  const auto stats = cache.stats();
  const auto fail = [](auto&&) -> int { throw std::runtime_error("no"); };
  EXPECT_THROW(cache.compute(1, fail), std::runtime_error);
  EXPECT_THROW(cache.compute(2, fail), std::runtime_error);
  EXPECT_THROW((void)cache.get_or_put(2, fail), std::runtime_error);
  EXPECT_EQ(*cache.get_or_put(1, fail), 1);
  EXPECT_EQ(cache.stats().hits, stats.hits + 1);
  EXPECT_EQ(cache.stats().misses, stats.misses);
  EXPECT_EQ(cache.size(), 1U);
  cache.put(2, 2);
  EXPECT_EQ(cache.size(), 2U);
}

TEST(C9_bounded_cache, refuses_to_be_changed_by_what_computes_an_entry) {
  hand_clock clock;
  texts cache(4, 10s, clock);
  cache.put(1, "one");
  int refused = 0;
  const auto refuses = [&](auto operation) {
    try {
      operation();
    } catch (const compute_reentry_error&) {
      ++refused;
    }
  };
  const auto* const held = cache.compute(1, [&](const std::string* present) {
    refuses([&] { cache.put(1, "no"); });
    refuses([&] { cache.put(2, "no", 1s); });
    refuses([&] { cache.erase(1); });
    refuses([&] { cache.clear(); });
    refuses([&] { cache.purge_expired(); });
    refuses([&] { cache.renew(1, 0s); });
    refuses([&] { (void)cache.get_or_put(1, [](int) { return "no"; }); });
    refuses([&] { (void)cache.compute(1, [](const std::string*) { return std::nullopt; }); });
    clock.time += 20s;
    EXPECT_EQ(cache.get(1), nullptr);
    return std::optional(*present + " and more");
  });
  EXPECT_EQ(refused, 8);
  ASSERT_NE(held, nullptr);
  EXPECT_EQ(*held, "one and more");
  try {
    (void)cache.get_or_put(7, [&](int key) { return cache.put(key, "no") ? "a" : "b"; });
    FAIL() << "no exception";
  } catch (const compute_reentry_error& error) {
    EXPECT_STREQ(error.what(), "bounded_cache: put called by what computes an entry of it");
  }
}

TEST(C9_bounded_cache, gives_no_value_that_the_listener_has_erased_meanwhile) {
  lru_cache<int, int> cache(1);
  cache.on_removal([&](int, int&, removal_cause cause) {
    if (cause == removal_cause::evicted) {
      cache.clear();
    }
  });
  cache.put(1, 1);
  EXPECT_EQ(cache.get_or_put(2, [](int key) { return key; }), nullptr);
  EXPECT_TRUE(cache.empty());
  EXPECT_EQ(*cache.get_or_put(2, [](int key) { return key; }), 2);
}

static_assert(entry_function<std::optional<int> (*)(const int*), int>);
static_assert(!entry_function<std::optional<int> (*)(int*), int>, "what is there is not to be changed");

TEST(C8_synchronized_cache, does_what_a_cache_with_expiry_does) {
  hand_clock clock;
  synchronized_cache<texts> cache(4, 10s, clock);
  EXPECT_TRUE(cache.put(1, "a"));
  EXPECT_TRUE(cache.put(2, "b", 1min));
  EXPECT_EQ(cache.remaining(2), 1min);
  clock.time += 10s;
  EXPECT_EQ(cache.get(1), std::nullopt);
  EXPECT_EQ(cache.get_or_put(1, [](int) { return "again"; }), "again");
  EXPECT_EQ(cache.compute(1, [](const std::string* present) { return std::optional(*present + "!"); }), "again!");
  EXPECT_TRUE(cache.renew(1, 1s));
  clock.time += 1s;
  EXPECT_EQ(cache.purge_expired(), 1U);
  EXPECT_EQ(cache.size(), 1U);
}

/// A fuse that blows once, after as many uses as it is set to.
struct fuse {
  static inline int left = -1;

  static void use() {
    if (left >= 0 && left-- == 0) {
      throw std::runtime_error("fuse");
    }
  }
};

struct fragile {
  int number;
  fragile(int n) : number(n) { fuse::use(); }
  fragile(const fragile& other) : number(other.number) { fuse::use(); }
  fragile& operator=(const fragile&) = delete;
  friend bool operator==(const fragile& a, const fragile& b) {
    fuse::use();
    return a.number == b.number;
  }
};

struct fragile_hash {
  std::size_t operator()(const fragile& key) const {
    fuse::use();
    return static_cast<std::size_t>(key.number % 2);
  }
};

struct fragile_weigher {
  std::size_t operator()(const fragile&, const fragile&) const {
    fuse::use();
    return 1;
  }
};

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

struct colliding_hash {
  std::size_t operator()(int) const noexcept { return 42; }
};

/// The obvious cache with a time to live: a map, of which every entry is looked at.
class reference_cache {
 public:
  void put(int key, int value, std::int64_t ttl) {
    entries_[key] = {value, ttl == std::numeric_limits<std::int64_t>::max() ? ttl : now_ + ttl};
  }
  void erase(int key) { entries_.erase(key); }
  void pass(std::int64_t ticks) {
    now_ += ticks;
    std::erase_if(entries_, [&](const auto& entry) { return entry.second.deadline <= now_; });
  }
  [[nodiscard]] std::optional<int> get(int key) const {
    const auto found = entries_.find(key);
    return found == entries_.end() ? std::nullopt : std::optional(found->second.value);
  }
  bool renew(int key, std::int64_t ttl) {
    const auto found = entries_.find(key);
    if (found == entries_.end()) {
      return false;
    }
    found->second.deadline = now_ + ttl;
    return true;
  }
  [[nodiscard]] std::size_t size() const { return entries_.size(); }

 private:
  struct record {
    int value;
    std::int64_t deadline;
  };
  std::int64_t now_ = 0;
  std::map<int, record> entries_;
};

template <class Hash>
void behaves_as_the_reference(unsigned seed, int keys, int operations) {
  std::mt19937_64 random(seed);
  hand_clock clock;
  ttl_cache<int, int, hand_clock&, Hash> cache(static_cast<std::size_t>(keys), 1s, clock);
  reference_cache expected;
  const auto some_ticks = [&] { return static_cast<std::int64_t>(random() >> (23 + random() % 41)) + 1; };
  for (int step = 0; step < operations; ++step) {
    const auto key = static_cast<int>(random() % static_cast<unsigned>(keys));
    switch (random() % 12) {
      case 0:
        cache.erase(key);
        expected.erase(key);
        break;
      case 1: {
        const auto ticks = some_ticks();
        clock.time += std::chrono::nanoseconds(ticks);
        expected.pass(ticks);
        break;
      }
      case 2:
        cache.purge_expired();
        ASSERT_EQ(cache.size(), expected.size()) << step;
        clock.time -= std::chrono::nanoseconds(some_ticks());
        cache.purge_expired();
        break;
      case 3:
        cache.put(key, step, std::chrono::nanoseconds::max());
        expected.put(key, step, std::numeric_limits<std::int64_t>::max());
        break;
      case 4: {
        const auto ttl = some_ticks();
        ASSERT_EQ(cache.renew(key, std::chrono::nanoseconds(ttl)), expected.renew(key, ttl));
        break;
      }
      case 5:
      case 6:
      case 7: {
        const auto ttl = some_ticks();
        cache.put(key, step, std::chrono::nanoseconds(ttl));
        expected.put(key, step, ttl);
        break;
      }
      default: {
        const auto* const value = random() % 2 == 0 ? cache.get(key) : cache.peek(key);
        ASSERT_EQ(value == nullptr ? std::nullopt : std::optional(*value), expected.get(key)) << step;
      }
    }
    ASSERT_LE(cache.size(), static_cast<std::size_t>(keys));
  }
  cache.purge_expired();
  EXPECT_EQ(cache.size(), expected.size());
  EXPECT_GT(cache.stats().expirations, 0U);
}

TEST(C8_ttl_cache, behaves_as_the_obvious_one_over_random_operations) {
  for (unsigned seed = 0; seed < 4; ++seed) {
    behaves_as_the_reference<key_hash<int>>(seed, 3, 5'000);
    behaves_as_the_reference<key_hash<int>>(seed, 200, 10'000);
  }
  behaves_as_the_reference<colliding_hash>(9, 30, 5'000);
}

}  // namespace
