#include "googletest.hpp"

#include "small_stack.hpp"

import googletest;
import std;
import patterns.async;
import patterns.concurrency;
import test.started;

using namespace std::chrono_literals;
using patterns::async::async_event;
using patterns::async::async_once;
using patterns::async::manual_clock;
using patterns::async::once_function;
using patterns::async::once_result;
using patterns::async::operation_cancelled;
using patterns::async::run_loop;
using patterns::async::sync_wait;
using patterns::async::task;
using patterns::concurrency::stop_source;
using patterns::concurrency::thread_pool;
using patterns_test::start;
using patterns_test::started;

namespace {

static_assert(once_result<void> && once_result<std::unique_ptr<int>> && once_result<std::mutex>);
static_assert(!once_result<int&> && !once_result<const int>);
static_assert(once_function<task<int> (*)(), long>);
static_assert(!once_function<int (*)(), int>, "what it returns must be awaitable");
static_assert(!once_function<task<std::string> (*)(), int>);
static_assert(once_function<task<int> (*)(), void>);

// What the tasks of a test share: the computation waits for `go`, counts itself and fails if asked to.
struct shared {
  async_once<std::string> once;
  async_event go;
  int begun = 0;
  int ended = 0;
  bool fails = false;

  task<std::string> compute() {
    ++begun;
    co_await go.wait();
    if (std::exchange(fails, false)) {
      throw std::runtime_error("no connection");
    }
    ++ended;
    co_return std::format("result {}", ended);
  }

  task<> ask(std::vector<std::string>& log) {
    log.push_back(co_await once.get([this] { return compute(); }));
  }
};

TEST(async_core_async_once, computes_once_for_all_who_ask) {
  shared all;
  std::vector<std::string> log;
  std::vector<started> asking;
  for (int i = 0; i < 5; ++i) {
    asking.push_back(start(all.ask(log)));
  }
  EXPECT_EQ(all.begun, 1);
  EXPECT_FALSE(all.once.has_value());
  EXPECT_EQ(all.once.get_if(), nullptr);
  all.go.set();
  asking.push_back(start(all.ask(log)));
  EXPECT_EQ(log, std::vector<std::string>(6, "result 1"));
  EXPECT_EQ(all.begun, 1);
  EXPECT_TRUE(all.once.has_value());
  EXPECT_EQ(*all.once.get_if(), "result 1");
}

TEST(async_core_async_once, yields_a_reference_to_the_one_object) {
  async_once<std::unique_ptr<int>> once;
  const auto make = []() -> task<std::unique_ptr<int>> { co_return std::make_unique<int>(5); };
  auto& first = sync_wait(once.get(make));
  auto& second = sync_wait(once.get(make));
  EXPECT_EQ(*first, 5);
  EXPECT_EQ(&first, &second);
}

TEST(async_core_async_once, may_compute_nothing) {
  async_once<void> once;
  int runs = 0;
  const auto make = [&]() -> task<> {
    ++runs;
    co_return;
  };
  sync_wait(once.get(make));
  sync_wait(once.get(make));
  EXPECT_EQ(runs, 1);
  EXPECT_TRUE(once.has_value());
}

TEST(async_core_async_once, a_failure_is_for_the_one_whose_computation_failed_and_the_next_tries_again) {
  shared all;
  std::vector<std::string> log;
  all.fails = true;
  const auto first = start(all.ask(log));
  const auto second = start(all.ask(log));
  const auto third = start(all.ask(log));
  all.go.set();
  EXPECT_EQ(first.error(), "no connection");
  EXPECT_EQ(all.begun, 2);
  EXPECT_EQ(log, std::vector<std::string>(2, "result 1"));
}

TEST(async_core_async_once, a_failure_that_nobody_waits_for_can_be_retried_later) {
  shared all;
  std::vector<std::string> log;
  all.go.set();
  all.fails = true;
  EXPECT_THROW(sync_wait(all.ask(log)), std::runtime_error);
  EXPECT_FALSE(all.once.has_value());
  sync_wait(all.ask(log));
  EXPECT_EQ(log, std::vector<std::string>{"result 1"});
}

TEST(async_core_async_once, a_function_that_throws_before_it_returns_fails_alike) {
  async_once<int> once;
  const std::function<task<int>()> refuses = []() -> task<int> { throw std::runtime_error("not even begun"); };
  EXPECT_THROW(sync_wait(once.get(refuses)), std::runtime_error);
  EXPECT_EQ(sync_wait(once.get([]() -> task<int> { co_return 5; })), 5);
}

TEST(async_core_async_once, cancelling_the_one_who_computes_hands_over_to_the_next) {
  shared all;
  std::vector<std::string> log;
  stop_source source;
  const auto leader = start(all.ask(log), source.get_token());
  const auto second = start(all.ask(log));
  const auto third = start(all.ask(log));
  source.request_stop();
  EXPECT_EQ(leader.error(), "async_event::wait: cancelled, a stop was requested");
  EXPECT_EQ(all.begun, 2);
  all.go.set();
  EXPECT_EQ(log, std::vector<std::string>(2, "result 1"));
  EXPECT_EQ(all.begun, 2);
}

TEST(async_core_async_once, destroying_the_one_who_computes_hands_over_to_the_next) {
  shared all;
  std::vector<std::string> log;
  auto leader = start(all.ask(log));
  auto second = start(all.ask(log));
  const auto third = start(all.ask(log));
  leader.destroy();
  second.destroy();
  EXPECT_EQ(all.begun, 3);
  all.go.set();
  EXPECT_EQ(log, std::vector<std::string>{"result 1"});
}

TEST(async_core_async_once, cancelling_one_who_waits_leaves_the_computation_alone) {
  shared all;
  std::vector<std::string> log;
  stop_source source;
  const auto leader = start(all.ask(log));
  const auto second = start(all.ask(log), source.get_token());
  auto third = start(all.ask(log));
  source.request_stop();
  third.destroy();
  EXPECT_EQ(second.error(), "async_once::get: cancelled, a stop was requested");
  all.go.set();
  EXPECT_EQ(log, std::vector<std::string>{"result 1"});
  EXPECT_EQ(all.begun, 1);
}

TEST(async_core_async_once, one_who_was_cancelled_when_it_was_to_compute_hands_over) {
  shared all;
  std::vector<std::string> log;
  stop_source source;
  auto leader = start(all.ask(log));
  const auto second = start(all.ask(log), source.get_token());
  const auto third = start(all.ask(log));
  {
    const patterns::concurrency::trampoline::scope busy;
    leader.destroy();
    source.request_stop();
  }
  EXPECT_EQ(second.error(), "async_event::wait: cancelled, a stop was requested");
  all.go.set();
  EXPECT_EQ(log, std::vector<std::string>{"result 1"});
}

TEST(async_core_async_once, a_wait_can_be_timed_out) {
  manual_clock time;
  run_loop loop(time);
  shared all;
  std::vector<std::string> log;
  stop_source deadline;
  loop.post_after(1s, [&] { deadline.request_stop(); });
  loop.post_after(2s, [&] { all.go.set(); });
  const auto leader = start(all.ask(log));
  const auto impatient = [](shared& of, stop_source until) -> task<> {
    co_await of.once.get([&of] { return of.compute(); }, until.get_token());
  };
  const auto waiting = start(impatient(all, deadline));
  loop.run_until_complete(loop.schedule_after(1s));
  EXPECT_EQ(waiting.error(), "async_once::get: cancelled, a stop was requested");
  loop.run_until_complete(loop.schedule_after(2s));
  EXPECT_EQ(log, std::vector<std::string>{"result 1"});
}

TEST(async_core_async_once, serves_a_hundred_thousand_and_fails_down_a_long_line_on_a_small_stack) {
  on_small_stack([] {
    constexpr int many = 100'000;
    constexpr int failing = 5'000;
    async_once<int> once;
    async_event go;
    int failures = 0;
    int served = 0;
    const auto asks = [&](int number) -> task<> {
      const auto computes = [&, number]() -> task<int> {
        co_await go.wait();
        if (number < failing) {
          throw std::runtime_error("not yet");
        }
        co_return number;
      };
      try {
        served += co_await once.get(computes) == failing ? 1 : 0;
      } catch (const std::runtime_error&) {
        ++failures;
      }
    };
    std::vector<started> asking;
    for (int i = 0; i < many; ++i) {
      asking.push_back(start(asks(i)));
    }
    go.set();
    EXPECT_EQ(failures, failing);
    EXPECT_EQ(served, many - failing);
  });
}

TEST(async_core_async_once, computes_once_on_several_threads) {
  thread_pool pool(4);
  for (int round = 0; round < 200; ++round) {
    constexpr int asking = 8;
    async_once<std::string> once;
    std::atomic<int> runs = 0;
    std::atomic<int> right = 0;
    std::atomic<int> failed = 0;
    const auto computes = [&]() -> task<std::string> {
      const int run = ++runs;
      co_await pool.schedule();
      if (run == 1) {
        throw std::runtime_error("the first fails");
      }
      co_return "result";
    };
    const auto asks = [&]() -> task<> {
      co_await pool.schedule();
      try {
        right += co_await once.get(computes) == "result" ? 1 : 0;
      } catch (const std::runtime_error&) {
        ++failed;
      }
    };
    std::vector<std::future<void>> ends;
    for (int i = 0; i < asking; ++i) {
      ends.push_back(std::async(std::launch::async, [&] { sync_wait(asks()); }));
    }
    for (auto& end : ends) {
      end.get();
    }
    ASSERT_EQ(runs.load(), 2);
    ASSERT_EQ(failed.load(), 1);
    ASSERT_EQ(right.load(), asking - 1);
  }
}

}  // namespace
