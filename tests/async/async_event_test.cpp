#include "googletest.hpp"

#include "small_stack.hpp"

import googletest;
import std;
import patterns.async;
import patterns.concurrency;
import test.started;

using namespace std::chrono_literals;
using patterns::async::async_event;
using patterns::async::event_reset;
using patterns::async::manual_clock;
using patterns::async::operation_cancelled;
using patterns::async::run_loop;
using patterns::async::sync_wait;
using patterns::async::task;
using patterns::concurrency::stop_source;
using patterns::concurrency::thread_pool;
using patterns::concurrency::trampoline;
using patterns_test::start;
using patterns_test::started;

namespace {

task<> number_after(async_event& event, int number, std::vector<int>& log) {
  co_await event.wait();
  log.push_back(number);
}

TEST(async_core_async_event, lets_everybody_through_until_it_is_reset) {
  async_event event;
  std::vector<int> log;
  EXPECT_FALSE(event.is_set());
  const auto first = start(number_after(event, 1, log));
  const auto second = start(number_after(event, 2, log));
  event.set();
  EXPECT_TRUE(event.is_set());
  event.set();
  const auto third = start(number_after(event, 3, log));
  EXPECT_EQ(log, (std::vector{1, 2, 3}));
  event.reset();
  const auto fourth = start(number_after(event, 4, log));
  EXPECT_FALSE(fourth.done());
}

TEST(async_core_async_event, who_waited_when_it_was_set_goes_on_though_it_is_reset_at_once) {
  async_event event;
  std::vector<int> log;
  const auto first = start(number_after(event, 1, log));
  std::optional<started> late;
  {
    const trampoline::scope busy;
    event.set();
    event.reset();
    late = start(number_after(event, 2, log));
  }
  EXPECT_EQ(log, std::vector{1});
  EXPECT_FALSE(late->done());
}

TEST(async_core_async_event, lets_one_through_each_time_if_it_resets_itself) {
  async_event event(event_reset::automatic, true);
  std::vector<int> log;
  std::vector<started> waiting;
  for (int i = 0; i < 3; ++i) {
    waiting.push_back(start(number_after(event, i, log)));
  }
  EXPECT_EQ(log, std::vector{0}) << "it was set at first";
  event.set();
  EXPECT_FALSE(event.is_set());
  EXPECT_EQ(log, (std::vector{0, 1}));
  event.set();
  event.set();
  event.set();
  EXPECT_TRUE(event.is_set()) << "as many as it likes, it is set once";
  sync_wait(event.wait());
  EXPECT_FALSE(event.is_set());
}

TEST(async_core_async_event, a_stop_before_the_wait_matters_only_if_it_would_have_to_wait) {
  async_event event;
  stop_source source;
  source.request_stop();
  try {
    sync_wait(event.wait(), source.get_token());
    FAIL() << "no exception";
  } catch (const operation_cancelled& error) {
    EXPECT_STREQ(error.what(), "async_event::wait: cancelled, a stop was requested");
  }
  event.set();
  sync_wait(event.wait(source.get_token()));
}

TEST(async_core_async_event, a_wait_that_times_out_loses_no_signal) {
  manual_clock time;
  run_loop loop(time);
  async_event event(event_reset::automatic);
  std::vector<int> log;
  stop_source deadline;
  loop.post_after(1s, [&] {
    deadline.request_stop();
    event.set();
  });
  const auto impatient = start(number_after(event, 1, log), deadline.get_token());
  const auto patient = start(number_after(event, 2, log));
  loop.run_until_complete(loop.schedule_after(1s));
  EXPECT_EQ(impatient.error(), "async_event::wait: cancelled, a stop was requested");
  EXPECT_EQ(log, std::vector{2});
}

TEST(async_core_async_event, a_signal_that_came_before_the_deadline_counts) {
  async_event event(event_reset::automatic);
  std::vector<int> log;
  stop_source deadline;
  const auto waiting = start(number_after(event, 1, log), deadline.get_token());
  {
    const trampoline::scope busy;
    event.set();
    deadline.request_stop();
  }
  EXPECT_EQ(log, std::vector{1});
  EXPECT_FALSE(event.is_set());
}

TEST(async_core_async_event, wakes_a_hundred_thousand_on_a_small_stack) {
  on_small_stack([] {
    async_event event;
    std::vector<int> log;
    std::vector<started> waiting;
    for (int i = 0; i < 100'000; ++i) {
      waiting.push_back(start(number_after(event, i, log)));
    }
    event.set();
    ASSERT_EQ(log.size(), 100'000U);
    EXPECT_TRUE(std::ranges::is_sorted(log));
  });
}

// Who waited may destroy the event, while set() is on its way back on another thread.
TEST(async_core_async_event, may_be_destroyed_by_who_waited_for_it) {
  thread_pool pool(2);
  const auto one = [](thread_pool& on) -> task<> {
    const auto event = std::make_unique<async_event>();
    on.post([set = event.get()] { set->set(); });
    co_await event->wait();
  };
  for (int round = 0; round < 2'000; ++round) {
    sync_wait(one(pool));
  }
}

}  // namespace
