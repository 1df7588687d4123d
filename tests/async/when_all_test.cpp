#include "googletest.hpp"

#include "small_stack.hpp"

import googletest;
import std;
import patterns.async;
import patterns.concurrency;

namespace {

using namespace std::chrono_literals;
using patterns::async::awaitable_range;
using patterns::async::current_stop_token;
using patterns::async::empty_task;
using patterns::async::manual_clock;
using patterns::async::operation_cancelled;
using patterns::async::run_loop;
using patterns::async::sleep_for;
using patterns::async::sync_wait;
using patterns::async::task;
using patterns::async::when_all;
using patterns::concurrency::stop_source;
using patterns::concurrency::thread_pool;

static_assert(awaitable_range<std::vector<task<int>>>);
static_assert(!awaitable_range<std::vector<task<int>>&>, "awaiting consumes a task: the container is given away");
static_assert(!awaitable_range<std::vector<int>>);
static_assert(std::same_as<decltype(when_all(std::declval<task<int>>(), std::declval<task<>>())),
                           task<std::tuple<int, std::monostate>>>);
static_assert(std::same_as<decltype(when_all(std::declval<std::vector<task<>>>())), task<>>);
static_assert(std::same_as<decltype(when_all(std::declval<std::vector<task<int&>>>())),
                           task<std::vector<std::reference_wrapper<int>>>>);

struct move_only {
  explicit move_only(int given) : number(std::make_unique<int>(given)) {}
  std::unique_ptr<int> number;
};

task<int> value(int number) {
  co_return number;
}

task<int> value_after(run_loop::duration span, int number) {
  co_await sleep_for(span);
  co_return number;
}

task<int> failing(std::string message) {
  throw std::runtime_error(message);
  co_return 0;
}

task<int> failing_after(run_loop::duration span, std::string message) {
  co_await sleep_for(span);
  throw std::runtime_error(message);
}

// Tells when it was stopped, and takes its time to end.
task<int> cleaning_up(run_loop& loop, run_loop::time_point& ended) {
  try {
    co_await sleep_for(loop, 1h);
  } catch (const operation_cancelled&) {
  }
  co_await patterns::async::unstoppable(sleep_for(loop, 5s));
  ended = loop.now();
  co_return 1;
}

struct loop_on_virtual_time : testing::Test {
  manual_clock time;
  run_loop loop{time};
  run_loop::time_point begin = loop.now();
};

using async_core_when_all_in_time = loop_on_virtual_time;

TEST(async_core_when_all, yields_each_result_in_its_place) {
  int target = 3;
  const auto refers = [](int& to) -> task<int&> { co_return to; };
  const auto nothing = []() -> task<> { co_return; };
  auto [number, text, reference, none] =
      sync_wait(when_all(value(1), []() -> task<std::string> { co_return "two"; }(), refers(target), nothing()));
  static_assert(std::same_as<decltype(none), std::monostate>);
  EXPECT_EQ(number, 1);
  EXPECT_EQ(text, "two");
  EXPECT_EQ(&reference, &target);
}

TEST(async_core_when_all, of_nothing_is_ready) {
  EXPECT_EQ(sync_wait(when_all()), std::tuple<>());
  EXPECT_TRUE(sync_wait(when_all(std::vector<task<int>>())).empty());
  sync_wait(when_all(std::vector<task<>>()));
}

TEST(async_core_when_all, takes_a_range_of_any_kind_of_result) {
  std::vector<task<int>> numbers;
  std::vector<task<bool>> flags;
  std::vector<task<move_only>> movables;
  std::list<task<int&>> references;
  int target = 0;
  for (int i = 0; i < 3; ++i) {
    numbers.push_back(value(i));
    flags.push_back([](bool flag) -> task<bool> { co_return flag; }(i == 1));
    movables.push_back([](int given) -> task<move_only> { co_return move_only(given); }(i));
    references.push_back([](int& to) -> task<int&> { co_return to; }(target));
  }
  EXPECT_EQ(sync_wait(when_all(std::move(numbers))), (std::vector{0, 1, 2}));
  EXPECT_EQ(sync_wait(when_all(std::move(flags))), (std::vector{false, true, false}));
  EXPECT_EQ(*sync_wait(when_all(std::move(movables)))[2].number, 2);
  EXPECT_EQ(&sync_wait(when_all(std::move(references))).front().get(), &target);
}

TEST(async_core_when_all, awaits_what_a_view_makes) {
  const auto squares =
      sync_wait(when_all(std::views::iota(1, 5) | std::views::transform([](int i) { return value(i * i); })));
  EXPECT_EQ(squares, (std::vector{1, 4, 9, 16}));
}

TEST(async_core_when_all, leaves_an_lvalue_where_it_is) {
  const patterns::async::delay moment(0s);
  run_loop loop;
  loop.run_until_complete(when_all(moment, moment));
}

TEST_F(async_core_when_all_in_time, waits_side_by_side) {
  EXPECT_EQ(loop.run_until_complete(when_all(value_after(3s, 1), value_after(1s, 2), value(3))), std::tuple(1, 2, 3));
  EXPECT_EQ(loop.now() - begin, 3s);
  std::vector<task<int>> many;
  for (int i = 0; i < 100; ++i) {
    many.push_back(i % 3 == 0 ? value(i) : value_after(std::chrono::seconds(100 - i), i));
  }
  const auto results = loop.run_until_complete(when_all(std::move(many)));
  EXPECT_TRUE(std::ranges::equal(results, std::views::iota(0, 100)));
  EXPECT_EQ(loop.now() - begin, 3s + 99s);
}

TEST_F(async_core_when_all_in_time, throws_the_first_error_when_all_have_ended) {
  run_loop::time_point ended;
  try {
    loop.run_until_complete(
        when_all(cleaning_up(loop, ended), failing_after(2s, "first"), failing_after(2s, "second")));
    FAIL() << "no exception";
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "first");
  }
  EXPECT_EQ(ended - begin, 7s) << "stopped after 2 s, and waited for";
  EXPECT_EQ(loop.now(), ended);
}

TEST_F(async_core_when_all_in_time, does_the_same_for_a_range) {
  run_loop::time_point ended;
  std::vector<task<int>> all;
  all.push_back(cleaning_up(loop, ended));
  all.push_back(value(1));
  all.push_back(failing_after(2s, "first"));
  try {
    loop.run_until_complete(when_all(std::move(all)));
    FAIL() << "no exception";
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "first");
  }
  EXPECT_EQ(ended - begin, 7s);
}

TEST(async_core_when_all, does_not_begin_what_comes_after_an_error) {
  bool begun = false;
  const auto notes = [](bool& flag) -> task<int> {
    flag = true;
    co_return 1;
  };
  EXPECT_THROW(sync_wait(when_all(failing("bad"), notes(begun))), std::runtime_error);
  std::vector<task<int>> all;
  all.push_back(failing("bad"));
  all.push_back(notes(begun));
  EXPECT_THROW(sync_wait(when_all(std::move(all))), std::runtime_error);
  EXPECT_FALSE(begun);
}

TEST(async_core_when_all, delivers_the_error_of_a_task_that_is_empty) {
  EXPECT_THROW(sync_wait(when_all(value(1), task<int>())), empty_task);
  EXPECT_THROW(sync_wait(when_all(std::vector<task<int>>(2))), empty_task);
}

TEST_F(async_core_when_all_in_time, asks_all_to_stop_when_it_is_asked) {
  stop_source source;
  loop.post_after(2s, [&] { source.request_stop(); });
  EXPECT_THROW(loop.run_until_complete(when_all(value_after(1h, 1), value_after(2h, 2)), source.get_token()),
               operation_cancelled);
  EXPECT_EQ(loop.now() - begin, 2s);
}

TEST_F(async_core_when_all_in_time, begins_after_a_stop_and_ends_if_all_is_ready) {
  stop_source source;
  source.request_stop();
  EXPECT_EQ(loop.run_until_complete(when_all(value(1), value(2)), source.get_token()), std::tuple(1, 2));
  EXPECT_THROW(loop.run_until_complete(when_all(value(1), value_after(1s, 2)), source.get_token()),
               operation_cancelled);
}

TEST_F(async_core_when_all_in_time, destroys_what_waits_when_it_is_destroyed) {
  struct parked {
    struct promise_type {
      parked get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
      static std::suspend_never initial_suspend() noexcept { return {}; }
      static std::suspend_always final_suspend() noexcept { return {}; }
      static void return_void() noexcept {}
      static void unhandled_exception() { std::terminate(); }
    };
    std::coroutine_handle<promise_type> frame;
  };
  const auto sleeps = [](run_loop& on, std::shared_ptr<int>) -> task<> { co_await sleep_for(on, 1s); };
  const auto start = [](task<std::tuple<std::monostate, std::monostate>> started) -> parked {
    co_await std::move(started);
  };
  const auto alive = std::make_shared<int>();
  const auto waiting = start(when_all(sleeps(loop, alive), sleeps(loop, alive)));
  waiting.frame.destroy();
  EXPECT_EQ(alive.use_count(), 1);
  time.advance(2s);
  EXPECT_EQ(loop.poll(), 0U);
}

TEST(async_core_when_all, goes_on_once_when_its_parts_end_on_several_threads) {
  thread_pool pool(2);
  const auto there = [](thread_pool& on, int number) -> task<int> {
    co_await on.schedule();
    co_return number;
  };
  for (int round = 0; round < 100; ++round) {
    std::vector<task<int>> all;
    for (int i = 0; i < 20; ++i) {
      all.push_back(i % 4 == 0 ? value(i) : there(pool, i));
    }
    EXPECT_TRUE(std::ranges::equal(sync_wait(when_all(std::move(all))), std::views::iota(0, 20)));
    EXPECT_EQ(sync_wait(when_all(there(pool, 1), there(pool, 2))), std::tuple(1, 2));
  }
}

TEST(async_core_when_all, takes_a_million_ready_tasks_on_a_small_stack) {
  constexpr int count = 1'000'000;
  on_small_stack([&] {
    std::vector<task<int>> all;
    all.reserve(count);
    for (int i = 0; i < count; ++i) {
      all.push_back(value(1));
    }
    const auto results = sync_wait(when_all(std::move(all)));
    EXPECT_EQ(std::reduce(results.begin(), results.end()), count);
  });
}

TEST(async_core_when_all, takes_many_tasks_that_wait_on_a_small_stack) {
  constexpr int count = 100'000;
  on_small_stack([&] {
    run_loop loop;
    const auto results = loop.run_until_complete(
        when_all(std::views::iota(0, count) | std::views::transform([](int) { return value_after(0s, 1); })));
    EXPECT_EQ(std::reduce(results.begin(), results.end()), count);
  });
}

}  // namespace
