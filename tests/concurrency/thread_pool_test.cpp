#include "googletest.hpp"

import googletest;
import std;
import patterns.concurrency;

// libc++ counts the owners of a future's state within its shared library, where ThreadSanitizer sees no atomics: it
// takes the release by the last owner, the promise, for a race with the future that let go before.
extern "C" const char* __tsan_default_suppressions() {
  return "race:std::__1::promise";
}

namespace {

using patterns::concurrency::executor;
using patterns::concurrency::job_cancelled;
using patterns::concurrency::pool_job;
using patterns::concurrency::pool_stopped;
using patterns::concurrency::shutdown_mode;
using patterns::concurrency::stop_token;
using patterns::concurrency::thread_pool;

static_assert(executor<thread_pool>);
static_assert(!executor<std::vector<int>>);
static_assert(pool_job<void (*)()>);
static_assert(pool_job<int (*)(stop_token)>);
static_assert(!pool_job<void (*)(int)>);
static_assert(!std::is_copy_constructible_v<thread_pool>);

// Keeps a worker busy until released.
class blocker {
 public:
  explicit blocker(thread_pool& pool)
      : done_(pool.submit([this] {
          started_.count_down();
          release_.wait();
        })) {
    started_.wait();
  }
  ~blocker() { release(); }
  void release() {
    if (!std::exchange(released_, true)) {
      release_.count_down();
      done_.get();
    }
  }

 private:
  std::latch started_{1};
  std::latch release_{1};
  bool released_ = false;
  std::future<void> done_;
};

TEST(C18_thread_pool, delivers_results_of_every_kind) {
  thread_pool pool(2);
  int target = 0;
  EXPECT_EQ(pool.submit([] { return 42; }).get(), 42);
  EXPECT_EQ(*pool.submit([] { return std::make_unique<int>(7); }).get(), 7);
  EXPECT_EQ(&pool.submit([&]() -> int& { return target; }).get(), &target);
  pool.submit([&] { target = 1; }).get();
  EXPECT_EQ(target, 1);
}

TEST(C18_thread_pool, takes_jobs_that_can_only_be_moved) {
  thread_pool pool(1);
  auto number = std::make_unique<int>(5);
  EXPECT_EQ(pool.submit([number = std::move(number)] { return *number; }).get(), 5);
}

TEST(C18_thread_pool, delivers_what_a_job_throws_and_goes_on) {
  thread_pool pool(1);
  auto failing = pool.submit([]() -> int { throw std::out_of_range("no such row"); });
  try {
    failing.get();
    FAIL() << "no exception";
  } catch (const std::out_of_range& error) {
    EXPECT_STREQ(error.what(), "no such row");
  }
  EXPECT_EQ(pool.submit([] { return 1; }).get(), 1);
}

TEST(C18_thread_pool, has_let_go_of_the_job_when_the_future_is_ready) {
  thread_pool pool(1);
  for (int round = 0; round < 200; ++round) {
    auto held = std::make_shared<int>(1);
    pool.submit([held] { return *held; }).get();
    ASSERT_EQ(held.use_count(), 1);
  }
}

TEST(C18_thread_pool, refuses_to_have_no_threads) {
  try {
    const thread_pool pool(0);
    FAIL() << "no exception";
  } catch (const std::invalid_argument& error) {
    EXPECT_STREQ(error.what(), "thread_pool: a pool of 0 threads cannot run anything");
  }
}

TEST(C18_thread_pool, runs_jobs_from_outside_in_order_on_one_thread) {
  std::vector<int> order;
  {
    thread_pool pool(1);
    const blocker busy(pool);
    for (int i = 0; i < 100; ++i) {
      pool.post([&order, i] { order.push_back(i); });
    }
  }
  std::vector<int> expected(100);
  std::iota(expected.begin(), expected.end(), 0);
  EXPECT_EQ(order, expected);
}

TEST(C18_thread_pool, lets_another_worker_steal_from_one_that_is_busy) {
  thread_pool pool(2);
  std::thread::id outer;
  std::thread::id inner;
  pool.submit([&] {
        outer = std::this_thread::get_id();
        std::latch ran(1);
        pool.post([&] {
          inner = std::this_thread::get_id();
          ran.count_down();
        });
        ran.wait();
      })
      .get();
  EXPECT_NE(outer, inner);
}

TEST(C18_thread_pool, does_not_starve_jobs_from_outside_of_a_worker_that_feeds_itself) {
  std::atomic<bool> outside_ran = false;
  std::function<void()> feed;  // before the pool, which ends its jobs when it goes
  thread_pool pool(1);
  feed = [&] {
    if (!outside_ran) {
      pool.post(feed);
    }
  };
  pool.post(feed);
  pool.submit([&] { outside_ran = true; }).get();
  EXPECT_TRUE(outside_ran);
}

TEST(C18_thread_pool, can_wait_for_nested_jobs_on_its_only_thread) {
  thread_pool pool(1);
  std::function<int(int)> sum_to = [&](int n) {
    return n == 0 ? 0 : n + pool.wait(pool.submit([&sum_to, n] { return sum_to(n - 1); }));
  };
  EXPECT_EQ(pool.wait(pool.submit([&] { return sum_to(50); })), 1275);
}

TEST(C18_thread_pool, drains_what_waits_and_what_that_submits) {
  std::atomic<int> ran = 0;
  thread_pool pool(2);
  {
    blocker busy(pool);
    for (int i = 0; i < 100; ++i) {
      pool.post([&] {
        pool.post([&] {
          pool.post([&] { ++ran; });
          ++ran;
        });
        ++ran;
      });
    }
    busy.release();
  }
  pool.shutdown();
  EXPECT_EQ(ran, 300);
}

TEST(C18_thread_pool, drains_in_its_destructor_unless_told_otherwise) {
  std::atomic<int> ran = 0;
  {
    thread_pool pool(2);
    for (int i = 0; i < 1'000; ++i) {
      pool.post([&] { ++ran; });
    }
  }
  EXPECT_EQ(ran, 1'000);
}

TEST(C18_thread_pool, tells_every_waiting_job_that_it_was_cancelled) {
  thread_pool pool(1);
  auto busy = std::make_unique<blocker>(pool);
  bool ran = false;
  auto held = std::make_shared<int>(0);
  std::vector<std::future<void>> waiting;
  for (int i = 0; i < 50; ++i) {
    waiting.push_back(pool.submit([&ran, held] { ran = true; }));
  }
  pool.post([&ran, held] { ran = true; });
  std::latch asked(1);
  auto token = pool.stop_requests();
  const patterns::concurrency::stop_callback on_stop(token, [&] { asked.count_down(); });
  std::thread canceller([&] { pool.shutdown(shutdown_mode::cancel); });
  asked.wait();
  busy.reset();
  canceller.join();
  for (auto& each : waiting) {
    EXPECT_THROW(each.get(), job_cancelled);
  }
  EXPECT_FALSE(ran);
  EXPECT_EQ(held.use_count(), 1);
}

TEST(C18_thread_pool, asks_running_jobs_to_stop_when_cancelled) {
  thread_pool pool(1);
  std::latch running(1);
  auto answer = pool.submit([&](const stop_token& stop) {
    running.count_down();
    while (!stop.stop_requested()) {
      std::this_thread::yield();
    }
    return std::string("stopped");
  });
  running.wait();
  pool.shutdown(shutdown_mode::cancel);
  EXPECT_EQ(answer.get(), "stopped");
}

TEST(C18_thread_pool, lets_a_cancel_override_a_drain_under_way) {
  thread_pool pool(1);
  std::latch running(1);
  auto endless = pool.submit([&](const stop_token& stop) {
    running.count_down();
    while (!stop.stop_requested()) {
      std::this_thread::yield();
    }
  });
  auto never = pool.submit([] {});
  running.wait();
  std::thread drainer([&] { pool.shutdown(); });
  pool.shutdown(shutdown_mode::cancel);
  drainer.join();
  EXPECT_NO_THROW(endless.get());
  EXPECT_THROW(never.get(), job_cancelled);
}

TEST(C18_thread_pool, refuses_work_from_outside_after_shutdown) {
  thread_pool pool(3);
  pool.shutdown();
  bool ran = false;
  EXPECT_THROW((void)pool.submit([&] { ran = true; }), pool_stopped);
  try {
    pool.post([&] { ran = true; });
    FAIL() << "no exception";
  } catch (const pool_stopped& error) {
    EXPECT_STREQ(error.what(), "thread_pool: a pool of 3 threads was given work after its shutdown");
  }
  EXPECT_FALSE(ran);
}

TEST(C18_thread_pool, can_be_shut_down_by_many_threads_at_once) {
  for (int round = 0; round < 50; ++round) {
    thread_pool pool(2);
    std::atomic<int> ran = 0;
    for (int i = 0; i < 20; ++i) {
      pool.post([&] { ++ran; });
    }
    std::vector<std::thread> callers;
    for (int i = 0; i < 4; ++i) {
      callers.emplace_back([&] {
        pool.shutdown();
        EXPECT_EQ(ran, 20);
      });
    }
    for (auto& caller : callers) {
      caller.join();
    }
  }
}

TEST(C18_thread_pool, can_be_shut_down_by_its_own_job) {
  thread_pool pool(2);
  pool.submit([&] { pool.shutdown(); }).get();
  EXPECT_THROW(pool.post([] {}), pool_stopped);
  pool.shutdown();
}

TEST(C18_thread_pool, can_be_destroyed_by_its_own_job) {
  auto pool = std::make_shared<thread_pool>(2);
  auto* const raw = pool.get();
  std::latch given_away(1);
  std::promise<void> after;
  std::promise<void> queued_ran;
  raw->post([&given_away, &after, &queued_ran, pool]() mutable {
    given_away.wait();
    pool->post([&queued_ran] { queued_ran.set_value(); });
    pool.reset();
    after.set_value();
  });
  pool.reset();
  given_away.count_down();
  after.get_future().get();
  queued_ran.get_future().get();
}

TEST(C18_thread_pool, knows_its_own_threads) {
  thread_pool pool(1);
  thread_pool other(1);
  EXPECT_FALSE(pool.runs_here());
  EXPECT_TRUE(pool.submit([&] { return pool.runs_here(); }).get());
  EXPECT_FALSE(pool.submit([&] { return other.runs_here(); }).get());
}

TEST(C18_thread_pool, does_not_starve_the_oldest_job_of_a_worker_that_feeds_itself) {
  thread_pool pool(1);
  std::atomic<bool> oldest_ran = false;
  std::function<void()> feed = [&] {
    if (!oldest_ran) {
      pool.post(feed);
    }
  };
  pool.submit([&] {
        pool.post([&] { oldest_ran = true; });
        pool.post(feed);
      })
      .get();
  pool.shutdown();
  EXPECT_TRUE(oldest_ran);
}

// Shutdown races with submitters: each job is refused, or runs once, or is cancelled; the three add up.
TEST(C18_thread_pool, accounts_for_every_job_when_shutdown_races_with_submission) {
  constexpr int submitters = 3;
  constexpr int jobs = 200;
  for (const auto mode : {shutdown_mode::drain, shutdown_mode::cancel}) {
    for (int round = 0; round < 30; ++round) {
      thread_pool pool(2);
      std::barrier start(submitters + 1);
      std::atomic<int> ran = 0;
      std::atomic<int> delivered = 0;
      std::atomic<int> cancelled = 0;
      std::atomic<int> refused = 0;
      std::vector<std::thread> threads;
      for (int i = 0; i < submitters; ++i) {
        threads.emplace_back([&] {
          start.arrive_and_wait();
          std::vector<std::future<void>> futures;
          for (int job = 0; job < jobs; ++job) {
            try {
              futures.push_back(pool.submit([&] { ++ran; }));
            } catch (const pool_stopped&) {
              ++refused;
            }
          }
          for (auto& each : futures) {
            try {
              each.get();
              ++delivered;
            } catch (const job_cancelled&) {
              ++cancelled;
            }
          }
        });
      }
      start.arrive_and_wait();
      pool.shutdown(mode);
      for (auto& thread : threads) {
        thread.join();
      }
      ASSERT_EQ(ran, delivered);
      ASSERT_EQ(delivered + cancelled + refused, submitters * jobs);
      if (mode == shutdown_mode::drain) {
        ASSERT_EQ(cancelled, 0);
      }
    }
  }
}

// Many small jobs that spawn more: a wakeup lost between a push and a worker that goes to sleep would hang here.
TEST(C18_thread_pool, loses_no_wakeup_between_a_push_and_a_worker_that_falls_asleep) {
  thread_pool pool(2);
  for (int round = 0; round < 3'000; ++round) {
    pool.submit([&] { return pool.submit([] { return 1; }); }).get().get();
  }
}

// More jobs than the queue of a worker holds at first: it grows while the other steals from it.
TEST(C18_thread_pool, steals_from_a_queue_that_grows) {
  constexpr int jobs = 20'000;
  std::vector<std::atomic<int>> ran(jobs);
  {
    thread_pool pool(3);
    pool.post([&] {
      for (int i = 0; i < jobs; ++i) {
        pool.post([&ran, i] { ++ran[static_cast<std::size_t>(i)]; });
      }
    });
  }
  EXPECT_TRUE(std::ranges::all_of(ran, [](const auto& each) { return each == 1; }));
}

}  // namespace
