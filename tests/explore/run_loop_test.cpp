// async core · run_loop and sync_wait: posts, stops and ends that come from other threads.
#include "explore.hpp"

import std;
import patterns.async;
import patterns.concurrency;

namespace {

using explore::finds;
using explore::passes;
using explore::together;
using patterns::async::loop_stopped;
using patterns::async::run_loop;
using patterns::async::sync_wait;
using patterns::async::task;
using patterns::async::with_stop_token;
using patterns::concurrency::stop_source;
using patterns::concurrency::stop_token;
using patterns::concurrency::thread_pool;

/// Notifies after it has let the lock go: the waiter may have destroyed it by then.
class naive_completion {
 public:
  void complete() {
    {
      const std::lock_guard lock(mutex_);
      ended_ = true;
    }
    changed_.notify_one();
  }

  void wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return ended_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool ended_ = false;
};

TEST(async_sync_wait, a_naive_completion_notifies_a_condition_that_is_gone) {
  EXPECT_TRUE(finds("use after free", {.schedules = 500}, [] {
    auto ended = std::make_unique<naive_completion>();
    together([raw = ended.get()] { raw->complete(); },
             [&] {
               ended->wait();
               ended.reset();
             });
  }));
}

task<int> hop(thread_pool& pool, int value) {
  co_await pool.schedule();
  co_return value;
}

task<int> hop_to_and_fro(thread_pool& pool, run_loop& loop) {
  co_await pool.schedule();
  co_await loop.schedule();
  const bool back = loop.runs_here();
  co_await pool.schedule();
  co_return back ? 1 : 0;
}

TEST(async_sync_wait, wakes_when_the_work_ends_elsewhere) {
  EXPECT_TRUE(passes({.schedules = 600}, [] {
    thread_pool pool(1);
    EXPECT_EQ(sync_wait(hop(pool, 3)), 3);
    EXPECT_EQ(sync_wait(hop(pool, 4)), 4);
  }));
}

TEST(async_sync_wait, two_may_wait_on_one_pool) {
  EXPECT_TRUE(passes({.schedules = 600}, [] {
    thread_pool pool(2);
    together([&] { EXPECT_EQ(sync_wait(hop(pool, 3)), 3); }, [&] { EXPECT_EQ(sync_wait(hop(pool, 4)), 4); });
  }));
}

/// Looks whether there is work, and then sleeps, without holding what the poster would need.
class naive_loop {
 public:
  void post() {
    ++jobs_;
    wake_.notify_one();
  }
  void run_one() {
    if (jobs_ == 0) {
      std::unique_lock lock(mutex_);
      wake_.wait(lock);
    }
    --jobs_;
  }

 private:
  std::atomic<int> jobs_ = 0;
  std::mutex mutex_;
  std::condition_variable wake_;
};

TEST(async_run_loop, a_naive_loop_sleeps_beside_a_job) {
  EXPECT_TRUE(finds("deadlock", {.schedules = 500, .spurious_wakeups = false}, [] {
    naive_loop loop;
    together([&] { loop.run_one(); }, [&] { loop.post(); });
  }));
}

TEST(async_run_loop, runs_what_others_post_in_the_order_of_each) {
  EXPECT_TRUE(passes({.schedules = 800, .spurious_wakeups = false}, [] {
    run_loop loop;
    std::vector<int> ran;
    const auto poster = [&](int first) {
      return [&loop, &ran, first] {
        loop.post([&ran, first] { ran.push_back(first); });
        loop.post([&loop, &ran, first] {
          ran.push_back(first + 1);
          if (ran.size() == 4) {
            loop.stop();
          }
        });
      };
    };
    together([&] { loop.run(); }, poster(0), poster(10));
    ASSERT_EQ(ran.size(), 4U);
    EXPECT_LT(std::ranges::find(ran, 0), std::ranges::find(ran, 1));
    EXPECT_LT(std::ranges::find(ran, 10), std::ranges::find(ran, 11));
  }));
}

TEST(async_run_loop, a_stop_is_never_missed) {
  EXPECT_TRUE(passes({.schedules = 600, .spurious_wakeups = false}, [] {
    run_loop loop;
    together([&] { loop.run(); }, [&] { loop.stop(); });
  }));
}

TEST(async_run_loop, a_timer_from_another_thread_shortens_the_sleep) {
  EXPECT_TRUE(passes({.schedules = 600}, [] {
    run_loop loop;
    std::vector<int> ran;
    loop.post_after(std::chrono::hours(2), [&] {
      ran.push_back(2);
      loop.stop();
    });
    together([&] { loop.run(); }, [&] { loop.post_after(std::chrono::seconds(1), [&] { ran.push_back(1); }); });
    EXPECT_EQ(ran.back(), 2);
  }));
}

TEST(async_run_loop, a_coroutine_goes_to_the_pool_and_back) {
  EXPECT_TRUE(passes({.schedules = 600, .spurious_wakeups = false}, [] {
    thread_pool pool(1);
    run_loop loop;
    EXPECT_EQ(loop.run_until_complete(hop_to_and_fro(pool, loop)), 1);
  }));
}

TEST(async_run_loop, is_stopped_or_complete) {
  EXPECT_TRUE(passes({.schedules = 600, .spurious_wakeups = false}, [] {
    run_loop loop;
    std::atomic<int> outcome = 0;
    together(
        [&] {
          try {
            const auto parked = [](run_loop& on) -> task<void> {
              co_await on.schedule();
              co_await on.schedule();
            };
            loop.run_until_complete(parked(loop));
            outcome = 1;
          } catch (const loop_stopped&) {
            outcome = 2;
          }
        },
        [&] { loop.stop(); });
    EXPECT_NE(outcome, 0);
  }));
}

/// A coroutine that begins at once and whose frame goes with this.
class owned {
 public:
  struct promise_type {
    owned get_return_object() noexcept { return owned(std::coroutine_handle<promise_type>::from_promise(*this)); }
    static std::suspend_never initial_suspend() noexcept { return {}; }
    static std::suspend_always final_suspend() noexcept { return {}; }
    static void return_void() noexcept {}
    [[noreturn]] static void unhandled_exception() noexcept { std::terminate(); }
  };

  owned(const owned&) = delete;
  owned& operator=(const owned&) = delete;
  ~owned() { frame_.destroy(); }

 private:
  explicit owned(std::coroutine_handle<promise_type> frame) noexcept : frame_(frame) {}

  std::coroutine_handle<promise_type> frame_;
};

task<> sleep_on(run_loop& loop) {
  co_await loop.schedule_after(std::chrono::seconds(1));
}

owned park(run_loop& loop, stop_token token) {
  co_await with_stop_token(std::move(token), sleep_on(loop));
}

TEST(async_run_loop, a_stop_that_meets_the_end_of_the_loop_finds_no_timer) {
  EXPECT_TRUE(passes({.schedules = 800, .spurious_wakeups = false}, [] {
    auto loop = std::make_unique<run_loop>();
    stop_source source;
    const auto first = park(*loop, source.get_token());
    const auto second = park(*loop, source.get_token());
    together([&] { loop.reset(); }, [&] { source.request_stop(); });
  }));
}

}  // namespace
