#include "googletest.hpp"

#include "parked.hpp"

import googletest;
import std;
import patterns.async;
import patterns.concurrency;

namespace {

using namespace std::chrono_literals;
using patterns::async::awaitable_of;
using patterns::async::delay;
using patterns::async::manual_clock;
using patterns::async::no_running_loop;
using patterns::async::operation_cancelled;
using patterns::async::run_loop;
using patterns::async::sleep_for;
using patterns::async::sleep_until;
using patterns::async::sync_wait;
using patterns::async::task;
using patterns::concurrency::stop_source;
using patterns_test::start;

static_assert(awaitable_of<delay, void>);
static_assert(awaitable_of<const delay&, void>, "a delay is a value: awaiting does not consume it");
static_assert(std::copyable<delay>);
static_assert(delay(2h).span() == 2h);
static_assert(delay(std::chrono::hours::max()).span() == run_loop::duration::max(), "it does not overflow");
static_assert(delay(std::chrono::hours::min()).span() == run_loop::duration::min());
static_assert(delay(std::chrono::duration<int, std::pico>(1)).span() == 1ns, "no wait is too short");
static_assert(delay(std::chrono::duration<double>(0.5)).span() == 500ms);

task<> sleep_on(run_loop& loop, run_loop::duration span) {
  co_await sleep_for(loop, span);
}

task<> sleep_here(run_loop::duration span) {
  co_await sleep_for(span);
}

TEST(B19_delay, ends_when_its_time_has_come) {
  manual_clock time;
  run_loop loop(time);
  const auto begin = loop.now();
  loop.run_until_complete(sleep_on(loop, 90s));
  EXPECT_EQ(loop.now() - begin, 90s);
}

TEST(B19_delay, is_awaited_as_often_as_one_likes) {
  manual_clock time;
  run_loop loop(time);
  const auto begin = loop.now();
  loop.run_until_complete([](run_loop& on) -> task<> {
    const delay second(on, 1s);
    co_await second;
    co_await second;
  }(loop));
  EXPECT_EQ(loop.now() - begin, 2s);
}

TEST(B19_delay, begins_when_it_is_awaited_and_not_when_it_is_made) {
  manual_clock time;
  run_loop loop(time);
  const auto begin = loop.now();
  const delay minute(loop, 1min);
  time.advance(1h);
  loop.run_until_complete(minute);
  EXPECT_EQ(loop.now() - begin, 1h + 1min);
}

TEST(B19_sleep_for, goes_by_the_loop_that_runs_the_thread) {
  manual_clock time;
  run_loop loop(time);
  const auto begin = loop.now();
  loop.run_until_complete(sleep_here(5s));
  EXPECT_EQ(loop.now() - begin, 5s);
}

TEST(B19_sleep_for, goes_by_the_innermost_of_loops_within_each_other) {
  manual_clock outer_time;
  manual_clock inner_time;
  run_loop outer(outer_time);
  outer.run_until_complete([](manual_clock& time, run_loop& around) -> task<> {
    run_loop inner(time);
    inner.run_until_complete(sleep_here(3s));
    EXPECT_EQ(&run_loop::current(), &around);
    co_return;
  }(inner_time, outer));
  EXPECT_EQ(inner_time.now().time_since_epoch(), 3s);
  EXPECT_EQ(outer_time.now().time_since_epoch(), 0s);
}

TEST(B19_sleep_for, refuses_where_no_loop_runs) {
  try {
    sync_wait(sleep_here(1s));
    FAIL() << "no exception";
  } catch (const no_running_loop& error) {
    EXPECT_STREQ(error.what(), "run_loop::current: no loop runs on this thread");
  }
  EXPECT_THROW((void)sleep_until(run_loop::time_point()), no_running_loop);
}

TEST(B19_sleep_for, takes_a_turn_of_the_loop_even_for_nothing) {
  manual_clock time;
  run_loop loop(time);
  const auto begin = loop.now();
  bool posted_before = false;
  loop.post([&] { posted_before = true; });
  loop.run_until_complete([](bool& flag) -> task<> {
    co_await sleep_for(-1h);
    EXPECT_TRUE(flag);
    co_await sleep_for(0s);
  }(posted_before));
  EXPECT_EQ(loop.now(), begin);
}

TEST(B19_sleep_until, waits_for_a_moment_and_not_at_all_for_one_that_has_passed) {
  manual_clock time;
  run_loop loop(time);
  const auto begin = loop.now();
  loop.run_until_complete([](run_loop& on, run_loop::time_point from) -> task<> {
    co_await sleep_until(from + 10s);
    EXPECT_EQ(on.now() - from, 10s);
    co_await sleep_until(on, from + 4s);
    EXPECT_EQ(on.now() - from, 10s);
  }(loop, begin));
}

TEST(B19_sleep_for, ends_early_when_a_stop_is_requested_and_leaves_no_timer) {
  manual_clock time;
  run_loop loop(time);
  const auto begin = loop.now();
  stop_source source;
  loop.post_after(2s, [&] { source.request_stop(); });
  try {
    loop.run_until_complete(sleep_on(loop, 1h), source.get_token());
    FAIL() << "no exception";
  } catch (const operation_cancelled& error) {
    EXPECT_STREQ(error.what(), "run_loop::schedule_at: cancelled, a stop was requested");
  }
  EXPECT_EQ(loop.now() - begin, 2s);
  time.advance(2h);
  EXPECT_EQ(loop.poll(), 0U) << "the timer is still there";
}

TEST(B19_sleep_for, does_not_begin_after_a_stop) {
  manual_clock time;
  run_loop loop(time);
  stop_source source;
  source.request_stop();
  EXPECT_THROW(loop.run_until_complete(sleep_on(loop, 1h), source.get_token()), operation_cancelled);
  EXPECT_THROW(
      loop.run_until_complete([](run_loop& on) -> task<> { co_await on.schedule(); }(loop), source.get_token()),
      operation_cancelled);
  EXPECT_EQ(loop.poll(), 0U);
}

TEST(B19_sleep_for, is_not_stopped_once_its_time_has_come) {
  manual_clock time;
  run_loop loop(time);
  stop_source source;
  // Both are due at once, so that the stop comes when the timer waits for its turn only.
  loop.post_after(1s, [&] { source.request_stop(); });
  EXPECT_NO_THROW(loop.run_until_complete(sleep_on(loop, 1s), source.get_token()));
}

TEST(B19_sleep_for, is_resumed_by_the_loop_and_not_within_the_request) {
  manual_clock time;
  run_loop loop(time);
  stop_source source;
  bool ended = false;
  loop.post([&] {
    source.request_stop();
    EXPECT_FALSE(ended);
  });
  loop.run_until_complete(
      [](run_loop& on, bool& flag) -> task<> {
        try {
          co_await sleep_for(on, 1h);
        } catch (const operation_cancelled&) {
          flag = true;
        }
      }(loop, ended),
      source.get_token());
  EXPECT_TRUE(ended);
}

TEST(B19_sleep_for, takes_its_timer_out_when_its_coroutine_is_destroyed) {
  manual_clock time;
  run_loop loop(time);
  const auto waiting = start(sleep_on(loop, 1s));
  waiting.frame.destroy();
  time.advance(2s);
  EXPECT_EQ(loop.poll(), 0U);
}

TEST(B19_sleep_for, outlives_its_loop_and_takes_no_stop_from_then_on) {
  manual_clock time;
  stop_source source;
  std::optional<run_loop> loop(time);
  const auto waiting = start(patterns::async::with_stop_token(source.get_token(), sleep_on(*loop, 1s)));
  loop.reset();
  source.request_stop();
  EXPECT_FALSE(waiting.frame.done());
  waiting.frame.destroy();
}

TEST(B19_sleep_for, is_stopped_by_another_thread_or_ends_but_never_both_nor_neither) {
  for (int round = 0; round < 200; ++round) {
    run_loop loop;
    stop_source source;
    std::thread other([&] { source.request_stop(); });
    int ends = 0;
    loop.run_until_complete(
        [](run_loop& on, int& count) -> task<> {
          try {
            co_await sleep_for(on, 1us);
          } catch (const operation_cancelled&) {
          }
          ++count;
        }(loop, ends),
        source.get_token());
    other.join();
    EXPECT_EQ(ends, 1);
  }
}

}  // namespace
