#include "googletest.hpp"

import googletest;
import std;
import patterns.async;
import patterns.concurrency;

namespace {

using namespace std::chrono_literals;
using patterns::async::operation_cancelled;
using patterns::async::resume_on;
using patterns::async::run_loop;
using patterns::async::schedule_on;
using patterns::async::scheduler;
using patterns::async::sync_wait;
using patterns::async::task;
using patterns::concurrency::pool_stopped;
using patterns::concurrency::stop_source;
using patterns::concurrency::thread_pool;

static_assert(scheduler<run_loop>);
static_assert(scheduler<thread_pool>);
static_assert(!scheduler<int>);

task<bool> runs_in(thread_pool& pool) {
  co_return pool.runs_here();
}

task<int> failing() {
  throw std::domain_error("failed");
  co_return 0;
}

TEST(async_core_schedule_on, begins_there) {
  thread_pool pool(1);
  EXPECT_TRUE(sync_wait(schedule_on(pool, runs_in(pool))));
  EXPECT_FALSE(sync_wait(runs_in(pool)));
}

TEST(async_core_schedule_on, delivers_what_is_thrown_there) {
  thread_pool pool(1);
  EXPECT_THROW(sync_wait(schedule_on(pool, failing())), std::domain_error);
  pool.shutdown();
  EXPECT_THROW(sync_wait(schedule_on(pool, runs_in(pool))), pool_stopped);
}

TEST(async_core_resume_on, goes_on_there_with_the_result) {
  thread_pool pool(1);
  sync_wait([](thread_pool& on) -> task<> {
    EXPECT_FALSE(co_await resume_on(on, runs_in(on)));
    EXPECT_TRUE(on.runs_here());
  }(pool));
  sync_wait([](thread_pool& on) -> task<> {
    co_await resume_on(on);
    EXPECT_TRUE(on.runs_here());
  }(pool));
}

TEST(async_core_resume_on, comes_back_to_the_loop_from_a_pool) {
  thread_pool pool(1);
  run_loop loop;
  loop.run_until_complete([](run_loop& home, thread_pool& away) -> task<> {
    EXPECT_TRUE(co_await resume_on(home, schedule_on(away, runs_in(away))));
    EXPECT_TRUE(home.runs_here());
    co_await resume_on(home, schedule_on(away, std::suspend_never()));
    EXPECT_TRUE(home.runs_here());
  }(loop, pool));
}

TEST(async_core_resume_on, goes_on_there_with_an_error_too) {
  thread_pool pool(1);
  const auto there = sync_wait([](thread_pool& on) -> task<bool> {
    try {
      co_await resume_on(on, failing());
    } catch (const std::domain_error&) {
      co_return on.runs_here();
    }
    co_return false;
  }(pool));
  EXPECT_TRUE(there);
}

TEST(async_core_resume_on, goes_there_although_a_stop_is_requested) {
  run_loop loop;
  stop_source source;
  source.request_stop();
  const auto answer = []() -> task<int> { co_return 42; };
  EXPECT_EQ(loop.run_until_complete(resume_on(loop, answer()), source.get_token()), 42);
  EXPECT_THROW(loop.run_until_complete(schedule_on(loop, answer()), source.get_token()), operation_cancelled);
}

TEST(async_core_resume_on, delivers_a_reference_as_such) {
  thread_pool pool(1);
  int target = 0;
  const auto refers = [](int& to) -> task<int&> { co_return to; };
  EXPECT_EQ(&sync_wait(resume_on(pool, schedule_on(pool, refers(target)))), &target);
}

}  // namespace
