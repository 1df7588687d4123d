#include "googletest.hpp"

import googletest;
import std;
import patterns.async;
import patterns.caching;
import test.started;

using namespace std::chrono_literals;
using patterns::async::async_event;
using patterns::async::operation_cancelled;
using patterns::async::sync_wait;
using patterns::async::task;
using patterns::caching::lazy_async;
using patterns::caching::lazy_function;
using patterns::concurrency::stop_source;
using patterns::concurrency::thread_pool;
using patterns_test::start;
using patterns_test::started;

namespace {

static_assert(lazy_function<task<int> (*)(), int>);
static_assert(lazy_function<task<int> (*)(), std::optional<int>>);
static_assert(!lazy_function<int (*)(), int>, "what it returns must be awaitable");
static_assert(!lazy_function<task<std::string> (*)(), int>);
static_assert(!std::move_constructible<lazy_async<int>>);

// A configuration that waits for `go`, counts how often it is read, and fails if asked to.
struct reader {
  async_event go;
  int begun = 0;
  bool fails = false;
  lazy_async<std::string> text{[this] { return read(); }};

  task<std::string> read() {
    const int number = ++begun;
    co_await go.wait();
    if (std::exchange(fails, false)) {
      throw std::runtime_error("no file");
    }
    co_return std::format("read {}", number);
  }

  task<> ask(std::vector<std::string>& log) { log.push_back(*co_await text.get()); }
};

TEST(C17_lazy_async, computes_nothing_before_it_is_asked) {
  reader all;
  EXPECT_EQ(all.begun, 0);
  EXPECT_FALSE(all.text.has_value());
  EXPECT_EQ(all.text.get_if(), nullptr);
}

TEST(C17_lazy_async, computes_once_for_all_who_ask) {
  reader all;
  std::vector<std::string> log;
  std::vector<started> asking;
  for (int i = 0; i < 5; ++i) {
    asking.push_back(start(all.ask(log)));
  }
  EXPECT_EQ(all.begun, 1);
  all.go.set();
  asking.push_back(start(all.ask(log)));
  EXPECT_EQ(log, std::vector<std::string>(6, "read 1"));
  EXPECT_TRUE(all.text.has_value());
  EXPECT_EQ(*all.text.get_if(), "read 1");
  EXPECT_EQ(all.text.get_if(), all.text.get_if()) << "the same object for all";
}

TEST(C17_lazy_async, a_failure_is_for_the_one_whose_call_it_was_and_the_next_tries_again) {
  reader all;
  all.fails = true;
  std::vector<std::string> log;
  const auto first = start(all.ask(log));
  const auto second = start(all.ask(log));
  all.go.set();
  EXPECT_EQ(first.error(), "no file");
  EXPECT_EQ(log, std::vector<std::string>{"read 2"});
}

TEST(C17_lazy_async, a_failure_that_nobody_waits_for_can_be_tried_again_later) {
  reader all;
  all.go.set();
  all.fails = true;
  EXPECT_THROW((void)sync_wait(all.text.get()), std::runtime_error);
  EXPECT_FALSE(all.text.has_value());
  EXPECT_EQ(*sync_wait(all.text.get()), "read 2");
}

TEST(C17_lazy_async, the_one_who_computes_hands_over_when_it_is_cancelled_or_destroyed) {
  reader all;
  std::vector<std::string> log;
  stop_source stop;
  const auto first = start(all.ask(log), stop.get_token());
  auto second = start(all.ask(log));
  const auto third = start(all.ask(log));
  stop.request_stop();
  EXPECT_EQ(first.error(), "async_event::wait: cancelled, a stop was requested");
  EXPECT_EQ(all.begun, 2);
  second.destroy();
  EXPECT_EQ(all.begun, 3);
  all.go.set();
  EXPECT_EQ(log, std::vector<std::string>{"read 3"});
}

TEST(C17_lazy_async, a_cancelled_waiter_leaves_the_computation_alone) {
  reader all;
  std::vector<std::string> log;
  stop_source stop;
  const auto asks = [](reader& of, stop_source by) -> task<> { (void)co_await of.text.get(by.get_token()); };
  const auto first = start(all.ask(log));
  const auto second = start(asks(all, stop));
  stop.request_stop();
  EXPECT_EQ(second.error(), "async_once::get: cancelled, a stop was requested");
  all.go.set();
  EXPECT_EQ(log, std::vector<std::string>{"read 1"});
}

TEST(C17_lazy_async, reset_has_it_computed_anew_and_leaves_the_old_value_to_those_who_have_it) {
  reader all;
  all.go.set();
  const auto old = sync_wait(all.text.get());
  EXPECT_TRUE(all.text.reset());
  EXPECT_FALSE(all.text.reset());
  EXPECT_FALSE(all.text.has_value());
  EXPECT_EQ(*sync_wait(all.text.get()), "read 2");
  EXPECT_EQ(*old, "read 1");
}

TEST(C17_lazy_async, what_a_computation_before_the_reset_brings_is_for_those_who_waited) {
  reader all;
  std::vector<std::string> log;
  const auto before = start(all.ask(log));
  EXPECT_FALSE(all.text.reset());
  const auto after = start(all.ask(log));
  EXPECT_EQ(all.begun, 2);
  all.go.set();
  std::ranges::sort(log);
  EXPECT_EQ(log, (std::vector<std::string>{"read 1", "read 2"}));
  EXPECT_EQ(*all.text.get_if(), "read 2");
}

TEST(C17_lazy_async, a_value_needs_not_be_movable) {
  struct pinned {
    explicit pinned(int given) : number(given) {}
    pinned(const pinned&) = delete;
    pinned& operator=(const pinned&) = delete;
    int number;
  };
  const auto compute = []() -> task<int> { co_return 5; };
  lazy_async<pinned, decltype(compute)> lazy(compute);
  EXPECT_EQ(sync_wait(lazy.get())->number, 5);
}

TEST(C17_lazy_async, is_deduced_from_its_function) {
  lazy_async lazy([]() -> task<std::vector<int>> { co_return std::vector{1, 2}; });
  static_assert(std::same_as<decltype(lazy)::value_type, std::vector<int>>);
  EXPECT_EQ(sync_wait(lazy.get())->size(), 2U);
}

TEST(C17_lazy_async, a_value_outlives_what_computed_it) {
  std::shared_ptr<const std::string> kept;
  {
    reader all;
    all.go.set();
    kept = sync_wait(all.text.get());
  }
  EXPECT_EQ(*kept, "read 1");
}

TEST(C17_lazy_async, computes_once_between_resets_on_several_threads) {
  constexpr int threads = 4;
  constexpr int rounds = 200;
  thread_pool pool(2);
  std::atomic<int> runs = 0;
  lazy_async<int> number([&]() -> task<int> {
    const int run = ++runs;
    co_await pool.schedule();
    co_return run;
  });
  std::atomic<int> resets = 1;
  std::atomic<int> wrong = 0;
  std::vector<std::thread> asking;
  for (int i = 0; i < threads; ++i) {
    asking.emplace_back([&, i] {
      int last = 0;
      for (int round = 0; round < rounds; ++round) {
        const int seen = *sync_wait(number.get());
        wrong += seen >= last ? 0 : 1;
        last = seen;
        if (i == 0 && round % 10 == 0) {
          ++resets;
          number.reset();
        }
      }
    });
  }
  for (auto& each : asking) {
    each.join();
  }
  EXPECT_LE(runs, resets);
  EXPECT_GE(runs, 2);
}

}  // namespace
