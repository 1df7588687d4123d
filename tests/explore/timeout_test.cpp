// async core · timeout: the time, the end of the work and a stop from outside, in every order and at once.
#include "seeded_executor.hpp"

import std;
import patterns.async;
import patterns.concurrency;

namespace {

using explore::finds;
using explore::passes;
using explore::seeded_executor;
using explore::strategy;
using explore::together;
using patterns::async::async_event;
using patterns::async::current_stop_token;
using patterns::async::manual_clock;
using patterns::async::operation_cancelled;
using patterns::async::run_loop;
using patterns::async::sync_wait;
using patterns::async::task;
using patterns::async::timed_out;
using patterns::async::timeout;
using patterns::async::with_stop_token;
using patterns::concurrency::stop_callback;
using patterns::concurrency::stop_source;
using patterns::concurrency::stop_token;
using namespace std::chrono_literals;

enum class ending { none, done, timed_out, cancelled };

/// What the coroutines of a test share.
struct setting {
  manual_clock clock = manual_clock();
  run_loop loop = run_loop(clock);
  async_event event = async_event();
  stop_source source = stop_source();
  std::atomic<int> working = 0;
  std::atomic<int> ends = 0;
  std::atomic<ending> how = ending::none;
};

task<> work(setting& with) {
  ++with.working;
  try {
    co_await with.event.wait();
  } catch (...) {
    --with.working;
    throw;
  }
  --with.working;
}

task<> timed_work(setting& with) {
  return timeout(with.loop, 1s, work(with));
}

/// Asks the clock afterwards who has stopped the work.
task<> naively_timed_work(setting& with) {
  const auto limit = with.loop.now() + 1s;
  stop_source either;
  const stop_callback link(co_await current_stop_token(), [&] { either.request_stop(); });
  with.loop.post_at(limit, [either]() mutable { either.request_stop(); });
  try {
    co_await with_stop_token(either.get_token(), work(with));
  } catch (const operation_cancelled&) {
    if (with.loop.now() >= limit) {
      throw timed_out(1s);
    }
    throw;
  }
}

task<> note_end(setting& with, task<> timed) {
  try {
    co_await std::move(timed);
    with.how = ending::done;
  } catch (const timed_out&) {
    with.how = ending::timed_out;
  } catch (const operation_cancelled&) {
    with.how = ending::cancelled;
  }
  EXPECT_EQ(with.working, 0) << "the work has outlived the wait for it";
  ++with.ends;
}

/// A coroutine that runs by itself and whose frame goes when it ends.
struct detached {
  struct promise_type {
    static detached get_return_object() noexcept { return {}; }
    static std::suspend_never initial_suspend() noexcept { return {}; }
    static std::suspend_never final_suspend() noexcept { return {}; }
    static void return_void() noexcept {}
    [[noreturn]] static void unhandled_exception() noexcept { std::terminate(); }
  };
};

detached start(setting& with, task<> timed) {
  co_await with_stop_token(with.source.get_token(), note_end(with, std::move(timed)));
}

/// Has all that may happen happen in some order, and knows how it must end: by what comes first.
template <class Timed>
void in_some_order(Timed timed) {
  setting with;
  seeded_executor executor;
  bool started = false;
  bool late = false;
  ending expected = ending::none;
  const auto comes = [&](ending cause) {
    if (started && expected == ending::none) {
      expected = cause;
    }
  };
  executor.post([&] {
    started = true;
    if (with.event.is_set()) {
      expected = ending::done;
    } else if (with.source.stop_requested()) {
      expected = ending::cancelled;
    }
    start(with, timed(with));
  });
  executor.post([&] {
    comes(ending::done);
    with.event.set();
  });
  executor.post([&] {
    comes(ending::cancelled);
    with.source.request_stop();
  });
  executor.post([&] {
    late = started;
    with.clock.advance(1s);
  });
  for (int i = 0; i < 2; ++i) {
    executor.post([&] {
      if (late) {
        comes(ending::timed_out);
      }
      with.loop.poll();
    });
  }
  executor.run();
  while (with.loop.poll() != 0) {
  }
  EXPECT_EQ(with.ends, 1);
  EXPECT_EQ(with.how, expected);
}

TEST(async_timeout, a_naive_one_takes_a_stop_for_the_end_of_time) {
  EXPECT_TRUE(finds("expectation", {.schedules = 1000, .how = strategy::exhaustive},
                    [] { in_some_order(naively_timed_work); }));
}

TEST(async_timeout, on_one_thread_ends_by_what_comes_first_in_every_order) {
  EXPECT_TRUE(passes({.schedules = 1000, .how = strategy::exhaustive}, [] { in_some_order(timed_work); }));
}

void run_on_the_loop(setting& with, task<> timed) {
  with.loop.run_until_complete(note_end(with, std::move(timed)), with.source.get_token());
}

// The virtual clock goes on as soon as the loop has nothing else to do: the time may be up at any moment.
TEST(async_timeout, ends_once_when_all_come_at_once) {
  EXPECT_TRUE(passes({.schedules = 1200, .spurious_wakeups = false}, [] {
    setting with;
    together([&] { run_on_the_loop(with, timed_work(with)); }, [&] { with.event.set(); },
             [&] { with.source.request_stop(); });
    EXPECT_EQ(with.ends, 1);
    EXPECT_NE(with.how, ending::none);
  }));
}

TEST(async_timeout, that_nobody_stops_ends_by_the_work_or_the_time) {
  std::set<ending> seen;
  EXPECT_TRUE(
      passes({.schedules = 4000, .how = strategy::exhaustive, .preemptions = 1, .spurious_wakeups = false}, [&] {
        setting with;
        together([&] { run_on_the_loop(with, timed_work(with)); }, [&] { with.event.set(); });
        EXPECT_EQ(with.ends, 1);
        EXPECT_NE(with.how, ending::cancelled);
        seen.insert(with.how);
      }));
  EXPECT_EQ(seen.size(), 2U) << "both come about";
}

TEST(async_timeout, awaited_beside_its_loop_ends_once) {
  EXPECT_TRUE(passes({.schedules = 1200, .spurious_wakeups = false}, [] {
    setting with;
    together([&] { with.loop.run(); },
             [&] {
               sync_wait(note_end(with, timed_work(with)), with.source.get_token());
               with.loop.stop();
             },
             [&] { with.event.set(); }, [&] { with.source.request_stop(); });
    EXPECT_EQ(with.ends, 1);
    EXPECT_NE(with.how, ending::none);
  }));
}

task<> within_a_shorter_one(setting& with) {
  try {
    co_await timeout(with.loop, 1s, timeout(with.loop, 2s, work(with)));
  } catch (const timed_out& error) {
    // A stop that is still on its way from the outer one to the inner one may be overtaken by the inner one's time.
    if (!with.source.stop_requested()) {
      EXPECT_EQ(error.limit(), 1s) << "the inner one was stopped from outside";
    }
    throw;
  }
}

TEST(async_timeout, within_a_shorter_one_leaves_the_end_to_it) {
  EXPECT_TRUE(passes({.schedules = 800, .spurious_wakeups = false}, [] {
    setting with;
    together([&] { run_on_the_loop(with, within_a_shorter_one(with)); }, [&] { with.event.set(); },
             [&] { with.source.request_stop(); });
    EXPECT_EQ(with.ends, 1);
  }));
}

}  // namespace
