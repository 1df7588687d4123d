#include "googletest.hpp"
#include <range/v3/range/concepts.hpp>

import googletest;
import std;
import patterns.async;
import patterns.caching;
import test.hand_clock;

namespace {

using namespace std::chrono_literals;
using patterns::async::manual_clock;
using patterns::caching::cache;
using patterns::caching::key_hash;
using patterns::caching::listener_reentry_error;
using patterns::caching::removal_cause;
using patterns::caching::synchronized_cache;
using patterns::caching::ttl_cache;
using patterns_test::hand_clock;

using texts = ttl_cache<int, std::string, hand_clock&>;

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

TEST(C8_ttl_cache, is_asked_for_times_by_whatever_its_hash_takes) {
  hand_clock clock;
  ttl_cache<std::string, int, hand_clock&> cache(4, 10s, clock);
  cache.put("alpha", 1);
  const std::string_view alpha = "alpha";
  EXPECT_EQ(cache.remaining(alpha), 10s);
  EXPECT_TRUE(cache.renew(alpha, 3s));
  EXPECT_EQ(cache.remaining("alpha"), 3s);
  EXPECT_EQ(*cache.peek_stale(alpha)->value, 1);
  EXPECT_FALSE(cache.peek_stale("beta"));
  EXPECT_FALSE(cache.renew("beta", 3s));
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

struct text_weigher {
  std::size_t operator()(int, const std::string& text) const { return text.size(); }
};

TEST(C8_ttl_cache, gives_the_room_of_what_has_expired_to_what_is_put) {
  hand_clock clock;
  ttl_cache<int, std::string, hand_clock&, key_hash<int>, std::equal_to<>, text_weigher> cache(10, 10s, clock);
  departures log;
  cache.on_removal(logbook{&log});
  cache.put(1, "aaaa");
  cache.put(2, "bbbb", 1s);
  cache.put(3, "", 1s);
  clock.time += 1s;
  cache.put(4, "dddd");
  EXPECT_EQ(cache.weight(), 8U);
  EXPECT_EQ(keys_of(cache), (ints{4, 1}));
  log.clear();
  EXPECT_FALSE(cache.put(4, "far too heavy"));
  EXPECT_EQ(log, (departures{{4, removal_cause::replaced}, {4, removal_cause::evicted}}));
  EXPECT_EQ(cache.weight(), 4U);
  log.clear();
  EXPECT_FALSE(cache.put(5, "far too heavy, and over", 0s));
  EXPECT_EQ(log, (departures{{5, removal_cause::expired}}));
  EXPECT_TRUE(cache.put(6, ""));
  clock.time += 10s;
  EXPECT_EQ(cache.purge_expired(), 2U);
  EXPECT_EQ(cache.weight(), 0U);
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
