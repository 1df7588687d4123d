#include "googletest.hpp"

#include "small_stack.hpp"

import googletest;
import std;
import patterns.async;
import patterns.concurrency;
import test.started;

using namespace std::chrono_literals;
using patterns::async::async_semaphore;
using patterns::async::invalid_count;
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

static_assert(!std::copy_constructible<async_semaphore::permit> && std::movable<async_semaphore::permit>);
static_assert(!std::convertible_to<int, async_semaphore>);

task<> number_in(async_semaphore& semaphore, int number, std::vector<int>& log) {
  const auto permit = co_await semaphore.acquire();
  log.push_back(number);
}

TEST(async_core_async_semaphore, hands_out_as_many_permits_as_it_has) {
  async_semaphore semaphore(2);
  auto first = sync_wait(semaphore.acquire());
  auto second = semaphore.try_acquire();
  EXPECT_TRUE(first);
  EXPECT_TRUE(second);
  EXPECT_EQ(semaphore.available(), 0);
  EXPECT_FALSE(semaphore.try_acquire());
  second.reset();
  EXPECT_EQ(semaphore.available(), 1);
  first.release();
  EXPECT_EQ(semaphore.available(), 1);
  semaphore.release();
  EXPECT_EQ(semaphore.available(), 2);
}

TEST(async_core_async_semaphore, refuses_to_begin_below_zero) {
  try {
    const async_semaphore semaphore(-3);
    FAIL() << "no exception";
  } catch (const invalid_count& error) {
    EXPECT_STREQ(error.what(), "async_semaphore: made with a count of -3");
  }
}

TEST(async_core_async_semaphore, never_exceeds_its_limit) {
  manual_clock time;
  run_loop loop(time);
  async_semaphore semaphore(3);
  int inside = 0;
  int most = 0;
  const auto fetch = [](run_loop& on, async_semaphore& limit, int& now, int& peak, int delay) -> task<> {
    const auto permit = co_await limit.acquire();
    peak = std::max(peak, ++now);
    co_await on.schedule_after(std::chrono::seconds(delay));
    --now;
    if (delay == 2) {
      throw std::runtime_error("permits survive");
    }
  };
  std::vector<started> fetches;
  for (int i = 0; i < 20; ++i) {
    fetches.push_back(start(fetch(loop, semaphore, inside, most, i % 4)));
  }
  loop.run_until_complete(loop.schedule_after(1h));
  EXPECT_TRUE(std::ranges::all_of(fetches, &started::done));
  EXPECT_EQ(most, 3);
  EXPECT_EQ(inside, 0);
  EXPECT_EQ(semaphore.available(), 3);
}

TEST(async_core_async_semaphore, serves_in_the_order_of_arrival_and_lets_nobody_overtake) {
  async_semaphore semaphore(0);
  std::vector<int> log;
  std::vector<started> waiting;
  for (int i = 0; i < 3; ++i) {
    waiting.push_back(start(number_in(semaphore, i, log)));
  }
  {
    const trampoline::scope busy;
    semaphore.release();
    EXPECT_FALSE(semaphore.try_acquire());
    waiting.push_back(start(number_in(semaphore, 3, log)));
  }
  EXPECT_EQ(log, (std::vector{0, 1, 2, 3}));
  EXPECT_EQ(semaphore.available(), 1);
}

TEST(async_core_async_semaphore, several_releases_serve_as_many) {
  async_semaphore semaphore(0);
  std::vector<started> waiting;
  const auto takes = [](async_semaphore& from) -> task<> { co_await from.acquire_unscoped(); };
  for (int i = 0; i < 3; ++i) {
    waiting.push_back(start(takes(semaphore)));
  }
  {
    const trampoline::scope busy;
    semaphore.release();
    semaphore.release();
  }
  EXPECT_EQ(std::ranges::count_if(waiting, &started::done), 2);
  semaphore.release();
  semaphore.release();
  EXPECT_EQ(std::ranges::count_if(waiting, &started::done), 3);
  EXPECT_EQ(semaphore.available(), 1);
}

TEST(async_core_async_semaphore, a_stop_before_the_wait_matters_only_if_it_would_have_to_wait) {
  async_semaphore semaphore(1);
  stop_source source;
  source.request_stop();
  const auto permit = sync_wait(semaphore.acquire(source.get_token()));
  EXPECT_TRUE(permit);
  try {
    (void)sync_wait(semaphore.acquire(), source.get_token());
    FAIL() << "no exception";
  } catch (const operation_cancelled& error) {
    EXPECT_STREQ(error.what(), "async_semaphore::acquire: cancelled, a stop was requested");
  }
}

TEST(async_core_async_semaphore, a_wait_that_times_out_takes_no_permit) {
  manual_clock time;
  run_loop loop(time);
  async_semaphore semaphore(0);
  std::vector<int> log;
  stop_source deadline;
  loop.post_after(1s, [&] { deadline.request_stop(); });
  loop.post_after(2s, [&] { semaphore.release(); });
  const auto impatient = start(number_in(semaphore, 1, log), deadline.get_token());
  const auto patient = start(number_in(semaphore, 2, log));
  loop.run_until_complete(loop.schedule_after(2s));
  EXPECT_EQ(impatient.error(), "async_semaphore::acquire: cancelled, a stop was requested");
  EXPECT_EQ(log, std::vector{2});
  EXPECT_EQ(semaphore.available(), 1);
}

TEST(async_core_async_semaphore, passes_a_permit_down_a_long_line_on_a_small_stack) {
  on_small_stack([] {
    async_semaphore semaphore(0);
    std::vector<int> log;
    std::vector<started> waiting;
    for (int i = 0; i < 100'000; ++i) {
      waiting.push_back(start(number_in(semaphore, i, log)));
    }
    semaphore.release();
    EXPECT_EQ(log.size(), 100'000U);
    EXPECT_EQ(semaphore.available(), 1);
  });
}

TEST(async_core_async_semaphore, keeps_its_limit_on_several_threads) {
  constexpr int workers = 12;
  constexpr int rounds = 200;
  async_semaphore semaphore(3);
  thread_pool pool(4);
  std::atomic<int> inside = 0;
  std::atomic<int> too_many = 0;
  std::atomic<int> left = workers;
  const auto work = [&](int number) -> task<> {
    for (int round = 0; round < rounds; ++round) {
      co_await pool.schedule();
      const auto permit = co_await semaphore.acquire();
      if (++inside > 3) {
        ++too_many;
      }
      if ((round + number) % 3 == 0) {
        co_await pool.schedule();
      }
      --inside;
    }
    if (left.fetch_sub(1) == 1) {
      left.notify_all();
    }
  };
  std::vector<started> running;
  for (int number = 0; number < workers; ++number) {
    running.push_back(start(work(number)));
  }
  for (int now = left.load(); now != 0; now = left.load()) {
    left.wait(now);
  }
  pool.shutdown();
  EXPECT_EQ(too_many.load(), 0);
  EXPECT_EQ(semaphore.available(), 3);
}

}  // namespace
