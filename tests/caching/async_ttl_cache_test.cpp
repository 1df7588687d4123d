#include "googletest.hpp"

import googletest;
import std;
import patterns.async;
import patterns.caching;
import test.started;

using namespace std::chrono_literals;
using patterns::async::async_event;
using patterns::async::manual_clock;
using patterns::async::operation_cancelled;
using patterns::async::run_loop;
using patterns::async::sync_wait;
using patterns::async::task;
using patterns::async::when_all;
using patterns::caching::async_ttl_cache;
using patterns::caching::async_ttl_options;
using patterns::caching::async_ttl_stats;
using patterns::caching::cache;
using patterns::caching::loaded;
using patterns::caching::recursive_load_error;
using patterns::caching::ttl_loader;
using patterns::concurrency::stop_source;
using patterns::concurrency::thread_pool;
using patterns_test::start;
using patterns_test::started;

namespace {

using strings = async_ttl_cache<int, std::string>;
using time_point = std::chrono::steady_clock::time_point;

static_assert(cache<strings>);
static_assert(!std::copy_constructible<strings>);
static_assert(ttl_loader<task<int> (*)(int), int, int>);
static_assert(ttl_loader<task<loaded<int>> (*)(int), int, int>);
static_assert(!ttl_loader<task<loaded<std::string>> (*)(int), int, int>);

// A cache, its clock, and loads that wait for `go`, count themselves and fail if asked to.
struct shop {
  explicit shop(async_ttl_options how = {.ttl = 10s}) : prices(how, time) {}

  manual_clock time;
  strings prices;
  async_event go{patterns::async::event_reset::manual, true};
  int begun = 0;
  bool fails = false;

  task<std::string> load(int key) {
    const int number = ++begun;
    co_await go.wait();
    if (fails) {
      throw std::runtime_error("closed");
    }
    co_return std::format("{} by load {}", key, number);
  }

  task<std::string> price(int key) {
    co_return co_await prices.get_or_load(key, [this](int wanted) { return load(wanted); });
  }
  std::string ask(int key) { return sync_wait(price(key)); }
  task<> note(int key, std::vector<std::string>& log) { log.push_back(co_await price(key)); }
};

TEST(C13_async_ttl_cache, loads_once_and_keeps_the_value_for_its_time) {
  shop all;
  EXPECT_EQ(all.ask(1), "1 by load 1");
  all.time.advance(10s - 1ns);
  EXPECT_EQ(all.ask(1), "1 by load 1");
  EXPECT_TRUE(all.prices.contains(1));
  all.time.advance(1ns);
  EXPECT_FALSE(all.prices.contains(1));
  EXPECT_EQ(all.prices.get(1), std::nullopt);
  EXPECT_EQ(all.ask(1), "1 by load 2");
}

TEST(C13_async_ttl_cache, loads_once_for_all_who_ask_meanwhile) {
  shop all;
  all.go.reset();
  std::vector<std::string> log;
  std::vector<started> asking;
  for (int i = 0; i < 5; ++i) {
    asking.push_back(start(all.note(1, log)));
  }
  EXPECT_EQ(all.begun, 1);
  EXPECT_EQ(all.prices.waiting(1), 4U);
  all.go.set();
  EXPECT_EQ(log, std::vector<std::string>(5, "1 by load 1"));
  EXPECT_EQ(all.ask(1), "1 by load 1");
}

TEST(C13_async_ttl_cache, a_slow_key_does_not_hold_the_others_up) {
  shop all;
  all.go.reset();
  std::vector<std::string> log;
  const auto slow = start(all.note(1, log));
  all.prices.put(2, "at hand");
  EXPECT_EQ(all.prices.get(2), "at hand");
  EXPECT_EQ(sync_wait(all.prices.get_or_load(3, [](int) -> task<std::string> { co_return "quick"; })), "quick");
  EXPECT_FALSE(slow.done());
}

TEST(C13_async_ttl_cache, values_may_bring_their_own_time) {
  shop all;
  const auto load = [](int key) -> task<loaded<std::string>> {
    co_return loaded<std::string>{std::to_string(key), std::chrono::seconds(key)};
  };
  EXPECT_EQ(sync_wait(all.prices.get_or_load(1, load)), "1");
  EXPECT_EQ(sync_wait(all.prices.get_or_load(3, load)), "3");
  EXPECT_EQ(sync_wait(all.prices.get_or_load(0, load)), "0");
  EXPECT_FALSE(all.prices.contains(0)) << "no time at all: given, but not kept";
  EXPECT_TRUE(all.prices.put(5, "five", 5s));
  all.time.advance(2s);
  EXPECT_FALSE(all.prices.contains(1));
  EXPECT_TRUE(all.prices.contains(3));
  all.time.advance(2s);
  EXPECT_FALSE(all.prices.contains(3));
  EXPECT_TRUE(all.prices.contains(5));
}

TEST(C13_async_ttl_cache, that_there_is_none_may_be_kept_for_less) {
  using patterns::caching::negative_ttl;
  manual_clock time;
  async_ttl_cache<int, std::optional<int>> squares({.ttl = 1min}, time);
  int begun = 0;
  const auto load = negative_ttl(5s, [&](int key) -> task<std::optional<int>> {
    ++begun;
    co_return key < 0 ? std::nullopt : std::optional(key * key);
  });
  const auto ask = [&](int key) { return sync_wait(squares.get_or_load(key, load)); };
  EXPECT_EQ(ask(3), 9);
  EXPECT_EQ(ask(-1), std::nullopt);
  time.advance(4s);
  EXPECT_EQ(ask(-1), std::nullopt);
  EXPECT_EQ(begun, 2);
  time.advance(1s);
  EXPECT_EQ(ask(-1), std::nullopt);
  EXPECT_EQ(ask(3), 9);
  EXPECT_EQ(begun, 3);
}

TEST(C13_async_ttl_cache, a_time_without_end_is_none) {
  shop all;
  EXPECT_TRUE(all.prices.put(1, "for ever", std::chrono::hours::max()));
  EXPECT_TRUE(all.prices.put(2, "for ever", std::chrono::duration<double>(std::numeric_limits<double>::infinity())));
  all.time.advance(std::chrono::hours(1'000'000));
  EXPECT_TRUE(all.prices.put(3, "for ever", std::chrono::steady_clock::duration::max()));
  EXPECT_TRUE(all.prices.contains(1));
  EXPECT_TRUE(all.prices.contains(2));
  EXPECT_TRUE(all.prices.contains(3));
}

TEST(C13_async_ttl_cache, no_time_left_takes_out_what_was_there) {
  shop all;
  all.prices.put(1, "old");
  EXPECT_FALSE(all.prices.put(1, "new", 0s));
  EXPECT_EQ(all.prices.size(), 0U);
  all.prices.put(1, "old");
  EXPECT_FALSE(all.prices.put(1, "new", std::chrono::hours::min()));
  EXPECT_EQ(all.prices.size(), 0U);
}

struct wrong_clock {
  time_point at{};
  [[nodiscard]] time_point now() const { return at; }
};

TEST(C13_async_ttl_cache, a_clock_that_goes_back_revives_nothing) {
  wrong_clock time{time_point(100s)};
  strings prices({.ttl = 10s}, time);
  prices.put(1, "old");
  time.at = time_point(110s);
  EXPECT_EQ(prices.get(1), std::nullopt);
  time.at = time_point(50s);
  EXPECT_FALSE(prices.contains(1));
  EXPECT_EQ(prices.get(1), std::nullopt);
  prices.put(2, "new");
  EXPECT_TRUE(prices.contains(2));
  time.at = time_point(60s - 1ns);
  EXPECT_TRUE(prices.contains(2));
  time.at = time_point(60s);
  EXPECT_FALSE(prices.contains(2));
}

TEST(C13_async_ttl_cache, a_clock_may_begin_at_the_beginning_of_time) {
  wrong_clock time{time_point::min()};
  strings prices({.ttl = 10s, .refresh_ahead = 1s}, time);
  EXPECT_TRUE(prices.put(1, "a"));
  EXPECT_TRUE(prices.put(2, "b", std::chrono::hours::max()));
  EXPECT_TRUE(prices.contains(1));
  const auto unused = [](int) -> task<std::string> { co_return "loaded"; };
  EXPECT_EQ(sync_wait(prices.get_or_load(2, unused)), "b");
  time.at = time_point(-1h);
  EXPECT_FALSE(prices.contains(1));
  EXPECT_TRUE(prices.contains(2));
}

TEST(C13_async_ttl_cache, holds_no_more_than_it_may) {
  shop all({.capacity = 2, .ttl = 10s});
  (void)all.ask(1);
  (void)all.ask(2);
  (void)all.ask(1);
  (void)all.ask(3);
  EXPECT_EQ(all.prices.size(), 2U);
  EXPECT_EQ(all.prices.capacity(), 2U);
  EXPECT_TRUE(all.prices.contains(1));
  EXPECT_FALSE(all.prices.contains(2)) << "not used for longest";
  EXPECT_EQ(all.prices.stats().evictions, 1U);
}

struct length {
  [[nodiscard]] std::size_t operator()(int, const std::string& value) const { return value.size(); }
};

TEST(C13_async_ttl_cache, weighs_values_and_evicts_by_any_policy) {
  using patterns::caching::sieve;
  manual_clock time;
  async_ttl_cache<int, std::string, std::hash<int>, std::equal_to<>, length, sieve> texts({.capacity = 10}, time);
  const auto text = [](int key) -> task<std::string> { co_return std::string(static_cast<std::size_t>(key), 'x'); };
  EXPECT_EQ(sync_wait(texts.get_or_load(11, text)).size(), 11U);
  EXPECT_FALSE(texts.contains(11)) << "larger than the whole";
  (void)sync_wait(texts.get_or_load(4, text));
  (void)sync_wait(texts.get_or_load(5, text));
  (void)texts.get(4);
  (void)sync_wait(texts.get_or_load(2, text));
  EXPECT_TRUE(texts.contains(4)) << "visited";
  EXPECT_FALSE(texts.contains(5));
  EXPECT_EQ(texts.size(), 2U);
}

TEST(C13_async_ttl_cache, tells_what_is_left_and_takes_out_what_is_over) {
  shop all({.ttl = 10s, .stale_on_error = 5s});
  (void)all.ask(1);
  all.prices.put(2, "longer", 1min);
  all.time.advance(4s);
  EXPECT_EQ(all.prices.remaining(1), 6s);
  EXPECT_EQ(all.prices.remaining(3), std::nullopt);
  all.time.advance(10s);
  EXPECT_EQ(all.prices.remaining(1), std::nullopt);
  EXPECT_EQ(all.prices.purge_expired(), 0U) << "it may still be given in place of an error";
  all.time.advance(1s);
  EXPECT_EQ(all.prices.purge_expired(), 1U);
  EXPECT_EQ(all.prices.size(), 1U);
  EXPECT_EQ(all.prices.stats().expirations, 1U);
}

TEST(C13_async_ttl_cache, tells_outside_the_lock_what_leaves_and_why) {
  using patterns::caching::removal_cause;
  shop all({.capacity = 2, .ttl = 10s});
  std::vector<std::pair<std::string, removal_cause>> gone;
  all.prices.on_removal([&](int, const std::string& value, removal_cause cause) {
    gone.emplace_back(value, cause);
    EXPECT_EQ(all.prices.get(100), std::nullopt) << "the cache can be used";
  });
  (void)all.ask(1);
  (void)all.ask(2);
  (void)all.ask(3);
  all.prices.put(2, "put");
  all.prices.erase(3);
  all.time.advance(10s);
  EXPECT_EQ(all.prices.purge_expired(), 1U);
  const std::vector<std::pair<std::string, removal_cause>> expected{
      {"1 by load 1", removal_cause::evicted},
      {"2 by load 2", removal_cause::replaced},
      {"3 by load 3", removal_cause::erased},
      {"put", removal_cause::expired},
  };
  EXPECT_EQ(gone, expected);
}

TEST(C13_async_ttl_cache, without_room_it_still_shares_loads) {
  shop all({.capacity = 0});
  all.go.reset();
  std::vector<std::string> log;
  const auto first = start(all.note(1, log));
  const auto second = start(all.note(1, log));
  all.go.set();
  EXPECT_EQ(log, std::vector<std::string>(2, "1 by load 1"));
  EXPECT_EQ(all.ask(1), "1 by load 2");
}

TEST(C13_async_ttl_cache, an_error_reaches_everybody_and_is_not_remembered) {
  shop all;
  all.go.reset();
  all.fails = true;
  std::vector<std::string> log;
  const auto first = start(all.note(1, log));
  const auto second = start(all.note(1, log));
  all.go.set();
  EXPECT_EQ(first.error(), "closed");
  EXPECT_EQ(second.error(), "closed");
  all.fails = false;
  EXPECT_EQ(all.ask(1), "1 by load 2");
  EXPECT_EQ(all.prices.stats(), (async_ttl_stats{.misses = 3, .loads = 2, .failures = 1}));
}

TEST(C13_async_ttl_cache, a_cancelled_leader_hands_over_and_a_cancelled_waiter_leaves) {
  shop all;
  all.go.reset();
  std::vector<std::string> log;
  stop_source stop;
  const auto leader = start(all.note(1, log), stop.get_token());
  const auto second = start(all.note(1, log));
  const auto third = start(all.note(1, log), stop.get_token());
  stop.request_stop();
  EXPECT_NE(leader.error(), "");
  EXPECT_EQ(third.error(), "async_ttl_cache: cancelled, a stop was requested");
  EXPECT_EQ(all.begun, 2);
  all.go.set();
  EXPECT_EQ(log, std::vector<std::string>{"1 by load 2"});
  EXPECT_EQ(all.prices.get(1), "1 by load 2");
  EXPECT_EQ(all.prices.stats().failures, 0U);
}

// Each of these lets a load begin, overtakes it, and sees that what it brings is for its caller alone.
void overtake(const std::function<void(shop&)>& change, std::optional<std::string> left) {
  shop all;
  all.go.reset();
  std::vector<std::string> log;
  const auto asking = start(all.note(1, log));
  change(all);
  all.go.set();
  EXPECT_EQ(log, std::vector<std::string>{"1 by load 1"});
  EXPECT_EQ(all.prices.get(1), left);
}

TEST(C13_async_ttl_cache, what_was_overtaken_never_comes_back) {
  overtake([](shop& all) { EXPECT_FALSE(all.prices.erase(1)); }, std::nullopt);
  overtake([](shop& all) { all.prices.clear(); }, std::nullopt);
  overtake([](shop& all) { all.prices.put(1, "put"); }, "put");
  overtake([](shop& all) { all.prices.erase(2); }, "1 by load 1");
}

TEST(C13_async_ttl_cache, who_asks_after_an_erase_does_not_join_the_load_before_it) {
  shop all;
  all.go.reset();
  std::vector<std::string> log;
  const auto old = start(all.note(1, log));
  all.prices.erase(1);
  const auto fresh = start(all.note(1, log));
  EXPECT_EQ(all.begun, 2);
  all.go.set();
  std::ranges::sort(log);
  EXPECT_EQ(log, (std::vector<std::string>{"1 by load 1", "1 by load 2"}));
  EXPECT_EQ(all.prices.get(1), "1 by load 2");
}

TEST(C13_async_ttl_cache, gives_the_stale_value_in_place_of_an_error_if_asked_to) {
  shop all({.ttl = 10s, .stale_on_error = 5s});
  (void)all.ask(1);
  all.fails = true;
  all.time.advance(14s);
  EXPECT_FALSE(all.prices.contains(1));
  EXPECT_EQ(all.ask(1), "1 by load 1");
  EXPECT_EQ(all.prices.stats().served_stale, 1U);
  all.time.advance(1s);
  EXPECT_THROW((void)all.ask(1), std::runtime_error);
  EXPECT_EQ(all.begun, 3) << "stale is no hit";
  all.fails = false;
  EXPECT_EQ(all.ask(1), "1 by load 4");
}

TEST(C13_async_ttl_cache, loads_anew_before_the_end_if_asked_to_and_serves_the_others_meanwhile) {
  shop all({.ttl = 10s, .refresh_ahead = 3s});
  (void)all.ask(1);
  all.time.advance(6s);
  EXPECT_EQ(all.ask(1), "1 by load 1");
  EXPECT_EQ(all.begun, 1);
  all.time.advance(2s);
  all.go.reset();
  std::vector<std::string> log;
  const auto first = start(all.note(1, log));
  EXPECT_EQ(all.begun, 2);
  EXPECT_EQ(all.ask(1), "1 by load 1") << "the others do not wait";
  all.go.set();
  EXPECT_EQ(log, std::vector<std::string>{"1 by load 2"});
  EXPECT_EQ(all.ask(1), "1 by load 2");
}

TEST(C13_async_ttl_cache, a_refresh_that_fails_is_no_error) {
  shop all({.ttl = 10s, .refresh_ahead = 3s});
  (void)all.ask(1);
  all.time.advance(8s);
  all.fails = true;
  EXPECT_EQ(all.ask(1), "1 by load 1");
  EXPECT_EQ(all.prices.stats().served_stale, 0U) << "it is still good";
  EXPECT_EQ(all.prices.stats().failures, 1U);
  all.time.advance(2s);
  EXPECT_THROW((void)all.ask(1), std::runtime_error);
}

TEST(C13_async_ttl_cache, refuses_a_load_of_its_own_key) {
  strings prices;
  const auto load = [&](int) -> task<std::string> {
    co_return co_await prices.get_or_load(1, [](int) -> task<std::string> { co_return "unreached"; });
  };
  EXPECT_THROW((void)sync_wait(prices.get_or_load(1, load)), recursive_load_error);
}

TEST(C13_async_ttl_cache, goes_by_the_clock_of_a_loop) {
  manual_clock time;
  run_loop loop(time);
  strings prices({.ttl = 10s}, loop);
  int begun = 0;
  const auto load = [&](int) -> task<std::string> {
    const int number = ++begun;
    co_await loop.schedule_after(1s);
    co_return std::to_string(number);
  };
  const auto twice = [&]() -> task<std::string> {
    auto seen = co_await prices.get_or_load(1, load);
    co_await loop.schedule_after(9s);
    seen += co_await prices.get_or_load(1, load);
    co_await loop.schedule_after(1s);
    seen += co_await prices.get_or_load(1, load);
    co_return seen;
  };
  const auto [first, second] = loop.run_until_complete(when_all(twice(), twice()));
  EXPECT_EQ(first, "112");
  EXPECT_EQ(second, "112");
}

TEST(C13_async_ttl_cache, counts) {
  shop all;
  (void)all.ask(1);
  (void)all.ask(1);
  (void)all.prices.get(2);
  EXPECT_EQ(all.prices.stats(), (async_ttl_stats{.hits = 1, .misses = 2, .loads = 1}));
}

TEST(C13_async_ttl_cache, is_shared_by_threads) {
  constexpr int threads = 4;
  constexpr int rounds = 300;
  thread_pool pool(2);
  async_ttl_cache<int, int> numbers({.capacity = 4});
  std::atomic<int> wrong = 0;
  const auto load = [&](int key) -> task<int> {
    co_await pool.schedule();
    co_return key;
  };
  std::vector<std::thread> asking;
  for (int i = 0; i < threads; ++i) {
    asking.emplace_back([&, i] {
      for (int round = 0; round < rounds; ++round) {
        const int key = (round + i) % 6;
        wrong += sync_wait(numbers.get_or_load(key, load)) == key ? 0 : 1;
        if (round % 7 == i) {
          numbers.erase(key);
        } else if (round % 50 == i) {
          numbers.clear();
        }
      }
    });
  }
  for (auto& each : asking) {
    each.join();
  }
  EXPECT_EQ(wrong, 0);
  EXPECT_LE(numbers.size(), 4U);
}

}  // namespace
