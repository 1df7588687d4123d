#include "googletest.hpp"

#include "parked.hpp"

import googletest;
import std;
import patterns.async;
import patterns.concurrency;

namespace {

using namespace std::chrono_literals;
using patterns::async::clock;
using patterns::async::loop_running;
using patterns::async::loop_stopped;
using patterns::async::manual_clock;
using patterns::async::run_loop;
using patterns::async::system_clock;
using patterns::async::task;
using patterns::async::virtual_clock;
using patterns::concurrency::executor;
using patterns::concurrency::thread_pool;
using patterns_test::parked;
using patterns_test::start;

static_assert(executor<run_loop>);
static_assert(clock<system_clock>);
static_assert(!virtual_clock<system_clock>);
static_assert(virtual_clock<manual_clock>);
static_assert(!clock<int>);

TEST(async_run_loop, runs_jobs_in_the_order_in_which_they_were_posted) {
  run_loop loop;
  std::vector<int> order;
  loop.post([&] {
    order.push_back(1);
    loop.post([&] {
      order.push_back(3);
      loop.stop();
    });
  });
  loop.post([&] { order.push_back(2); });
  loop.run();
  EXPECT_EQ(order, (std::vector{1, 2, 3}));
}

TEST(async_run_loop, takes_jobs_that_can_only_be_moved) {
  run_loop loop;
  int seen = 0;
  loop.post([&seen, number = std::make_unique<int>(5)] { seen = *number; });
  EXPECT_EQ(loop.poll(), 1U);
  EXPECT_EQ(seen, 5);
}

TEST(async_run_loop, polls_what_is_ready_and_nothing_that_it_posts) {
  manual_clock time;
  run_loop loop(time);
  int ran = 0;
  loop.post([&] {
    ++ran;
    loop.post([&] { ++ran; });
  });
  loop.post_after(1s, [&] { ++ran; });
  EXPECT_EQ(loop.poll(), 1U);
  EXPECT_EQ(loop.poll(), 1U);
  EXPECT_EQ(loop.poll(), 0U);
  EXPECT_EQ(ran, 2);
}

TEST(async_run_loop, runs_timers_in_the_order_of_their_deadlines) {
  manual_clock time;
  run_loop loop(time);
  std::vector<std::string> order;
  const auto note = [&](std::string name) { return [&order, name] { order.push_back(name); }; };
  loop.post_after(3s, note("3s"));
  loop.post_after(1s, note("1s"));
  loop.post_after(2s, note("2s, first"));
  loop.post_after(2s, note("2s, second"));
  loop.post_after(-1s, note("past"));
  EXPECT_EQ(loop.poll(), 1U);
  time.advance(999ms);
  EXPECT_EQ(loop.poll(), 0U);
  time.advance(1ms);
  EXPECT_EQ(loop.poll(), 1U);
  time.advance(1h);
  EXPECT_EQ(loop.poll(), 3U);
  EXPECT_EQ(order, (std::vector<std::string>{"past", "1s", "2s, first", "2s, second", "3s"}));
}

TEST(async_run_loop, moves_a_virtual_clock_instead_of_waiting) {
  manual_clock time;
  run_loop loop(time);
  const auto start = loop.now();
  std::vector<std::chrono::seconds> seen;
  const auto waits = [](run_loop& on, std::vector<std::chrono::seconds>& log, run_loop::time_point since) -> task<> {
    for (const auto delay : {24h, 1h, 0h}) {
      co_await on.schedule_after(delay);
      log.push_back(std::chrono::duration_cast<std::chrono::seconds>(on.now() - since));
    }
  };
  loop.run_until_complete(waits(loop, seen, start));
  EXPECT_EQ(seen, (std::vector<std::chrono::seconds>{24h, 25h, 25h}));
}

TEST(async_run_loop, orders_many_timers_and_forgets_those_whose_coroutine_is_gone) {
  manual_clock time;
  run_loop loop(time);
  std::mt19937 random(7);  // NOLINT: the same order every time
  std::vector<int> fired;
  const auto wait = [](run_loop& on, int delay, std::vector<int>& log) -> task<> {
    co_await on.schedule_after(std::chrono::milliseconds(delay));
    log.push_back(delay);
  };
  std::vector<parked> waiting;
  std::vector<int> expected;
  for (int i = 0; i < 500; ++i) {
    const int delay = static_cast<int>(random() % 200);
    waiting.push_back(start(wait(loop, delay, fired)));
    if (i % 3 != 0) {
      expected.push_back(delay);
    }
  }
  for (std::size_t i = 0; i < waiting.size(); i += 3) {
    waiting[i].frame.destroy();
  }
  std::ranges::sort(expected);
  time.advance(1s);
  loop.poll();
  EXPECT_EQ(fired, expected);
  for (std::size_t i = 0; i < waiting.size(); ++i) {
    if (i % 3 != 0) {
      waiting[i].frame.destroy();
    }
  }
}

TEST(async_run_loop, never_ends_a_delay_beyond_the_end_of_time) {
  manual_clock time;
  time.advance(1h);
  run_loop loop(time);
  bool ran = false;
  loop.post_after(run_loop::duration::max(), [&] { ran = true; });
  time.advance(run_loop::duration::max());
  EXPECT_EQ(loop.poll(), 0U);
  EXPECT_FALSE(ran);
}

TEST(async_run_loop, waits_for_the_machines_clock) {
  run_loop loop;
  const auto start = std::chrono::steady_clock::now();
  const auto wait = [](run_loop& on) -> task<> { co_await on.schedule_after(2ms); };
  loop.run_until_complete(wait(loop));
  EXPECT_GE(std::chrono::steady_clock::now() - start, 2ms);
}

TEST(async_run_loop, returns_what_it_ran_until) {
  run_loop loop;
  const auto on_loop = [](run_loop& on) -> task<std::string> {
    co_await on.schedule();
    co_return on.runs_here() ? "here" : "elsewhere";
  };
  EXPECT_EQ(loop.run_until_complete(on_loop(loop)), "here");
  EXPECT_FALSE(loop.runs_here());
  const auto failing = [](run_loop& on) -> task<int> {
    co_await on.schedule();
    throw std::out_of_range("no row");
  };
  EXPECT_THROW(loop.run_until_complete(failing(loop)), std::out_of_range);
}

TEST(async_run_loop, waits_for_work_that_ends_on_another_thread) {
  run_loop loop;
  thread_pool pool(1);
  const auto hop = [](thread_pool& away, run_loop& home, bool come_back) -> task<bool> {
    co_await away.schedule();
    if (come_back) {
      co_await home.schedule();
    }
    co_return home.runs_here();
  };
  for (int round = 0; round < 500; ++round) {
    ASSERT_TRUE(loop.run_until_complete(hop(pool, loop, true)));
    ASSERT_FALSE(loop.run_until_complete(hop(pool, loop, false)));
  }
}

TEST(async_run_loop, destroys_unfinished_work_when_stopped) {
  run_loop loop;
  const auto held = std::make_shared<int>(0);
  const auto endless = [](run_loop& on, std::shared_ptr<int>) -> task<> {
    for (;;) {
      co_await on.schedule();
    }
  };
  loop.post([&] { loop.stop(); });
  try {
    loop.run_until_complete(endless(loop, held));
    FAIL() << "no exception";
  } catch (const loop_stopped& error) {
    EXPECT_STREQ(error.what(), "run_loop: stopped before the awaited work was complete");
  }
  EXPECT_EQ(held.use_count(), 1);
  EXPECT_EQ(loop.poll(), 0U);
}

TEST(async_run_loop, can_be_stopped_before_it_starts) {
  run_loop loop;
  bool ran = false;
  loop.stop();
  loop.post([&] { ran = true; });
  loop.run();
  EXPECT_FALSE(ran);
  EXPECT_EQ(loop.poll(), 1U);
  EXPECT_TRUE(ran);
}

TEST(async_run_loop, lets_exceptions_of_jobs_out_and_goes_on) {
  run_loop loop;
  bool ran = false;
  loop.post([] { throw std::runtime_error("job failed"); });
  loop.post([&] {
    ran = true;
    loop.stop();
  });
  EXPECT_THROW(loop.run(), std::runtime_error);
  EXPECT_FALSE(ran);
  loop.run();
  EXPECT_TRUE(ran);
}

TEST(async_run_loop, refuses_to_be_run_twice_at_once) {
  run_loop loop;
  loop.post([&] {
    EXPECT_THROW(loop.run(), loop_running);
    EXPECT_THROW(loop.poll(), loop_running);
    loop.stop();
  });
  loop.run();
}

TEST(async_run_loop, drops_queued_jobs_when_destroyed_and_forgets_parked_coroutines) {
  const auto held = std::make_shared<int>(0);
  const auto wait = [](run_loop& on, std::shared_ptr<int>) -> task<> { co_await on.schedule_after(1h); };
  std::optional<run_loop> loop(std::in_place);
  loop->post([held] { FAIL() << "ran"; });
  loop->post_after(0s, [held] { FAIL() << "ran"; });
  const auto waiting = start(wait(*loop, held));
  loop.reset();
  EXPECT_EQ(held.use_count(), 2);
  waiting.frame.destroy();
  EXPECT_EQ(held.use_count(), 1);
}

// Another thread posts while the loop falls asleep: a wakeup lost in between would hang here.
TEST(async_run_loop, loses_no_wakeup_from_another_thread) {
  run_loop loop;
  constexpr int jobs = 5'000;
  int ran = 0;
  std::thread poster([&] {
    for (int i = 0; i < jobs; ++i) {
      loop.post([&] {
        if (++ran == jobs) {
          loop.stop();
        }
      });
    }
  });
  loop.run();
  poster.join();
  EXPECT_EQ(ran, jobs);
}

}  // namespace
