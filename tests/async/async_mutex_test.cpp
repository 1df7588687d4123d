#include "googletest.hpp"

#include "small_stack.hpp"

import googletest;
import std;
import patterns.async;
import patterns.concurrency;
import test.started;

using namespace std::chrono_literals;
using patterns::async::async_mutex;
using patterns::async::manual_clock;
using patterns::async::operation_cancelled;
using patterns::async::run_loop;
using patterns::async::sync_wait;
using patterns::async::task;
using patterns::async::with_stop_token;
using patterns::concurrency::stop_source;
using patterns::concurrency::thread_pool;
using patterns::concurrency::trampoline;
using patterns_test::start;
using patterns_test::started;

namespace {

static_assert(!std::copy_constructible<async_mutex> && !std::move_constructible<async_mutex>);
static_assert(!std::copy_constructible<async_mutex::guard> && std::movable<async_mutex::guard>);
static_assert(std::is_nothrow_move_constructible_v<async_mutex::guard>);
static_assert(
    std::same_as<patterns::async::await_result_t<decltype(std::declval<async_mutex&>().lock())>, async_mutex::guard>);

// Adds its number to the log once it holds the mutex.
task<> number_in(async_mutex& mutex, int number, std::vector<int>& log) {
  const auto guard = co_await mutex.lock();
  log.push_back(number);
}

TEST(async_core_async_mutex, is_held_by_one_at_a_time) {
  async_mutex mutex;
  auto guard = sync_wait(mutex.lock());
  EXPECT_TRUE(guard);
  EXPECT_FALSE(mutex.try_lock());
  guard.reset();
  EXPECT_FALSE(guard);
  const auto second = mutex.try_lock();
  EXPECT_TRUE(second);
}

TEST(async_core_async_mutex, a_guard_moves_and_can_let_go_without_unlocking) {
  async_mutex mutex;
  auto guard = mutex.try_lock();
  auto moved = std::move(guard);
  EXPECT_FALSE(guard);  // NOLINT: a guard that was moved from is empty
  EXPECT_TRUE(moved);
  moved.release();
  EXPECT_FALSE(moved);
  EXPECT_FALSE(mutex.try_lock());
  mutex.unlock();
  guard = mutex.try_lock();
  EXPECT_TRUE(guard);
  guard = {};
  EXPECT_TRUE(mutex.try_lock());
}

TEST(async_core_async_mutex, can_be_locked_without_a_guard) {
  async_mutex mutex;
  sync_wait(mutex.lock_unscoped());
  EXPECT_FALSE(mutex.try_lock());
  mutex.unlock();
  EXPECT_TRUE(mutex.try_lock());
}

TEST(async_core_async_mutex, serves_in_the_order_of_arrival_and_lets_nobody_overtake) {
  async_mutex mutex;
  std::vector<int> log;
  auto guard = mutex.try_lock();
  std::vector<started> waiting;
  for (int i = 0; i < 4; ++i) {
    waiting.push_back(start(number_in(mutex, i, log)));
  }
  {
    const trampoline::scope busy;
    guard.reset();
    EXPECT_FALSE(mutex.try_lock()) << "handed to the first in line, which has not run yet";
    waiting.push_back(start(number_in(mutex, 4, log)));
    EXPECT_TRUE(log.empty());
  }
  EXPECT_EQ(log, (std::vector{0, 1, 2, 3, 4}));
  EXPECT_TRUE(mutex.try_lock());
}

TEST(async_core_async_mutex, is_unlocked_by_an_exception) {
  async_mutex mutex;
  std::vector<int> log;
  const auto failing = [](async_mutex& in) -> task<> {
    const auto guard = co_await in.lock();
    throw std::runtime_error("while it holds");
  };
  auto guard = mutex.try_lock();
  const auto first = start(failing(mutex));
  const auto second = start(number_in(mutex, 2, log));
  guard.reset();
  EXPECT_EQ(first.error(), "while it holds");
  EXPECT_EQ(log, std::vector{2});
}

TEST(async_core_async_mutex, a_stop_before_the_wait_matters_only_if_it_would_have_to_wait) {
  async_mutex mutex;
  stop_source source;
  source.request_stop();
  {
    const auto guard = sync_wait(mutex.lock(), source.get_token());
    EXPECT_TRUE(guard);
    try {
      (void)sync_wait(mutex.lock(), source.get_token());
      FAIL() << "no exception";
    } catch (const operation_cancelled& error) {
      EXPECT_STREQ(error.what(), "async_mutex::lock: cancelled, a stop was requested");
    }
    EXPECT_THROW(sync_wait(mutex.lock_unscoped(source.get_token())), operation_cancelled);
  }
  EXPECT_TRUE(mutex.try_lock());
}

TEST(async_core_async_mutex, its_own_token_goes_before_the_ambient_one) {
  async_mutex mutex;
  stop_source ambient;
  stop_source own;
  const auto guard = mutex.try_lock();
  const auto waits = [](async_mutex& in, patterns::concurrency::stop_token token) -> task<> {
    co_await in.lock_unscoped(std::move(token));
  };
  auto waiting = start(waits(mutex, own.get_token()), ambient.get_token());
  ambient.request_stop();
  EXPECT_FALSE(waiting.done());
  own.request_stop();
  EXPECT_EQ(waiting.error(), "async_mutex::lock_unscoped: cancelled, a stop was requested");
}

TEST(async_core_async_mutex, one_that_gives_up_leaves_the_line_and_nothing_else_changes) {
  async_mutex mutex;
  std::vector<int> log;
  auto guard = mutex.try_lock();
  std::array<stop_source, 5> sources;
  std::vector<started> waiting;
  for (int i = 0; i < 5; ++i) {
    waiting.push_back(start(number_in(mutex, i, log), sources[static_cast<std::size_t>(i)].get_token()));
  }
  for (const std::size_t gives_up : {2U, 0U, 4U}) {
    sources[gives_up].request_stop();
    EXPECT_EQ(waiting[gives_up].error(), "async_mutex::lock: cancelled, a stop was requested");
  }
  guard.reset();
  EXPECT_EQ(log, (std::vector{1, 3}));
}

TEST(async_core_async_mutex, is_free_after_all_who_waited_have_left) {
  async_mutex mutex;
  std::vector<int> log;
  stop_source source;
  auto guard = mutex.try_lock();
  const auto first = start(number_in(mutex, 1, log), source.get_token());
  auto second = start(number_in(mutex, 2, log));
  source.request_stop();
  second.destroy();
  EXPECT_FALSE(mutex.try_lock());
  guard.reset();
  EXPECT_TRUE(mutex.try_lock());
  const auto third = start(number_in(mutex, 3, log));
  EXPECT_EQ(log, std::vector{3});
}

// Timed out: the loop requests the stop when the time has come.
TEST(async_core_async_mutex, a_wait_can_be_timed_out) {
  manual_clock time;
  run_loop loop(time);
  async_mutex mutex;
  std::vector<int> log;
  stop_source deadline;
  loop.post_after(2s, [&] { deadline.request_stop(); });
  const auto holds = [](run_loop& on, async_mutex& in, std::chrono::seconds how_long) -> task<> {
    const auto guard = co_await in.lock();
    co_await on.schedule_after(how_long);
  };
  const auto holder = start(holds(loop, mutex, 3s));
  const auto impatient = start(number_in(mutex, 1, log), deadline.get_token());
  const auto patient = start(number_in(mutex, 2, log));
  loop.post_after(2500ms, [&] {
    EXPECT_TRUE(impatient.done());
    EXPECT_FALSE(patient.done());
  });
  loop.run_until_complete(loop.schedule_after(3s));
  loop.poll();
  EXPECT_EQ(impatient.error(), "async_mutex::lock: cancelled, a stop was requested");
  EXPECT_EQ(log, std::vector{2});
}

constexpr int many = 100'000;

TEST(async_core_async_mutex, hands_itself_down_a_long_line_on_a_small_stack) {
  on_small_stack([] {
    async_mutex mutex;
    std::vector<int> log;
    std::vector<started> waiting;
    auto guard = mutex.try_lock();
    for (int i = 0; i < many; ++i) {
      waiting.push_back(start(number_in(mutex, i, log)));
    }
    guard.reset();
    ASSERT_EQ(log.size(), std::size_t{many});
    EXPECT_TRUE(std::ranges::is_sorted(log));
  });
}

// An exception each: fewer are enough to overflow that stack if they nested.
constexpr int fewer = 9'999;

TEST(async_core_async_mutex, cancels_a_long_line_on_a_small_stack) {
  on_small_stack([] {
    async_mutex mutex;
    stop_source source;
    std::vector<int> log;
    std::vector<started> waiting;
    const auto guard = mutex.try_lock();
    for (int i = 0; i < fewer; ++i) {
      waiting.push_back(start(number_in(mutex, i, log), source.get_token()));
    }
    source.request_stop();
    EXPECT_TRUE(std::ranges::all_of(waiting, &started::done));
    EXPECT_TRUE(log.empty());
  });
}

TEST(async_core_async_mutex, hands_itself_down_a_line_of_cancelled_and_destroyed_ones) {
  on_small_stack([] {
    async_mutex mutex;
    std::vector<int> log;
    stop_source source;
    std::vector<started> waiting;
    auto guard = mutex.try_lock();
    for (int i = 0; i < fewer; ++i) {
      waiting.push_back(start(number_in(mutex, i, log), i % 3 == 1 ? source.get_token() : stop_source().get_token()));
    }
    source.request_stop();
    {
      const trampoline::scope busy;
      guard.reset();
      for (std::size_t i = 0; i < fewer; i += 3) {
        waiting[i].destroy();
      }
    }
    EXPECT_EQ(log.size(), std::size_t{fewer / 3});
    EXPECT_TRUE(mutex.try_lock());
  });
}

// Several threads, and a stop that meets the hand-over in all ways: ThreadSanitizer looks on.
TEST(async_core_async_mutex, excludes_on_several_threads_and_loses_nobody) {
  constexpr int workers = 8;
  constexpr int rounds = 300;
  async_mutex mutex;
  thread_pool pool(4);
  int inside = 0;
  int entered = 0;
  std::atomic<int> cancelled = 0;
  std::atomic<int> left = workers;
  std::array<stop_source, rounds> sources;
  std::atomic<int> furthest = 0;
  const auto work = [&](int number) -> task<> {
    for (int round = 0; round < rounds; ++round) {
      co_await pool.schedule();
      try {
        const auto guard = co_await mutex.lock(number % 2 == 0 ? sources[static_cast<std::size_t>(round)].get_token()
                                                               : patterns::concurrency::stop_token());
        EXPECT_EQ(++inside, 1);
        ++entered;
        if (round % 4 == 0) {
          co_await pool.schedule();
        }
        --inside;
      } catch (const operation_cancelled&) {
        ++cancelled;
      }
      if (number == 1) {
        furthest.store(round);
      }
    }
    if (left.fetch_sub(1) == 1) {
      left.notify_all();
    }
  };
  std::vector<started> running;
  for (int number = 0; number < workers; ++number) {
    running.push_back(start(work(number)));
  }
  std::thread stops([&] {
    for (int round = 0; round < rounds; ++round) {
      while (furthest.load() < round - 1) {
        std::this_thread::yield();
      }
      sources[static_cast<std::size_t>(round)].request_stop();
    }
  });
  stops.join();
  for (int now = left.load(); now != 0; now = left.load()) {
    left.wait(now);
  }
  pool.shutdown();
  EXPECT_EQ(entered + cancelled.load(), workers * rounds);
  EXPECT_TRUE(mutex.try_lock());
}

}  // namespace
