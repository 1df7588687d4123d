#include "googletest.hpp"

#include "small_stack.hpp"

#include "../message_of.hpp"

import googletest;
import std;
import patterns.async;
import patterns.concurrency;
import test.started;

using namespace std::chrono_literals;
using patterns::async::async_latch;
using patterns::async::invalid_count;
using patterns::async::latch_exceeded;
using patterns::async::manual_clock;
using patterns::async::operation_cancelled;
using patterns::async::run_loop;
using patterns::async::sync_wait;
using patterns::async::task;
using patterns::concurrency::stop_source;
using patterns::concurrency::thread_pool;
using patterns_test::message_of;
using patterns_test::start;
using patterns_test::started;

namespace {

task<> number_after(async_latch& latch, int number, std::vector<int>& log) {
  co_await latch.wait();
  log.push_back(number);
}

task<> arrive(async_latch& latch, int number, std::vector<int>& log) {
  co_await latch.arrive_and_wait();
  log.push_back(number);
}

TEST(async_core_async_latch, opens_at_zero_and_stays_open) {
  async_latch latch(3);
  std::vector<int> log;
  const auto first = start(number_after(latch, 1, log));
  const auto second = start(number_after(latch, 2, log));
  latch.count_down();
  latch.count_down(0);
  EXPECT_FALSE(latch.try_wait());
  EXPECT_TRUE(log.empty());
  latch.count_down(2);
  EXPECT_TRUE(latch.try_wait());
  EXPECT_EQ(log, (std::vector{1, 2}));
  sync_wait(latch.wait());
}

TEST(async_core_async_latch, made_with_zero_is_open) {
  async_latch latch(0);
  EXPECT_TRUE(latch.try_wait());
  sync_wait(latch.wait());
}

TEST(async_core_async_latch, the_last_to_arrive_does_not_wait) {
  async_latch latch(3);
  std::vector<int> log;
  const auto first = start(arrive(latch, 1, log));
  const auto second = start(arrive(latch, 2, log));
  EXPECT_TRUE(log.empty());
  const auto third = start(arrive(latch, 3, log));
  std::ranges::sort(log);
  EXPECT_EQ(log, (std::vector{1, 2, 3}));
}

TEST(async_core_async_latch, refuses_counts_that_make_no_sense_and_changes_nothing) {
  EXPECT_EQ(message_of<std::exception>([] { const async_latch latch(-1); }), "async_latch: made with a count of -1");
  async_latch latch(2);
  EXPECT_EQ(message_of<std::exception>([&] { latch.count_down(3); }), "async_latch: counted down by 3 with 2 left");
  EXPECT_EQ(message_of<std::exception>([&] { latch.count_down(-1); }), "async_latch: counted down by -1 with 2 left");
  latch.count_down(2);
  EXPECT_TRUE(latch.try_wait());
  EXPECT_THROW(sync_wait(latch.arrive_and_wait()), latch_exceeded);
}

TEST(async_core_async_latch, a_wait_can_be_timed_out_and_an_arrival_counts_all_the_same) {
  manual_clock time;
  run_loop loop(time);
  async_latch latch(2);
  std::vector<int> log;
  stop_source deadline;
  loop.post_after(1s, [&] { deadline.request_stop(); });
  const auto impatient = start(arrive(latch, 1, log), deadline.get_token());
  const auto patient = start(number_after(latch, 2, log));
  loop.run_until_complete(loop.schedule_after(2s));
  EXPECT_EQ(impatient.error(), "async_latch::wait: cancelled, a stop was requested");
  EXPECT_THROW(sync_wait(latch.wait(deadline.get_token())), operation_cancelled);
  EXPECT_FALSE(patient.done());
  latch.count_down();
  EXPECT_EQ(log, std::vector{2});
  sync_wait(latch.wait(deadline.get_token()));
}

TEST(async_core_async_latch, wakes_a_hundred_thousand_on_a_small_stack) {
  on_small_stack([] {
    async_latch latch(1);
    std::vector<int> log;
    std::vector<started> waiting;
    for (int i = 0; i < 100'000; ++i) {
      waiting.push_back(start(number_after(latch, i, log)));
    }
    latch.count_down();
    ASSERT_EQ(log.size(), 100'000U);
    EXPECT_TRUE(std::ranges::is_sorted(log));
  });
}

// The usual way to use it: on the stack of the one who waits, counted down elsewhere.
TEST(async_core_async_latch, may_be_destroyed_by_who_waited_for_it) {
  thread_pool pool(3);
  const auto one = [](thread_pool& on) -> task<> {
    async_latch latch(3);
    for (int i = 0; i < 3; ++i) {
      on.post([&latch] { latch.count_down(); });
    }
    co_await latch.wait();
  };
  for (int round = 0; round < 2'000; ++round) {
    sync_wait(one(pool));
  }
}

}  // namespace
