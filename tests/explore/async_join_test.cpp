// async core · when_all, when_any, task_group, shared_task: ends that come on two threads at once, and a stop
// meanwhile.
#include "explore.hpp"

import std;
import patterns.async;
import patterns.concurrency;

namespace {

using explore::finds;
using explore::passes;
using explore::together;
using patterns::async::async_event;
using patterns::async::group_error;
using patterns::async::operation_cancelled;
using patterns::async::shared_task;
using patterns::async::sync_wait;
using patterns::async::task;
using patterns::async::task_group;
using patterns::async::when_all;
using patterns::async::when_any;
using patterns::async::with_task_group;
using patterns::concurrency::job_cancelled;
using patterns::concurrency::pool_stopped;
using patterns::concurrency::shutdown_mode;
using patterns::concurrency::stop_source;
using patterns::concurrency::thread_pool;

/// Kept by every coroutine in its frame: the count says how many frames there are.
using life = std::shared_ptr<int>;

struct failure : std::runtime_error {
  explicit failure(int which) : std::runtime_error("failure"), number(which) {}
  int number;
};

task<int> after(async_event& event, int result, life /*alive*/) {
  co_await event.wait();
  co_return result;
}

task<int> fail_after(async_event& event, int number, life /*alive*/) {
  co_await event.wait();
  throw failure(number);
}

task<int> on_pool(thread_pool& pool, int result, life /*alive*/) {
  co_await pool.schedule();
  co_return result;
}

/// Counts down what it has begun so far, and so ends when the first ends before the second has begun.
class naive_join {
 public:
  void begin() { ++pending_; }
  void arrive() {
    if (--pending_ == 0) {
      ++ends_;
    }
  }
  [[nodiscard]] int ends() const { return ends_; }

 private:
  std::atomic<int> pending_ = 0;
  std::atomic<int> ends_ = 0;
};

TEST(async_when_all, a_naive_join_ends_before_the_last_has_begun) {
  EXPECT_TRUE(finds("expectation", {.schedules = 500}, [] {
    naive_join all;
    std::atomic<bool> begun = false;
    together(
        [&] {
          all.begin();
          begun = true;
          all.begin();
          all.arrive();
        },
        [&] {
          while (!begun) {
          }
          all.arrive();
        });
    EXPECT_EQ(all.ends(), 1);
  }));
}

TEST(async_when_all, ends_once_when_two_threads_end_its_children) {
  EXPECT_TRUE(passes({.schedules = 1000, .spurious_wakeups = false}, [] {
    async_event first;
    async_event second;
    const life alive = std::make_shared<int>();
    together(
        [&] {
          const auto [left, right] = sync_wait(when_all(after(first, 3, alive), after(second, 4, alive)));
          EXPECT_EQ(left, 3);
          EXPECT_EQ(right, 4);
          EXPECT_EQ(alive.use_count(), 1);
        },
        [&] { first.set(); }, [&] { second.set(); });
  }));
}

TEST(async_when_all, keeps_the_first_error_and_outlives_nobody) {
  EXPECT_TRUE(passes({.schedules = 1000, .spurious_wakeups = false}, [] {
    async_event first;
    async_event second;
    async_event never;
    const life alive = std::make_shared<int>();
    std::atomic<int> kept = 0;
    stop_source source;
    together(
        [&] {
          try {
            sync_wait(when_all(fail_after(first, 1, alive), after(never, 2, alive), fail_after(second, 3, alive)),
                      source.get_token());
          } catch (const failure& error) {
            kept = error.number;
          } catch (const operation_cancelled&) {
            kept = 2;
          }
          EXPECT_EQ(alive.use_count(), 1);
        },
        [&] { first.set(); }, [&] { second.set(); }, [&] { source.request_stop(); });
    EXPECT_NE(kept, 0);
  }));
}

TEST(async_when_all, an_error_that_comes_first_is_the_one_that_is_thrown) {
  EXPECT_TRUE(passes({.schedules = 800, .spurious_wakeups = false}, [] {
    async_event first;
    async_event second;
    const life alive = std::make_shared<int>();
    std::atomic<int> kept = 0;
    together(
        [&] {
          try {
            sync_wait(when_all(fail_after(first, 1, alive), fail_after(second, 2, alive)));
          } catch (const failure& error) {
            kept = error.number;
          } catch (const operation_cancelled&) {
            ADD_FAILURE() << "an error that follows from the first has taken its place";
          }
        },
        [&] {
          first.set();
          second.set();
        });
    EXPECT_EQ(kept, 1);
  }));
}

TEST(async_when_all, of_a_range_is_begun_once_each_whoever_overtakes) {
  EXPECT_TRUE(passes({.schedules = 600, .spurious_wakeups = false}, [] {
    thread_pool pool(2);
    const life alive = std::make_shared<int>();
    std::vector<task<int>> hops;
    for (const int each : {1, 2, 3}) {
      hops.push_back(on_pool(pool, each, alive));
    }
    EXPECT_EQ(sync_wait(when_all(std::move(hops))), (std::vector{1, 2, 3}));
    EXPECT_EQ(alive.use_count(), 1);
  }));
}

TEST(async_when_all, ends_when_its_pool_is_cancelled_under_it) {
  EXPECT_TRUE(passes({.schedules = 600, .spurious_wakeups = false}, [] {
    thread_pool pool(2);
    const life alive = std::make_shared<int>();
    together(
        [&] {
          try {
            sync_wait(when_all(on_pool(pool, 1, alive), on_pool(pool, 2, alive)));
          } catch (const job_cancelled&) {
          } catch (const pool_stopped&) {
          }
          EXPECT_EQ(alive.use_count(), 1);
        },
        [&] { pool.shutdown(shutdown_mode::cancel); });
  }));
}

TEST(async_when_any, has_one_winner_and_outlives_nobody) {
  EXPECT_TRUE(passes({.schedules = 1000, .spurious_wakeups = false}, [] {
    async_event first;
    async_event second;
    const life alive = std::make_shared<int>();
    together(
        [&] {
          const auto won = sync_wait(when_any(after(first, 3, alive), after(second, 4, alive)));
          EXPECT_EQ(std::visit([](int value) { return value; }, won), won.index() == 0 ? 3 : 4);
          EXPECT_EQ(alive.use_count(), 1);
        },
        [&] { first.set(); }, [&] { second.set(); });
  }));
}

TEST(async_when_any, ends_once_when_a_stop_comes_at_any_moment) {
  EXPECT_TRUE(passes({.schedules = 1000, .spurious_wakeups = false}, [] {
    async_event first;
    async_event never;
    const life alive = std::make_shared<int>();
    std::atomic<int> ends = 0;
    stop_source source;
    together(
        [&] {
          try {
            const auto won = sync_wait(when_any(after(first, 3, alive), after(never, 4, alive)), source.get_token());
            EXPECT_EQ(won.index(), 0U);
          } catch (const operation_cancelled&) {
          }
          ++ends;
          EXPECT_EQ(alive.use_count(), 1);
        },
        [&] { first.set(); }, [&] { source.request_stop(); });
    EXPECT_EQ(ends, 1);
  }));
}

TEST(async_when_any, of_a_range_on_a_pool_takes_one_and_waits_for_all) {
  EXPECT_TRUE(passes({.schedules = 600, .spurious_wakeups = false}, [] {
    thread_pool pool(2);
    const life alive = std::make_shared<int>();
    std::vector<task<int>> hops;
    for (const int each : {1, 2}) {
      hops.push_back(on_pool(pool, each, alive));
    }
    const auto won = sync_wait(when_any(std::move(hops)));
    EXPECT_EQ(won.value, static_cast<int>(won.index) + 1);
    EXPECT_EQ(alive.use_count(), 1);
  }));
}

// The inner one is stopped by its own winner, by the outer one's, and from outside.
TEST(async_when_any, within_another_is_stopped_by_whoever_comes_first) {
  EXPECT_TRUE(passes({.schedules = 800, .spurious_wakeups = false}, [] {
    async_event first;
    async_event second;
    async_event never;
    const life alive = std::make_shared<int>();
    stop_source source;
    together(
        [&] {
          try {
            sync_wait(when_any(when_any(after(first, 1, alive), after(never, 2, alive)), after(second, 3, alive)),
                      source.get_token());
          } catch (const operation_cancelled&) {
          }
          EXPECT_EQ(alive.use_count(), 1);
        },
        [&] { first.set(); }, [&] { second.set(); }, [&] { source.request_stop(); });
  }));
}

/// What a test of a group shares with the group's coroutines.
struct group_setting {
  thread_pool* pool = nullptr;
  async_event first = async_event();
  async_event second = async_event();
  async_event never = async_event();
  const life alive = std::make_shared<int>();
  std::atomic<int> done = 0;
};

task<> child(group_setting& with, life /*alive*/) {
  co_await with.pool->schedule();
  ++with.done;
}

task<> child_with_child(task_group& group, group_setting& with, life /*alive*/) {
  co_await with.pool->schedule();
  EXPECT_TRUE(group.spawn(child(with, with.alive)));
  ++with.done;
}

task<> spawn_two(task_group& group, group_setting& with) {
  EXPECT_TRUE(group.spawn(child_with_child(group, with, with.alive)));
  EXPECT_TRUE(group.spawn(child(with, with.alive)));
  co_return;
}

TEST(async_task_group, waits_for_children_of_children_on_other_threads) {
  EXPECT_TRUE(passes({.schedules = 600, .spurious_wakeups = false}, [] {
    thread_pool pool(2);
    group_setting with{.pool = &pool};
    sync_wait(with_task_group([&](task_group& group) { return spawn_two(group, with); }));
    EXPECT_EQ(with.done, 3);
    EXPECT_EQ(with.alive.use_count(), 1);
  }));
}

task<> spawn_two_that_fail(task_group& group, group_setting& with) {
  group.spawn(fail_after(with.first, 1, with.alive));
  group.spawn(fail_after(with.second, 2, with.alive));
  group.spawn(after(with.never, 3, with.alive));
  co_return;
}

TEST(async_task_group, keeps_all_errors_and_outlives_nobody) {
  EXPECT_TRUE(passes({.schedules = 1000, .spurious_wakeups = false}, [] {
    group_setting with;
    std::size_t errors = 0;
    together(
        [&] {
          try {
            sync_wait(with_task_group([&](task_group& group) { return spawn_two_that_fail(group, with); }));
          } catch (const group_error& error) {
            errors = error.errors().size();
          }
          EXPECT_EQ(with.alive.use_count(), 1);
        },
        [&] { with.first.set(); }, [&] { with.second.set(); });
    EXPECT_GE(errors, 1U);
    EXPECT_LE(errors, 2U) << "that the others were cancelled is no error";
  }));
}

task<> spawn_two_that_wait(task_group& group, group_setting& with) {
  // The functions are kept until their children have ended, and no longer.
  group.spawn([&with, kept = with.alive] { return after(with.first, 1, kept); });
  group.spawn([&with, kept = with.alive] { return after(with.second, 2, kept); });
  co_return;
}

TEST(async_task_group, is_complete_or_cancelled_when_a_stop_comes_at_any_moment) {
  EXPECT_TRUE(passes({.schedules = 1000, .spurious_wakeups = false}, [] {
    group_setting with;
    stop_source source;
    std::atomic<int> ends = 0;
    together(
        [&] {
          try {
            sync_wait(with_task_group([&](task_group& group) { return spawn_two_that_wait(group, with); }),
                      source.get_token());
          } catch (const operation_cancelled&) {
          }
          ++ends;
          EXPECT_EQ(with.alive.use_count(), 1);
        },
        [&] { with.first.set(); }, [&] { with.second.set(); }, [&] { source.request_stop(); });
    EXPECT_EQ(ends, 1);
  }));
}

task<int> await_shared(shared_task<int> shared) {
  co_return co_await shared;
}

/// 0 if the wait was cancelled.
int ask(shared_task<int> shared, const stop_source& source) {
  try {
    return sync_wait(await_shared(std::move(shared)), source.get_token());
  } catch (const operation_cancelled&) {
    return 0;
  }
}

TEST(async_shared_task, runs_once_for_all_who_ask_at_once) {
  EXPECT_TRUE(passes({.schedules = 1000, .spurious_wakeups = false}, [] {
    async_event event;
    const life alive = std::make_shared<int>();
    shared_task<int> shared(after(event, 7, alive));
    const stop_source never;
    together([&, own = shared] { EXPECT_EQ(ask(own, never), 7); }, [&, own = shared] { EXPECT_EQ(ask(own, never), 7); },
             [&] { event.set(); });
    EXPECT_EQ(alive.use_count(), 1);
  }));
}

TEST(async_shared_task, a_stop_ends_one_wait_and_leaves_the_other_alone) {
  EXPECT_TRUE(passes({.schedules = 1000, .spurious_wakeups = false}, [] {
    async_event event;
    const life alive = std::make_shared<int>();
    shared_task<int> shared(after(event, 7, alive));
    const stop_source never;
    stop_source source;
    std::atomic<int> stopped = -1;
    together([&, own = shared] { stopped = ask(own, source); }, [&, own = shared] { EXPECT_EQ(ask(own, never), 7); },
             [&] { event.set(); }, [&] { source.request_stop(); });
    EXPECT_TRUE(stopped == 0 || stopped == 7);
  }));
}

TEST(async_shared_task, that_is_stopped_itself_says_so_to_all) {
  EXPECT_TRUE(passes({.schedules = 1000, .spurious_wakeups = false}, [] {
    async_event event;
    const life alive = std::make_shared<int>();
    stop_source computing;
    shared_task<int> shared(after(event, 7, alive), computing.get_token());
    const stop_source never;
    std::atomic<int> first = -1;
    std::atomic<int> second = -1;
    together([&, own = shared] { first = ask(own, never); }, [&, own = shared] { second = ask(own, never); },
             [&] { event.set(); }, [&] { computing.request_stop(); });
    EXPECT_TRUE(first == 0 || first == 7);
    EXPECT_EQ(first, second);
    EXPECT_EQ(alive.use_count(), 1);
  }));
}

task<> at_once() {
  co_return;
}

// Nobody waits any more when it ends, and the last who knows it is one who finds it ended.
TEST(async_shared_task, may_be_let_go_by_one_who_finds_it_ended) {
  const explore::options how{.schedules = 3000,
                             .how = explore::strategy::exhaustive,
                             .preemptions = 1,
                             .plain_accesses = true,
                             .spurious_wakeups = false};
  EXPECT_TRUE(passes(how, [] {
    async_event event;
    const life alive = std::make_shared<int>();
    auto shared = std::make_optional<shared_task<int>>(after(event, 7, alive));
    EXPECT_EQ(sync_wait(when_any(await_shared(*shared), at_once())).index(), 1U);
    together([&] { event.set(); },
             [&] {
               if (shared->ended()) {
                 shared.reset();
               }
             });
  }));
}

}  // namespace
