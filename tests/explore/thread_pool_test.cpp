// C18 · thread_pool: no job is lost, whoever sleeps, steals or shuts down meanwhile.
#include "explore.hpp"

import std;
import patterns.concurrency;

namespace {

using explore::finds;
using explore::passes;
using explore::together;
using patterns::concurrency::job_cancelled;
using patterns::concurrency::pool_stopped;
using patterns::concurrency::shutdown_mode;
using patterns::concurrency::thread_pool;

/// A pool of one thread that counts its jobs outside the lock and looks at the count before it sleeps.
class naive_pool {
 public:
  naive_pool() : thread_([this] { work(); }) {}
  naive_pool(const naive_pool&) = delete;
  naive_pool& operator=(const naive_pool&) = delete;
  ~naive_pool() {
    stopping_ = true;
    changed_.notify_one();
    thread_.join();
  }

  void post() {
    ++waiting_;
    changed_.notify_one();
  }

  [[nodiscard]] int ran() const { return ran_; }

 private:
  void work() {
    for (;;) {
      while (waiting_ > 0) {
        --waiting_;
        ++ran_;
      }
      if (stopping_) {
        return;
      }
      std::unique_lock lock(mutex_);
      if (waiting_ == 0 && !stopping_) {
        changed_.wait(lock);
      }
    }
  }

  std::atomic<int> waiting_ = 0;
  std::atomic<int> ran_ = 0;
  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::thread thread_;
};

TEST(C18_thread_pool, a_naive_sleeper_misses_the_job_that_came_before_it_slept) {
  EXPECT_TRUE(finds("deadlock", {.schedules = 500, .spurious_wakeups = false}, [] {
    naive_pool pool;
    pool.post();
  }));
}

TEST(C18_thread_pool, a_naive_stop_leaves_jobs_behind) {
  EXPECT_TRUE(finds("expectation", {.schedules = 1000, .spurious_wakeups = false}, [] {
    std::atomic<int> ran = 0;
    std::atomic<bool> stopping = false;
    std::atomic<int> waiting = 0;
    together(
        [&] {
          ++waiting;
          stopping = true;
        },
        [&] {
          do {
            while (waiting > 0) {
              --waiting;
              ++ran;
            }
          } while (!stopping);
        });
    EXPECT_EQ(ran, 1);
  }));
}

TEST(C18_thread_pool, a_drain_runs_what_was_accepted) {
  EXPECT_TRUE(passes({.schedules = 800}, [] {
    std::atomic<int> accepted = 0;
    std::atomic<int> ran = 0;
    thread_pool pool(2);
    together(
        [&] {
          try {
            pool.post([&] { ++ran; });
            ++accepted;
          } catch (const pool_stopped&) {
          }
        },
        [&] { pool.shutdown(); });
    EXPECT_EQ(ran, accepted);
  }));
}

// The second job moves the first in the deque while others look for work and fall asleep.
TEST(C18_thread_pool, jobs_that_wait_for_one_another_each_get_a_thread) {
  EXPECT_TRUE(passes({.schedules = 1500, .spurious_wakeups = false}, [] {
    std::latch all(3);
    thread_pool pool(3);
    pool.post([&] {
      const auto meet = [&] { all.arrive_and_wait(); };
      pool.post(meet);
      pool.post(meet);
      meet();
    });
    pool.post([] {});
    all.wait();
  }));
}

TEST(C18_thread_pool, a_job_that_posts_during_a_drain_is_waited_for) {
  EXPECT_TRUE(passes({.schedules = 800}, [] {
    std::atomic<int> ran = 0;
    {
      thread_pool pool(2);
      pool.post([&] {
        pool.post([&] {
          pool.post([&] { ++ran; });
          ++ran;
        });
        pool.post([&] { ++ran; });
        ++ran;
      });
    }
    EXPECT_EQ(ran, 4);
  }));
}

// Here the time runs out only when nobody can go on: a worker that sleeps beside a job is found.
TEST(C18_thread_pool, two_jobs_that_need_each_other_get_a_thread_each) {
  EXPECT_TRUE(passes({.schedules = 800, .spurious_wakeups = false}, [] {
    thread_pool pool(2);
    std::latch both(2);
    std::atomic<int> met = 0;
    pool.post([&] {
      pool.post([&] {
        both.arrive_and_wait();
        ++met;
      });
      both.arrive_and_wait();
      ++met;
    });
    pool.shutdown();
    EXPECT_EQ(met, 2);
  }));
}

// The older item leaves the place of the latest for the array: whoever looks in between sees neither.
TEST(C18_thread_pool, a_job_that_changes_its_place_finds_a_worker) {
  EXPECT_TRUE(passes({.schedules = 800, .spurious_wakeups = false}, [] {
    thread_pool pool(2);
    std::latch both(2);
    pool.post([&] {
      pool.post([&] { both.arrive_and_wait(); });
      pool.post([] {});
      both.arrive_and_wait();
    });
    pool.shutdown();
  }));
}

TEST(C18_thread_pool, every_job_has_an_outcome_when_the_pool_is_cancelled) {
  EXPECT_TRUE(passes({.schedules = 800}, [] {
    thread_pool pool(2);
    std::atomic<int> ran = 0;
    std::atomic<int> cancelled = 0;
    std::atomic<int> refused = 0;
    const auto submit = [&] {
      try {
        auto result = pool.submit([&] { ++ran; });
        result.get();
      } catch (const job_cancelled&) {
        ++cancelled;
      } catch (const pool_stopped&) {
        ++refused;
      }
    };
    together(submit, submit, [&] { pool.shutdown(shutdown_mode::cancel); });
    EXPECT_EQ(ran + cancelled + refused, 2);
  }));
}

TEST(C18_thread_pool, any_number_may_shut_it_down) {
  EXPECT_TRUE(passes({.schedules = 600}, [] {
    thread_pool pool(1);
    std::atomic<int> ran = 0;
    pool.post([&] { ++ran; });
    together([&] { pool.shutdown(); }, [&] { pool.shutdown(); });
    EXPECT_EQ(ran, 1);
  }));
}

TEST(C18_thread_pool, a_job_may_wait_for_its_own_jobs) {
  EXPECT_TRUE(passes({.schedules = 500}, [] {
    thread_pool pool(1);
    auto result = pool.submit([&] { return pool.wait(pool.submit([] { return 7; })); });
    EXPECT_EQ(result.get(), 7);
  }));
}

TEST(C18_thread_pool, may_be_destroyed_by_its_own_job) {
  EXPECT_TRUE(passes({.schedules = 600}, [] {
    auto pool = std::make_shared<thread_pool>(2);
    std::atomic<bool> ran = false;
    std::latch end(1);
    pool->post([&, own = pool]() mutable {
      ran = true;
      own.reset();
      end.count_down();
    });
    pool.reset();
    end.wait();
    EXPECT_TRUE(ran);
  }));
}

}  // namespace
