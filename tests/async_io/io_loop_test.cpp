#include "googletest.hpp"
#include <signal.h>

#include "../message_of.hpp"

import googletest;
import std;
import patterns.async;
import patterns.async.io;
import patterns.concurrency;

using patterns::async::io_loop;
using patterns::async::loop_running;
using patterns::async::loop_stopped;
using patterns::async::operation_cancelled;
using patterns::async::read_file;
using patterns::async::signal_set;
using patterns::async::sync_wait;
using patterns::async::task;
using patterns::concurrency::executor;
using patterns::concurrency::stop_source;
using patterns::concurrency::stop_token;
using patterns::concurrency::thread_pool;
using patterns_test::message_of;

namespace {

static_assert(executor<io_loop>);

TEST(async_io_loop, runs_jobs_in_the_order_in_which_they_were_posted) {
  io_loop loop;
  std::vector<int> order;
  loop.post([&] { order.push_back(1); });
  loop.post([&] {
    order.push_back(2);
    EXPECT_TRUE(loop.runs_here());
    loop.post([&, last = std::make_unique<int>(4)] {
      order.push_back(*last);
      loop.stop();
    });
  });
  loop.post([&] { order.push_back(3); });
  loop.run();
  EXPECT_EQ(order, (std::vector<int>{1, 2, 3, 4}));
  EXPECT_FALSE(loop.runs_here());
}

TEST(async_io_loop, gives_the_result_or_the_exception_of_what_it_runs_to_its_end) {
  io_loop loop;
  const auto twice = [](io_loop& on, int x) -> task<int> {
    co_await on.schedule();
    co_return 2 * x;
  };
  EXPECT_EQ(loop.run_until_complete(twice(loop, 21)), 42);
  const auto fails = [](io_loop& on) -> task<> {
    co_await on.schedule();
    throw std::runtime_error("failed");
  };
  EXPECT_EQ(message_of<std::runtime_error>([&] { loop.run_until_complete(fails(loop)); }), "failed");
  int lent = 0;
  const auto lends = [](int& what) -> task<int&> { co_return what; };
  EXPECT_EQ(&loop.run_until_complete(lends(lent)), &lent);
}

TEST(async_io_loop, an_exception_of_a_job_leaves_through_run_and_the_loop_goes_on_with_the_next) {
  io_loop loop;
  int ran = 0;
  loop.post([] { throw std::runtime_error("a job failed"); });
  loop.post([&] {
    ++ran;
    loop.stop();
  });
  EXPECT_EQ(message_of<std::runtime_error>([&] { loop.run(); }), "a job failed");
  loop.run();
  EXPECT_EQ(ran, 1);
}

TEST(async_io_loop, may_not_be_run_within_itself) {
  io_loop loop;
  loop.post([&] {
    EXPECT_THROW(loop.run(), loop_running);
    loop.stop();
  });
  loop.run();
}

TEST(async_io_loop, a_stop_destroys_what_was_not_complete) {
  io_loop loop;
  std::weak_ptr<int> alive;
  const auto waits = [](io_loop& on, std::shared_ptr<int> held) -> task<> {
    on.stop();
    co_await on.schedule_after(std::chrono::hours(1));
    ++*held;
  };
  {
    auto held = std::make_shared<int>(0);
    alive = held;
    EXPECT_THROW(loop.run_until_complete(waits(loop, std::move(held))), loop_stopped);
  }
  EXPECT_TRUE(alive.expired());
}

TEST(async_io_loop, destroys_the_jobs_that_wait_without_running_them) {
  std::weak_ptr<int> alive;
  {
    io_loop loop;
    auto held = std::make_shared<int>(0);
    alive = held;
    loop.post([held = std::move(held)] { FAIL() << *held; });
  }
  EXPECT_TRUE(alive.expired());
}

// Starts at once, and is destroyed with this object.
class started {
 public:
  struct promise_type {
    started get_return_object() { return started(std::coroutine_handle<promise_type>::from_promise(*this)); }
    static std::suspend_never initial_suspend() noexcept { return {}; }
    static std::suspend_always final_suspend() noexcept { return {}; }
    static void return_void() {}
    static void unhandled_exception() { std::terminate(); }
  };

  started(const started&) = delete;
  started& operator=(const started&) = delete;
  ~started() { frame_.destroy(); }

 private:
  explicit started(std::coroutine_handle<promise_type> frame) : frame_(frame) {}

  std::coroutine_handle<promise_type> frame_;
};

started wait_an_hour(io_loop& loop, int& steps) {
  co_await loop.schedule();
  ++steps;
  co_await loop.schedule_after(std::chrono::hours(1));
  ++steps;
}

TEST(async_io_loop, a_coroutine_that_waits_may_outlive_the_loop) {
  int steps = 0;
  auto loop = std::make_unique<io_loop>();
  const auto waiting = wait_an_hour(*loop, steps);
  loop->post([&] { loop->stop(); });
  loop->run();
  loop.reset();
  EXPECT_EQ(steps, 1);
}

TEST(async_io_loop, a_timer_ends_when_its_time_has_come_and_at_once_when_that_has_passed) {
  io_loop loop;
  std::vector<int> order;
  const auto start = io_loop::clock::now();
  const auto note = [](io_loop& on, io_loop::clock::time_point when, std::vector<int>& to, int name) -> task<> {
    co_await on.schedule_at(when);
    to.push_back(name);
  };
  const auto note_now = [&](int name, int delay) {
    loop.run_until_complete(note(loop, start + std::chrono::milliseconds(delay), order, name));
  };
  note_now(1, 2);
  EXPECT_GE(io_loop::clock::now() - start, std::chrono::milliseconds(2));
  note_now(2, -1000);
  EXPECT_EQ(order, (std::vector<int>{1, 2}));
}

TEST(async_io_loop, a_timer_is_cancelled_by_the_token_of_who_waits) {
  io_loop loop;
  stop_source stop;
  const auto waits = [](io_loop& on, stop_source& asks) -> task<> {
    on.post([&asks] { asks.request_stop(); });
    co_await on.schedule_after(io_loop::clock::duration::max());
  };
  EXPECT_EQ(message_of<operation_cancelled>([&] { loop.run_until_complete(waits(loop, stop), stop.get_token()); }),
            "io_loop::schedule_at: cancelled, a stop was requested");
  EXPECT_THROW(loop.run_until_complete(loop.schedule_after(std::chrono::hours(1)), stop.get_token()),
               operation_cancelled)
      << "the stop was requested before";
}

TEST(async_io_loop, a_stop_may_be_requested_by_another_thread) {
  io_loop loop;
  for (int round = 0; round < 200; ++round) {
    stop_source stop;
    std::thread other([&] { stop.request_stop(); });
    EXPECT_THROW(loop.run_until_complete(loop.schedule_after(std::chrono::hours(1)), stop.get_token()),
                 operation_cancelled);
    other.join();
  }
}

TEST(async_io_loop, a_wait_that_begins_on_another_thread_goes_on_on_the_loops) {
  io_loop loop;
  thread_pool pool(2);
  const auto hops = [](io_loop& on, thread_pool& threads) -> task<int> {
    int here = 0;
    for (int i = 0; i < 100; ++i) {
      co_await threads.schedule();
      EXPECT_FALSE(on.runs_here());
      co_await on.schedule_after(std::chrono::nanoseconds(0));
      here += on.runs_here() ? 1 : 0;
    }
    co_await threads.schedule();
    co_return here;
  };
  EXPECT_EQ(loop.run_until_complete(hops(loop, pool)), 100);
  std::thread runner([&] { loop.run(); });
  EXPECT_EQ(sync_wait(hops(loop, pool)), 100);
  loop.stop();
  runner.join();
}

TEST(async_io_signal_set, gives_a_signal_to_who_waits_and_keeps_it_for_who_comes_later) {
  io_loop loop;
  signal_set signals(loop, {SIGUSR1, SIGUSR2});
  const auto waits = [](io_loop& on, signal_set& from) -> task<int> {
    on.post([] { ::raise(SIGUSR1); });
    co_return co_await from.next();
  };
  EXPECT_EQ(loop.run_until_complete(waits(loop, signals)), SIGUSR1);
  ::raise(SIGUSR2);
  EXPECT_EQ(loop.run_until_complete(signals.next()), SIGUSR2);
}

TEST(async_io_signal_set, a_wait_that_is_cancelled_takes_none) {
  io_loop loop;
  signal_set signals(loop, {SIGUSR1});
  stop_source stop;
  loop.post([&] { stop.request_stop(); });
  EXPECT_THROW(loop.run_until_complete(signals.next(), stop.get_token()), operation_cancelled);
  ::raise(SIGUSR1);
  EXPECT_EQ(loop.run_until_complete(signals.next()), SIGUSR1);
}

TEST(async_io_signal_set, names_a_signal_that_cannot_be_taken) {
  io_loop loop;
  EXPECT_NE(message_of<std::system_error>([&] { signal_set(loop, {SIGKILL}); }).find("signal_set: signal 9"),
            std::string::npos);
}

class temporary_file {
 public:
  explicit temporary_file(std::string_view content)
      : path_(std::filesystem::temp_directory_path() / std::format("patterns_io_{}", std::random_device()())) {
    std::ofstream(path_, std::ios::binary) << content;
  }
  temporary_file(const temporary_file&) = delete;
  temporary_file& operator=(const temporary_file&) = delete;
  ~temporary_file() { std::filesystem::remove(path_); }

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

TEST(async_io_read_file, gives_the_whole_content_on_the_loops_thread) {
  io_loop loop;
  thread_pool pool(1);
  for (const std::size_t size : {0UL, 1UL, 65'536UL, 65'537UL, 1'000'000UL}) {
    std::string content(size, 'x');
    for (std::size_t i = 0; i < size; ++i) {
      content[i] = static_cast<char>(i % 251);
    }
    const temporary_file file(content);
    const auto reads = [](io_loop& on, thread_pool& threads, std::filesystem::path path) -> task<std::string> {
      const auto bytes = co_await read_file(on, threads, std::move(path));
      EXPECT_TRUE(on.runs_here());
      std::string text(bytes.size(), '\0');
      std::ranges::transform(bytes, text.begin(), [](std::byte each) { return static_cast<char>(each); });
      co_return text;
    };
    EXPECT_EQ(loop.run_until_complete(reads(loop, pool, file.path())), content);
  }
}

TEST(async_io_read_file, names_the_path_and_the_reason) {
  io_loop loop;
  thread_pool pool(1);
  try {
    loop.run_until_complete(read_file(loop, pool, "/nowhere/at/all"));
    FAIL() << "nothing was thrown";
  } catch (const std::system_error& error) {
    EXPECT_EQ(error.code(), std::errc::no_such_file_or_directory);
    EXPECT_TRUE(std::string_view(error.what()).starts_with("read_file /nowhere/at/all")) << error.what();
  }
  try {
    loop.run_until_complete(read_file(loop, pool, "/"));
    FAIL() << "nothing was thrown";
  } catch (const std::system_error& error) {
    EXPECT_EQ(error.code(), std::errc::is_a_directory);
  }
}

TEST(async_io_read_file, a_stop_that_was_requested_is_heeded) {
  io_loop loop;
  thread_pool pool(1);
  stop_source stop;
  stop.request_stop();
  EXPECT_THROW(loop.run_until_complete(read_file(loop, pool, "/"), stop.get_token()), operation_cancelled);
}

}  // namespace
