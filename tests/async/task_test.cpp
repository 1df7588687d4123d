#include "googletest.hpp"

#include "small_stack.hpp"

import googletest;
import std;
import patterns.async;
import patterns.concurrency;

namespace {

using patterns::async::await_result_t;
using patterns::async::awaitable;
using patterns::async::awaitable_of;
using patterns::async::awaiter;
using patterns::async::empty_task;
using patterns::async::sync_wait;
using patterns::async::task;
using patterns::async::task_result;
using patterns::concurrency::thread_pool;

static_assert(awaitable<task<int>>);
static_assert(!awaitable<task<int>&>, "awaiting consumes a task");
static_assert(std::same_as<await_result_t<task<int&>>, int&>);
static_assert(awaitable_of<task<int>, long>);
static_assert(!awaitable_of<task<std::string>, int>);
static_assert(awaiter<std::suspend_always>);
static_assert(awaitable<std::suspend_never>);
static_assert(!awaitable<int>);
static_assert(!awaitable<std::string&>);
static_assert(!std::is_copy_constructible_v<task<int>>);
static_assert(std::is_nothrow_move_constructible_v<task<int>>);
static_assert(sizeof(task<std::string>) == sizeof(void*));
static_assert(!task_result<int&&>);
static_assert(!task_result<std::mutex>);

// Parks whoever awaits it until somebody resumes the handle.
struct parking {
  std::coroutine_handle<>& place;

  [[nodiscard]] static bool await_ready() noexcept { return false; }
  void await_suspend(std::coroutine_handle<> awaiting) const noexcept { place = awaiting; }
  static void await_resume() noexcept {}
};

// Counts the living, so that a frame that leaks shows.
struct counted {
  explicit counted(int& living) : living_(&living) { ++*living_; }
  counted(const counted& other) : living_(other.living_) { ++*living_; }
  counted& operator=(const counted&) = delete;
  ~counted() { --*living_; }

 private:
  int* living_;
};

// Starts a task without waiting for it; what it parks on may then never resume.
struct detached {
  struct promise_type {
    detached get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    static std::suspend_never initial_suspend() noexcept { return {}; }
    static std::suspend_always final_suspend() noexcept { return {}; }
    static void return_void() noexcept {}
    static void unhandled_exception() { std::terminate(); }
  };
  std::coroutine_handle<promise_type> frame;
};

detached start(task<> started) {
  co_await std::move(started);
}

task<int> value(int number) {
  co_return number;
}

task<int> failing() {
  throw std::invalid_argument("bad digit");
  co_return 0;
}

TEST(async_task, delivers_results_of_every_kind) {
  int target = 3;
  EXPECT_EQ(sync_wait(value(42)), 42);
  EXPECT_EQ(&sync_wait([](int& number) -> task<int&> { co_return number; }(target)), &target);
  EXPECT_EQ(*sync_wait([]() -> task<std::unique_ptr<int>> { co_return std::make_unique<int>(7); }()), 7);
  EXPECT_EQ(sync_wait([]() -> task<std::pair<int, std::string>> { co_return {1, "one"}; }()).second, "one");
  sync_wait([](int& number) -> task<> {
    number = 4;
    co_return;
  }(target));
  EXPECT_EQ(target, 4);
}

TEST(async_task, does_not_run_until_awaited) {
  bool ran = false;
  {
    const auto lazy = [](bool& flag) -> task<> {
      flag = true;
      co_return;
    }(ran);
    EXPECT_TRUE(lazy);
  }
  EXPECT_FALSE(ran);
}

TEST(async_task, frees_what_it_was_given_when_never_awaited) {
  int living = 0;
  {
    const auto unused = [](counted) -> task<> { co_return; }(counted(living));
    EXPECT_GT(living, 0);
  }
  EXPECT_EQ(living, 0);
}

TEST(async_task, delivers_what_it_throws_to_its_awaiter) {
  const auto caught = sync_wait([]() -> task<std::string> {
    try {
      co_return std::to_string(co_await failing());
    } catch (const std::invalid_argument& error) {
      co_return error.what();
    }
  }());
  EXPECT_EQ(caught, "bad digit");
  EXPECT_THROW(sync_wait(failing()), std::invalid_argument);
}

TEST(async_task, goes_to_the_error_when_constructing_the_result_throws) {
  struct fussy {
    explicit fussy(int) { throw std::domain_error("fussy"); }
  };
  EXPECT_THROW(sync_wait([]() -> task<fussy> { co_return 1; }()), std::domain_error);
}

TEST(async_task, refuses_to_be_awaited_when_empty) {
  task<int> moved_from = value(1);
  auto moved_to = std::move(moved_from);
  try {
    sync_wait([](task<int>& empty) -> task<int> { co_return co_await std::move(empty); }(moved_from));
    FAIL() << "no exception";
  } catch (const empty_task& error) {
    EXPECT_STREQ(error.what(), "task: awaited, but moved from or awaited before");
  }
  EXPECT_EQ(sync_wait(std::move(moved_to)), 1);
  EXPECT_FALSE(moved_to);  // NOLINT(bugprone-use-after-move): what is left is what is tested
  EXPECT_FALSE(task<>());
}

TEST(async_task, leaves_no_frame_behind_on_any_path) {
  int living = 0;
  const auto guarded = [](counted, bool fail) -> task<> {
    if (fail) {
      throw std::runtime_error("failed");
    }
    co_return;
  };
  sync_wait(guarded(counted(living), false));
  EXPECT_EQ(living, 0);
  EXPECT_THROW(sync_wait(guarded(counted(living), true)), std::runtime_error);
  EXPECT_EQ(living, 0);
}

TEST(async_task, resumes_its_awaiter_where_it_ended) {
  thread_pool pool(1);
  const auto [before, after] = sync_wait([](thread_pool& where) -> task<std::pair<bool, bool>> {
    const bool before_hop = where.runs_here();
    co_await [](thread_pool& there) -> task<> { co_await there.schedule(); }(where);
    co_return {before_hop, where.runs_here()};
  }(pool));
  EXPECT_FALSE(before);
  EXPECT_TRUE(after);
}

TEST(async_task, can_wait_for_a_pool_that_cancels_it) {
  thread_pool pool(1);
  pool.shutdown();
  EXPECT_THROW(sync_wait(pool.schedule()), patterns::concurrency::pool_stopped);
}

// The chain is destroyed from its far end: what a task was lent by its awaiter is alive while the task is torn down.
TEST(async_task, is_torn_down_before_the_frame_that_awaits_it) {
  struct reports {
    std::string name;
    std::vector<std::string>& log;
    ~reports() { log.push_back(name); }
  };
  std::vector<std::string> log;
  std::coroutine_handle<> place;
  const auto inner = [](reports& lent, std::coroutine_handle<>& parked) -> task<> {
    const reports own{lent.name + ".inner", lent.log};
    co_await parking{parked};
  };
  const auto outer = [](auto& make_inner, std::vector<std::string>& entries,
                        std::coroutine_handle<>& parked) -> task<> {
    reports own{"outer", entries};
    co_await make_inner(own, parked);
  };
  const auto started = start(outer(inner, log, place));
  EXPECT_TRUE(place);
  started.frame.destroy();
  EXPECT_EQ(log, (std::vector<std::string>{"outer.inner", "outer"}));
}

TEST(async_task, can_be_destroyed_while_parked_on_something_other_than_a_task) {
  int living = 0;
  std::coroutine_handle<> place;
  const auto started = start([](counted, std::coroutine_handle<>& parked) -> task<> {
    static_cast<void>(co_await value(1));
    co_await parking{parked};
  }(counted(living), place));
  EXPECT_GT(living, 0);
  started.frame.destroy();
  EXPECT_EQ(living, 0);
}

task<int> nested(int depth) {
  if (depth == 0) {
    co_return 0;
  }
  co_return 1 + co_await nested(depth - 1);
}

task<int> throwing_at(int depth) {
  if (depth == 0) {
    throw std::runtime_error("bottom");
  }
  co_return 1 + co_await throwing_at(depth - 1);
}

task<> parked_at(int depth, std::coroutine_handle<>& place, int& living) {
  const counted guard(living);
  if (depth == 0) {
    co_await parking{place};
  } else {
    co_await parked_at(depth - 1, place, living);
  }
}

constexpr int a_million = 1'000'000;

TEST(async_task, awaits_a_million_deep_on_a_small_stack) {
  on_small_stack([] { EXPECT_EQ(sync_wait(nested(a_million)), a_million); });
}

TEST(async_task, awaits_a_million_tasks_that_complete_at_once_on_a_small_stack) {
  on_small_stack([] {
    const auto sum = sync_wait([]() -> task<int> {
      int total = 0;
      for (int i = 0; i < a_million; ++i) {
        total += co_await value(1);
      }
      co_return total;
    }());
    EXPECT_EQ(sum, a_million);
  });
}

TEST(async_task, passes_an_exception_up_a_deep_chain_on_a_small_stack) {
  on_small_stack([] { EXPECT_THROW(sync_wait(throwing_at(10'000)), std::runtime_error); });
}

TEST(async_task, destroys_a_parked_chain_a_million_deep_on_a_small_stack) {
  on_small_stack([] {
    std::coroutine_handle<> place;
    int living = 0;
    const auto started = start(parked_at(a_million, place, living));
    EXPECT_EQ(living, a_million + 1);
    started.frame.destroy();
    EXPECT_EQ(living, 0);
  });
}

TEST(async_task, resumes_a_parked_chain_a_million_deep_on_a_small_stack) {
  on_small_stack([] {
    std::coroutine_handle<> place;
    int living = 0;
    const auto started = start(parked_at(a_million, place, living));
    place.resume();
    EXPECT_TRUE(started.frame.done());
    EXPECT_EQ(living, 0);
    started.frame.destroy();
  });
}

// A coroutine that another resumes by its handle runs before that call returns, as a plain resume does.
TEST(async_task, runs_a_coroutine_resumed_by_handle_from_within_another) {
  std::coroutine_handle<> place;
  std::vector<int> order;
  const auto first = start([](std::coroutine_handle<>& parked, std::vector<int>& log) -> task<> {
    co_await parking{parked};
    log.push_back(co_await value(1));
    log.push_back(co_await value(2));
  }(place, order));
  sync_wait([](std::coroutine_handle<>& parked, std::vector<int>& log) -> task<> {
    log.push_back(co_await value(0));
    parked.resume();
    log.push_back(co_await value(3));
  }(place, order));
  EXPECT_EQ(order, (std::vector{0, 1, 2, 3}));
  EXPECT_TRUE(first.frame.done());
  first.frame.destroy();
}

TEST(async_sync_wait, takes_any_awaitable) {
  struct answering {
    [[nodiscard]] static bool await_ready() noexcept { return true; }
    static void await_suspend(std::coroutine_handle<>) noexcept {}
    static std::string&& await_resume() {
      static std::string answer;
      answer = "yes";
      return std::move(answer);
    }
  };
  struct converted {
    answering operator co_await() const { return {}; }
  };
  sync_wait(std::suspend_never());
  EXPECT_EQ(sync_wait(answering()), "yes");
  const converted lvalue;
  EXPECT_EQ(sync_wait(lvalue), "yes");
  static_assert(std::same_as<decltype(sync_wait(answering())), std::string>);
}

TEST(async_sync_wait, waits_for_an_end_on_another_thread) {
  thread_pool pool(2);
  for (int round = 0; round < 2'000; ++round) {
    const auto number = sync_wait([](thread_pool& where, int result) -> task<int> {
      co_await where.schedule();
      co_return result;
    }(pool, round));
    ASSERT_EQ(number, round);
  }
}

TEST(async_sync_wait, can_be_nested_in_a_coroutine) {
  const auto outer = []() -> task<int> { co_return co_await value(1) + sync_wait(nested(10)) + co_await value(2); };
  EXPECT_EQ(sync_wait(outer()), 13);
}

}  // namespace
