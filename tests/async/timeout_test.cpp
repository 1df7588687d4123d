#include "googletest.hpp"

import googletest;
import std;
import patterns.async;
import patterns.concurrency;

namespace {

using namespace std::chrono_literals;
using patterns::async::manual_clock;
using patterns::async::no_running_loop;
using patterns::async::operation_cancelled;
using patterns::async::run_loop;
using patterns::async::sleep_for;
using patterns::async::sync_wait;
using patterns::async::task;
using patterns::async::timed_out;
using patterns::async::timeout;
using patterns::concurrency::stop_source;
using patterns::concurrency::thread_pool;

task<int> value_after(run_loop::duration span, int number) {
  co_await sleep_for(span);
  co_return number;
}

// Does not let itself be stopped.
task<int> stubborn(run_loop& loop, run_loop::duration span) {
  co_await patterns::async::unstoppable(sleep_for(loop, span));
  co_return 7;
}

task<int> failing_after(run_loop::duration span) {
  co_await sleep_for(span);
  throw std::domain_error("failed");
}

struct async_core_timeout : testing::Test {
  manual_clock time;
  run_loop loop{time};
  run_loop::time_point begin = loop.now();
};

TEST_F(async_core_timeout, delivers_a_result_that_comes_in_time_and_leaves_no_timer) {
  EXPECT_EQ(loop.run_until_complete(timeout(loop, 2s, value_after(1s, 5))), 5);
  EXPECT_EQ(loop.now() - begin, 1s);
  time.advance(1h);
  EXPECT_EQ(loop.poll(), 0U);
  loop.run_until_complete(timeout(2s, sleep_for(1s)));
}

TEST_F(async_core_timeout, stops_what_takes_longer) {
  try {
    loop.run_until_complete(timeout(1500ms, value_after(1h, 5)));
    FAIL() << "no exception";
  } catch (const timed_out& error) {
    EXPECT_STREQ(error.what(), "timeout: the work had not ended after 1.5 s");
    EXPECT_EQ(error.limit(), 1500ms);
  }
  EXPECT_EQ(loop.now() - begin, 1500ms);
}

TEST_F(async_core_timeout, delivers_a_late_result_of_work_that_ends_in_spite_of_it) {
  EXPECT_EQ(loop.run_until_complete(timeout(1s, stubborn(loop, 3s))), 7);
  EXPECT_EQ(loop.now() - begin, 3s) << "it is waited for";
}

TEST_F(async_core_timeout, delivers_another_error_as_it_is) {
  EXPECT_THROW(loop.run_until_complete(timeout(2s, failing_after(1s))), std::domain_error);
}

TEST_F(async_core_timeout, delivers_what_is_ready_even_when_there_is_no_time) {
  const auto ready = []() -> task<int> { co_return 1; };
  EXPECT_EQ(sync_wait(timeout(loop, -1s, ready())), 1);
  EXPECT_THROW(loop.run_until_complete(timeout(0s, value_after(1s, 5))), timed_out);
  EXPECT_EQ(loop.now(), begin);
}

TEST_F(async_core_timeout, tells_a_stop_from_outside_apart) {
  stop_source source;
  loop.post_after(1s, [&] { source.request_stop(); });
  EXPECT_THROW(loop.run_until_complete(timeout(2s, value_after(1h, 5)), source.get_token()), operation_cancelled);
  EXPECT_EQ(loop.now() - begin, 1s);
}

TEST_F(async_core_timeout, is_timed_out_when_the_stop_from_outside_comes_later) {
  const auto stubborn_and_cancelled = [](run_loop& on) -> task<int> {
    co_await patterns::async::unstoppable(sleep_for(on, 5s));
    co_return co_await value_after(1h, 1);
  };
  stop_source source;
  loop.post_after(3s, [&] { source.request_stop(); });
  EXPECT_THROW(loop.run_until_complete(timeout(2s, stubborn_and_cancelled(loop)), source.get_token()), timed_out);
}

TEST_F(async_core_timeout, reports_the_cancellation_of_somebody_else_as_it_is) {
  const auto gives_up = []() -> task<> {
    throw operation_cancelled("somebody else's");
    co_return;
  };
  EXPECT_THROW(loop.run_until_complete(timeout(2s, gives_up())), operation_cancelled);
}

TEST_F(async_core_timeout, nests_with_either_of_them_first) {
  try {
    loop.run_until_complete(timeout(10s, timeout(1s, value_after(1h, 5))));
    FAIL() << "no exception";
  } catch (const timed_out& error) {
    EXPECT_EQ(error.limit(), 1s);
  }
  try {
    loop.run_until_complete(timeout(2s, timeout(10s, value_after(1h, 5))));
    FAIL() << "no exception";
  } catch (const timed_out& error) {
    EXPECT_EQ(error.limit(), 2s);
  }
  EXPECT_EQ(loop.now() - begin, 3s);
}

TEST_F(async_core_timeout, does_not_overflow) {
  EXPECT_EQ(loop.run_until_complete(timeout(std::chrono::hours::max(), value_after(1s, 5))), 5);
  EXPECT_EQ(loop.run_until_complete(timeout(run_loop::duration::max(), value_after(1s, 5))), 5);
}

TEST_F(async_core_timeout, needs_a_loop) {
  EXPECT_THROW(sync_wait(timeout(1s, value_after(1s, 5))), no_running_loop);
}

TEST_F(async_core_timeout, ends_once_whatever_thread_the_work_ends_on) {
  thread_pool pool(2);
  const auto there = [](thread_pool& on, int number) -> task<int> {
    co_await on.schedule();
    co_return number;
  };
  run_loop real;
  for (int round = 0; round < 200; ++round) {
    EXPECT_EQ(real.run_until_complete(timeout(1us, there(pool, round))), round);
  }
}

}  // namespace
