#include "googletest.hpp"

import googletest;
import std;
import patterns.async;
import patterns.caching;
import test.started;

using namespace std::chrono_literals;
using patterns::async::async_event;
using patterns::async::event_reset;
using patterns::async::manual_clock;
using patterns::async::operation_cancelled;
using patterns::async::run_loop;
using patterns::async::sync_wait;
using patterns::async::task;
using patterns::caching::fetch_limit_error;
using patterns::caching::key_range;
using patterns::caching::limited_fetcher;
using patterns::caching::load_outcome;
using patterns::caching::outcome_value;
using patterns::concurrency::stop_source;
using patterns::concurrency::thread_pool;
using patterns_test::start;
using patterns_test::started;

namespace {

static_assert(outcome_value<int> && outcome_value<std::unique_ptr<int>> && !outcome_value<int&>);
static_assert(!outcome_value<std::exception_ptr> && !outcome_value<void>);
static_assert(std::convertible_to<int, load_outcome<long>> &&
              std::convertible_to<std::exception_ptr, load_outcome<int>>);
static_assert(key_range<std::vector<const char*>, std::string> && !key_range<std::vector<std::string>, int>);

TEST(C15_load_outcome, is_a_value_or_an_exception) {
  load_outcome<std::string> good("fine");
  EXPECT_TRUE(good && good.has_value());
  EXPECT_EQ(good.value(), "fine");
  EXPECT_EQ(good.error(), nullptr);
  EXPECT_EQ(good.message(), "");
  const load_outcome<std::string> bad(std::make_exception_ptr(std::runtime_error("gone")));
  EXPECT_FALSE(bad);
  EXPECT_NE(bad.error(), nullptr);
  EXPECT_EQ(bad.message(), "gone");
  EXPECT_THROW((void)bad.value(), std::runtime_error);
  EXPECT_EQ(std::move(good).value(), "fine");
  EXPECT_EQ(load_outcome<int>(std::make_exception_ptr(5)).message(), "an exception that is no std::exception");
}

TEST(C15_load_outcome, of_no_exception_is_a_failure_all_the_same) {
  const load_outcome<int> odd(std::exception_ptr{});
  EXPECT_FALSE(odd);
  EXPECT_THROW((void)odd.value(), std::invalid_argument);
}

// A server of which the test opens one door after the other: each fetch waits until its door is open.
struct server {
  std::map<int, async_event> doors;
  std::vector<int> begun;
  int running = 0;
  int most = 0;
  limited_fetcher<int, std::string> pages{2, [this](int key) { return get(key); }};

  struct visit {
    explicit visit(server& at) : here(at) { here.most = std::max(here.most, ++here.running); }
    visit(const visit&) = delete;
    visit& operator=(const visit&) = delete;
    ~visit() { --here.running; }
    server& here;
  };

  task<std::string> get(int key) {
    const visit inside(*this);
    begun.push_back(key);
    co_await doors[key].wait();
    if (key < 0) {
      throw std::runtime_error(std::format("no page {}", key));
    }
    co_return std::format("page {}", key);
  }

  task<> ask(int key, std::vector<std::string>& log) { log.push_back(co_await pages.fetch(key)); }
};

using numbers = std::vector<int>;
using strings = std::vector<std::string>;

TEST(C15_limited_fetcher, fetches_no_more_at_once_than_it_may_and_in_order) {
  server all;
  strings log;
  std::vector<started> asking;
  for (const int key : {1, 2, 3, 4}) {
    asking.push_back(start(all.ask(key, log)));
  }
  EXPECT_EQ(all.begun, (numbers{1, 2}));
  EXPECT_EQ(all.pages.running(), 2);
  EXPECT_EQ(all.pages.limit(), 2);
  all.doors[2].set();
  EXPECT_EQ(all.begun, (numbers{1, 2, 3}));
  all.doors[1].set();
  all.doors[3].set();
  all.doors[4].set();
  EXPECT_EQ(log, (strings{"page 2", "page 1", "page 3", "page 4"}));
  EXPECT_EQ(all.most, 2);
  EXPECT_EQ(all.pages.running(), 0);
}

// Without the limit all are there at once.
TEST(C15_limited_fetcher, without_it_all_fetch_at_once) {
  server all;
  std::vector<task<std::string>> fetches;
  for (const int key : {1, 2, 3, 4}) {
    fetches.push_back(all.get(key));
    all.doors[key].set();
  }
  all.doors[1].reset();
  all.doors[2].reset();
  all.doors[3].reset();
  const auto asking = start([](std::vector<task<std::string>> work) -> task<> {
    (void)co_await patterns::async::when_all(std::move(work));
  }(std::move(fetches)));
  EXPECT_EQ(all.most, 4);
}

TEST(C15_limited_fetcher, a_fetch_that_throws_makes_room) {
  server all;
  strings log;
  const auto bad = start(all.ask(-1, log));
  const auto worse = start(all.ask(-2, log));
  const auto good = start(all.ask(3, log));
  all.doors[3].set();
  EXPECT_FALSE(good.done());
  all.doors[-1].set();
  EXPECT_EQ(bad.error(), "no page -1");
  EXPECT_EQ(log, strings{"page 3"});
  EXPECT_EQ(all.pages.running(), 1);
}

TEST(C15_limited_fetcher, a_function_that_throws_before_it_waits_makes_room) {
  limited_fetcher<int, int> pages(1, [](int) -> task<int> { throw std::runtime_error("refused"); });
  const std::function<task<int>(const int&)> throws = [](int) -> task<int> { throw std::runtime_error("refused"); };
  limited_fetcher<int, int> others(1, throws);
  for (int i = 0; i < 3; ++i) {
    EXPECT_THROW((void)sync_wait(pages.fetch(1)), std::runtime_error);
    EXPECT_THROW((void)sync_wait(others.fetch(1)), std::runtime_error);
  }
  EXPECT_EQ(pages.running() + others.running(), 0);
}

TEST(C15_limited_fetcher, a_cancelled_fetch_makes_room_and_one_in_line_has_taken_none) {
  server all;
  strings log;
  stop_source stop;
  const auto first = start(all.ask(1, log), stop.get_token());
  const auto second = start(all.ask(2, log));
  const auto third = start(all.ask(3, log), stop.get_token());
  const auto fourth = start(all.ask(4, log));
  stop.request_stop();
  EXPECT_EQ(first.error(), "async_event::wait: cancelled, a stop was requested");
  EXPECT_EQ(third.error(), "limited_fetcher::fetch: cancelled, a stop was requested");
  EXPECT_EQ(all.begun, (numbers{1, 2, 4}));
  EXPECT_EQ(all.pages.running(), 2);
}

TEST(C15_limited_fetcher, a_destroyed_fetch_makes_room) {
  server all;
  strings log;
  auto first = start(all.ask(1, log));
  const auto second = start(all.ask(2, log));
  auto third = start(all.ask(3, log));
  const auto fourth = start(all.ask(4, log));
  third.destroy();
  first.destroy();
  EXPECT_EQ(all.begun, (numbers{1, 2, 4}));
  EXPECT_EQ(all.most, 2);
}

TEST(C15_limited_fetcher, gives_the_outcomes_of_many_in_the_order_of_their_keys) {
  server all;
  std::vector<load_outcome<std::string>> outcomes;
  const auto asking = start([](server& of, std::vector<load_outcome<std::string>>& into) -> task<> {
    into = co_await of.pages.fetch_all({1, -2, 3, 4});
  }(all, outcomes));
  EXPECT_EQ(all.begun, (numbers{1, -2}));
  all.doors[-2].set();
  all.doors[3].set();
  all.doors[4].set();
  EXPECT_EQ(all.begun, (numbers{1, -2, 3, 4}));
  EXPECT_FALSE(asking.done());
  all.doors[1].set();
  ASSERT_EQ(outcomes.size(), 4U);
  EXPECT_EQ(outcomes[0].value(), "page 1");
  EXPECT_EQ(outcomes[1].message(), "no page -2");
  EXPECT_EQ(outcomes[2].value(), "page 3");
  EXPECT_EQ(outcomes[3].value(), "page 4");
  EXPECT_EQ(all.most, 2);
}

TEST(C15_limited_fetcher, a_stop_is_for_all_keys) {
  server all;
  stop_source stop;
  const auto asking =
      start([](server& of) -> task<> { (void)co_await of.pages.fetch_all({1, 2, 3}); }(all), stop.get_token());
  stop.request_stop();
  EXPECT_TRUE(asking.error().ends_with("cancelled, a stop was requested"));
  EXPECT_EQ(all.begun, (numbers{1, 2}));
  EXPECT_EQ(all.pages.running(), 0);
}

TEST(C15_limited_fetcher, a_fetch_that_cancels_part_of_itself_has_failed_alone) {
  limited_fetcher<int, int> pages(1, [](int key) -> task<int> {
    if (key == 1) {
      throw operation_cancelled("a part of it");
    }
    co_return key;
  });
  const auto outcomes = sync_wait(pages.fetch_all({1, 2}));
  EXPECT_EQ(outcomes[0].message(), "a part of it: cancelled, a stop was requested");
  EXPECT_EQ(outcomes[1].value(), 2);
}

TEST(C15_limited_fetcher, takes_keys_from_any_range) {
  limited_fetcher<std::string, std::size_t> sizes(
      3, [](const std::string& key) -> task<std::size_t> { co_return key.size(); });
  const std::vector<const char*> words{"a", "bb"};
  EXPECT_EQ(sync_wait(sizes.fetch_all(words)).at(1).value(), 2U);
  EXPECT_TRUE(sync_wait(sizes.fetch_all(std::vector<std::string>())).empty());
  std::vector<std::unique_ptr<int>> given;
  given.push_back(std::make_unique<int>(5));
  const auto get = [](const std::unique_ptr<int>& key) -> task<int> { co_return *key; };
  limited_fetcher<std::unique_ptr<int>, int, decltype(get)> pointers(1, get);
  EXPECT_EQ(sync_wait(pointers.fetch(std::move(given.front()))), 5);
}

TEST(C15_limited_fetcher, refuses_a_limit_that_lets_nothing_be_fetched) {
  const auto make = [](std::ptrdiff_t limit) {
    const limited_fetcher<int, int> pages(limit, [](int key) -> task<int> { co_return key; });
  };
  EXPECT_NO_THROW(make(1));
  EXPECT_THROW(make(0), fetch_limit_error);
  try {
    make(-3);
    FAIL();
  } catch (const fetch_limit_error& error) {
    EXPECT_STREQ(error.what(), "limited_fetcher: a limit of -3 lets nothing be fetched");
  }
}

TEST(C15_limited_fetcher, goes_by_a_token_that_it_is_given) {
  server all;
  stop_source stop;
  const auto asks = [](server& of, stop_source by) -> task<> { (void)co_await of.pages.fetch(1, by.get_token()); };
  const auto asking = start(asks(all, stop));
  stop.request_stop();
  EXPECT_TRUE(asking.done());
  EXPECT_EQ(all.pages.running(), 0);
}

TEST(C15_limited_fetcher, takes_as_long_as_the_limit_makes_it) {
  manual_clock time;
  run_loop loop(time);
  limited_fetcher<int, int> pages(3, [&](int key) -> task<int> {
    co_await loop.schedule_after(1s);
    co_return key;
  });
  std::vector<int> keys(10);
  std::iota(keys.begin(), keys.end(), 0);
  const auto outcomes = loop.run_until_complete(pages.fetch_all(keys));
  EXPECT_TRUE(std::ranges::equal(outcomes, keys, {}, [](const auto& each) { return each.value(); }));
  EXPECT_EQ(time.now().time_since_epoch(), 4s);
}

TEST(C15_limited_fetcher, keeps_its_limit_on_several_threads) {
  constexpr int threads = 4;
  constexpr int rounds = 50;
  thread_pool pool(3);
  std::atomic<int> running = 0;
  std::atomic<int> above = 0;
  std::atomic<int> failures = 0;
  limited_fetcher<int, int> pages(2, [&](int key) -> task<int> {
    above += running.fetch_add(1) >= 2 ? 1 : 0;
    co_await pool.schedule();
    --running;
    if (key % 5 == 0) {
      throw std::runtime_error("every fifth fails");
    }
    co_return key;
  });
  std::vector<std::thread> asking;
  for (int i = 0; i < threads; ++i) {
    asking.emplace_back([&] {
      for (int round = 0; round < rounds; ++round) {
        for (const auto& each : sync_wait(pages.fetch_all({1, 2, 3, 4, 5}))) {
          failures += each ? 0 : 1;
        }
      }
    });
  }
  for (auto& each : asking) {
    each.join();
  }
  EXPECT_EQ(above, 0);
  EXPECT_EQ(failures, threads * rounds);
  EXPECT_EQ(pages.running(), 0);
}

}  // namespace
