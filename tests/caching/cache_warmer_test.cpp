#include "googletest.hpp"

#include "../message_of.hpp"

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
using patterns::caching::cache_warmer;
using patterns::caching::lru_cache;
using patterns::caching::memo_cache;
using patterns::caching::synchronized_cache;
using patterns::caching::warmer_misuse;
using patterns::caching::warmer_options;
using patterns::caching::warmer_stats;
using patterns::caching::warmer_stop;
using patterns::caching::warmer_stopped;
using patterns::concurrency::stop_source;
using patterns::concurrency::thread_pool;
using patterns_test::message_of;
using patterns_test::start;
using patterns_test::started;

namespace {

using ints = std::vector<int>;
using loader = std::function<task<std::string>(const int&)>;
using cache_type = lru_cache<int, std::string>;
using report = patterns::caching::warm_report<int>;

static_assert(!std::move_constructible<cache_warmer<cache_type, loader>>);

// A warmer whose loads wait for `go`; a negative key fails.
struct kitchen {
  explicit kitchen(warmer_options how = {.consumers = 2, .queue_capacity = 3}) : warmer(dishes, loads(), how) {}

  loader loads() {
    return [this](int key) -> task<std::string> {
      begun.push_back(key);
      most = std::max(most, ++running);
      const std::unique_ptr<int, void (*)(int*)> afterwards(&running, [](int* count) { --*count; });
      co_await go.wait();
      if (key < 0) {
        throw std::runtime_error(std::format("no dish {}", key));
      }
      co_return std::format("dish {}", key);
    };
  }

  async_event go;
  ints begun;
  int running = 0;
  int most = 0;
  cache_type dishes{100};
  cache_warmer<cache_type, loader> warmer;

  started run(report& into, patterns::concurrency::stop_token token = {}) {
    return start([](kitchen& of, report& result) -> task<> { result = co_await of.warmer.run(); }(*this, into),
                 std::move(token));
  }
  // Adds keys one after the other, and counts those that were taken.
  started add(ints keys, int& added, patterns::concurrency::stop_token token = {}) {
    return start(
        [](kitchen& of, ints all, int& count) -> task<> {
          for (const int key : all) {
            co_await of.warmer.add(key);
            ++count;
          }
        }(*this, std::move(keys), added),
        std::move(token));
  }
};

TEST(C16_cache_warmer, fills_the_cache) {
  kitchen all;
  all.go.set();
  const auto result = sync_wait(all.warmer.warm(ints{1, 2, 3, 4, 5, 6, 7, 8}));
  EXPECT_EQ(result.stats, (warmer_stats{.added = 8, .warmed = 8}));
  EXPECT_TRUE(result.failures.empty());
  EXPECT_EQ(all.dishes.size(), 8U);
  EXPECT_EQ(*all.dishes.get(5), "dish 5");
}

TEST(C16_cache_warmer, makes_the_producer_wait_while_the_queue_is_full) {
  kitchen all;
  report result;
  int added = 0;
  const auto running = all.run(result);
  const auto producing = all.add({1, 2, 3, 4, 5, 6, 7}, added);
  EXPECT_EQ(all.begun, (ints{1, 2}));
  EXPECT_EQ(added, 5) << "two are being loaded, three wait";
  EXPECT_EQ(all.warmer.queued(), 3U);
  EXPECT_FALSE(all.warmer.try_add(8));
  all.go.set();
  EXPECT_EQ(added, 7);
  all.warmer.stop();
  EXPECT_TRUE(running.done());
  EXPECT_EQ(all.most, 2);
  EXPECT_EQ(result.stats.warmed, 7U);
}

TEST(C16_cache_warmer, without_a_queue_a_producer_waits_for_a_consumer) {
  kitchen all({.consumers = 1, .queue_capacity = 0});
  int added = 0;
  const auto producing = all.add({1, 2}, added);
  EXPECT_EQ(added, 0);
  report result;
  const auto running = all.run(result);
  EXPECT_EQ(added, 1);
}

TEST(C16_cache_warmer, a_failure_is_reported_with_its_key_and_stops_nothing) {
  kitchen all;
  all.go.set();
  const auto result = sync_wait(all.warmer.warm(ints{1, -2, 3, -4}));
  EXPECT_EQ(result.stats, (warmer_stats{.added = 4, .warmed = 2, .failed = 2}));
  std::map<int, std::string> failures;
  for (const auto& [key, error] : result.failures) {
    failures[key] = message_of<std::runtime_error>([&] { std::rethrow_exception(error); });
  }
  EXPECT_EQ(failures, (std::map<int, std::string>{{-2, "no dish -2"}, {-4, "no dish -4"}}));
}

TEST(C16_cache_warmer, names_no_more_failures_than_it_is_told) {
  kitchen all({.failures_kept = 1});
  all.go.set();
  const auto result = sync_wait(all.warmer.warm(ints{-1, -2, -3}));
  EXPECT_EQ(result.stats.failed, 3U);
  EXPECT_EQ(result.failures.size(), 1U);
}

TEST(C16_cache_warmer, loads_nothing_that_is_there) {
  kitchen all;
  all.go.set();
  all.dishes.put(2, "fresh");
  const auto result = sync_wait(all.warmer.warm(ints{1, 2}));
  EXPECT_EQ(result.stats, (warmer_stats{.added = 2, .warmed = 1, .present = 1}));
  EXPECT_EQ(*all.dishes.get(2), "fresh");
  EXPECT_EQ(all.begun, ints{1});
}

TEST(C16_cache_warmer, drains_when_it_is_stopped) {
  kitchen all;
  report result;
  int added = 0;
  const auto running = all.run(result);
  const auto producing = all.add({1, 2, 3, 4, 5, 6}, added);
  all.warmer.stop(warmer_stop::drain);
  EXPECT_EQ(producing.error(), "cache_warmer: key 6 comes after the stop") << "it was waiting to get in";
  EXPECT_FALSE(running.done());
  all.go.set();
  EXPECT_TRUE(running.done());
  EXPECT_EQ(result.stats, (warmer_stats{.added = 5, .warmed = 5}));
  EXPECT_THROW((void)all.warmer.try_add(9), warmer_stopped);
}

TEST(C16_cache_warmer, drops_what_waits_if_it_is_told_to) {
  kitchen all;
  report result;
  int added = 0;
  const auto running = all.run(result);
  const auto producing = all.add({1, 2, 3, 4, 5, 6}, added);
  all.warmer.stop(warmer_stop::drain);
  all.warmer.stop(warmer_stop::drop);
  all.warmer.stop(warmer_stop::drain);
  EXPECT_FALSE(running.done()) << "what is being loaded is loaded to its end";
  all.go.set();
  EXPECT_TRUE(running.done());
  EXPECT_EQ(result.stats, (warmer_stats{.added = 5, .warmed = 2, .dropped = 3}));
  EXPECT_EQ(all.begun, (ints{1, 2}));
}

TEST(C16_cache_warmer, a_warm_that_somebody_else_stops_ends) {
  kitchen all;
  report result;
  const auto running =
      start([](kitchen& of, report& into) -> task<> { into = co_await of.warmer.warm(ints(100, 1)); }(all, result));
  all.warmer.stop(warmer_stop::drop);
  all.go.set();
  EXPECT_TRUE(running.done());
  EXPECT_EQ(running.error(), "");
  EXPECT_EQ(result.stats, (warmer_stats{.added = 5, .warmed = 2, .dropped = 3}));
}

TEST(C16_cache_warmer, a_cancelled_run_leaves_no_producer_waiting) {
  kitchen all;
  report result;
  int added = 0;
  stop_source stop;
  const auto running = all.run(result, stop.get_token());
  const auto producing = all.add({1, 2, 3, 4, 5, 6}, added);
  stop.request_stop();
  EXPECT_TRUE(running.error().ends_with("cancelled, a stop was requested"));
  EXPECT_EQ(producing.error(), "cache_warmer: key 6 comes after the stop");
  EXPECT_EQ(all.warmer.stats(), (warmer_stats{.added = 5, .dropped = 5}));
  EXPECT_EQ(all.dishes.size(), 0U);
}

TEST(C16_cache_warmer, a_destroyed_run_leaves_no_producer_waiting) {
  kitchen all;
  report result;
  int added = 0;
  auto running = all.run(result);
  const auto producing = all.add({1, 2, 3, 4, 5, 6}, added);
  running.destroy();
  EXPECT_EQ(producing.error(), "cache_warmer: key 6 comes after the stop");
}

TEST(C16_cache_warmer, a_cancelled_producer_has_added_nothing) {
  kitchen all;
  int added = 0;
  stop_source stop;
  const auto producing = all.add({1, 2, 3, 4}, added, stop.get_token());
  EXPECT_EQ(added, 3);
  stop.request_stop();
  EXPECT_EQ(producing.error(), "async_queue::push: cancelled, a stop was requested");
  EXPECT_EQ(all.warmer.stats().added, 3U);
}

TEST(C16_cache_warmer, a_load_that_cancels_part_of_itself_has_failed_like_any_other) {
  cache_type dishes(10);
  cache_warmer warmer(dishes, [](int key) -> task<std::string> {
    if (key == 1) {
      throw operation_cancelled("a part");
    }
    co_return "fine";
  });
  EXPECT_EQ(sync_wait(warmer.warm(ints{1, 2})).stats, (warmer_stats{.added = 2, .warmed = 1, .failed = 1}));
}

// A cache that refuses: a failure of the key like that of its load.
struct full_cache {
  using key_type = int;
  using mapped_type = std::string;
  std::optional<std::string> get(int) { return {}; }
  void put(int key, const std::string&) { throw std::length_error(std::format("no room for {}", key)); }
  bool erase(int) { return false; }
  [[nodiscard]] bool contains(int) const { return false; }
  void clear() {}
  [[nodiscard]] std::size_t size() const { return 0; }
};

TEST(C16_cache_warmer, a_cache_that_refuses_is_a_failure_of_the_key) {
  full_cache full;
  cache_warmer warmer(full, [](int) -> task<std::string> { co_return "value"; });
  const auto result = sync_wait(warmer.warm(ints{1, 2}));
  EXPECT_EQ(result.stats, (warmer_stats{.added = 2, .failed = 2}));
  EXPECT_EQ(result.failures.at(0).key, 1);
}

TEST(C16_cache_warmer, works_with_any_cache) {
  const auto load = [](int key) -> task<std::string> { co_return std::to_string(key); };
  memo_cache<int, std::string> memo;
  cache_warmer first(memo, load);
  EXPECT_EQ(sync_wait(first.warm(ints{1, 2})).stats.warmed, 2U);
  EXPECT_EQ(memo.get(2), "2");
  async_ttl_cache<int, std::string> timed;
  cache_warmer second(timed, load);
  EXPECT_EQ(sync_wait(second.warm(std::views::iota(0, 5))).stats.warmed, 5U);
  EXPECT_EQ(timed.get(4), "4");
}

TEST(C16_cache_warmer, runs_once) {
  kitchen all;
  all.go.set();
  EXPECT_EQ(sync_wait(all.warmer.warm(ints{})).stats, warmer_stats{});
  EXPECT_THROW((void)sync_wait(all.warmer.run()), warmer_misuse);
  EXPECT_THROW(kitchen({.consumers = 0}), warmer_misuse);
}

TEST(C16_cache_warmer, takes_as_long_as_its_consumers_make_it) {
  manual_clock time;
  run_loop loop(time);
  cache_type dishes(100);
  cache_warmer warmer(dishes,
                      [&](int key) -> task<std::string> {
                        co_await loop.schedule_after(1s);
                        co_return std::to_string(key);
                      },
                      {.consumers = 3, .queue_capacity = 1});
  EXPECT_EQ(loop.run_until_complete(warmer.warm(std::views::iota(0, 10))).stats.warmed, 10U);
  EXPECT_EQ(time.now().time_since_epoch(), 4s);
}

TEST(C16_cache_warmer, warms_on_several_threads) {
  constexpr int producers = 3;
  constexpr int keys = 200;
  thread_pool pool(3);
  synchronized_cache<lru_cache<int, int>> numbers(1000);
  cache_warmer warmer(numbers,
                      [&](int key) -> task<int> {
                        co_await pool.schedule();
                        if (key % 10 == 0) {
                          throw std::runtime_error("every tenth");
                        }
                        co_return key;
                      },
                      {.consumers = 4, .queue_capacity = 2});
  std::atomic<int> left = producers;
  std::vector<std::thread> adding;
  for (int i = 0; i < producers; ++i) {
    adding.emplace_back([&, i] {
      for (int key = i * keys; key < (i + 1) * keys; ++key) {
        sync_wait(warmer.add(key));
      }
      if (--left == 0) {
        warmer.stop();
      }
    });
  }
  const auto result = sync_wait(warmer.run());
  for (auto& each : adding) {
    each.join();
  }
  EXPECT_EQ(result.stats.warmed, 540U);
  EXPECT_EQ(result.stats.failed, 60U);
  EXPECT_EQ(numbers.size(), 540U);
}

}  // namespace
