#include "googletest.hpp"

import googletest;
import std;
import patterns.async;
import patterns.concurrency;

namespace {

using namespace std::chrono_literals;
using patterns::async::first_result;
using patterns::async::manual_clock;
using patterns::async::nothing_to_await;
using patterns::async::operation_cancelled;
using patterns::async::run_loop;
using patterns::async::sleep_for;
using patterns::async::sync_wait;
using patterns::async::task;
using patterns::async::when_any;
using patterns::concurrency::stop_source;
using patterns::concurrency::thread_pool;

static_assert(std::same_as<decltype(when_any(std::declval<task<int>>(), std::declval<task<>>())),
                           task<std::variant<int, std::monostate>>>);
static_assert(std::same_as<decltype(when_any(std::declval<std::vector<task<int>>>())), task<first_result<int>>>);
static_assert(
    std::same_as<decltype(when_any(std::declval<std::vector<task<>>>())), task<first_result<std::monostate>>>);

task<int> value(int number) {
  co_return number;
}

task<int> value_after(run_loop::duration span, int number) {
  co_await sleep_for(span);
  co_return number;
}

task<> nothing_after(run_loop::duration span) {
  co_await sleep_for(span);
}

task<int> failing_after(run_loop::duration span, std::string message) {
  co_await sleep_for(span);
  throw std::runtime_error(message);
}

// Is stopped, takes its time, and then fails, which is nobody's business any more.
task<int> loser(run_loop& loop, bool& stopped) {
  try {
    co_await sleep_for(1h);
  } catch (const operation_cancelled&) {
    stopped = true;
  }
  co_await patterns::async::unstoppable(sleep_for(loop, 5s));
  throw std::runtime_error("late");
}

struct async_core_when_any : testing::Test {
  manual_clock time;
  run_loop loop{time};
  run_loop::time_point begin = loop.now();
};

TEST_F(async_core_when_any, yields_what_the_first_to_end_yields) {
  const auto first = loop.run_until_complete(when_any(value_after(3s, 1), value_after(1s, 2), nothing_after(2s)));
  EXPECT_EQ(first.index(), 1U);
  EXPECT_EQ(std::get<1>(first), 2);
  EXPECT_EQ(loop.now() - begin, 1s);
  EXPECT_EQ(loop.run_until_complete(when_any(value_after(3s, 1), nothing_after(2s))).index(), 1U);
}

TEST_F(async_core_when_any, says_which_element_of_a_range_it_was) {
  std::vector<task<int>> all;
  all.push_back(value_after(2s, 7));
  all.push_back(value_after(1s, 8));
  EXPECT_EQ(loop.run_until_complete(when_any(std::move(all))), (first_result<int>{1, 8}));
  std::vector<task<>> nothings;
  nothings.push_back(nothing_after(1s));
  EXPECT_EQ(loop.run_until_complete(when_any(std::move(nothings))).index, 0U);
}

TEST_F(async_core_when_any, yields_a_reference_as_what_it_refers_to) {
  int target = 1;
  const auto first = sync_wait(when_any([](int& to) -> task<int&> { co_return to; }(target)));
  EXPECT_EQ(&std::get<0>(first).get(), &target);
}

TEST_F(async_core_when_any, stops_the_others_and_waits_for_them) {
  bool stopped = false;
  EXPECT_EQ(loop.run_until_complete(when_any(loser(loop, stopped), value_after(1s, 2))).index(), 1U);
  EXPECT_TRUE(stopped);
  EXPECT_EQ(loop.now() - begin, 6s);
}

TEST_F(async_core_when_any, throws_when_the_first_to_end_throws) {
  bool stopped = false;
  try {
    loop.run_until_complete(when_any(loser(loop, stopped), failing_after(1s, "first"), failing_after(2s, "second")));
    FAIL() << "no exception";
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "first");
  }
  EXPECT_TRUE(stopped);
}

TEST_F(async_core_when_any, does_not_begin_what_comes_after_the_winner) {
  bool stopped = false;
  EXPECT_EQ(std::get<0>(loop.run_until_complete(when_any(value(1), loser(loop, stopped)))), 1);
  std::vector<task<int>> all;
  all.push_back(value(1));
  all.push_back(loser(loop, stopped));
  EXPECT_EQ(loop.run_until_complete(when_any(std::move(all))), (first_result<int>{0, 1}));
  EXPECT_FALSE(stopped);
  EXPECT_EQ(loop.now(), begin);
}

TEST_F(async_core_when_any, is_cancelled_when_it_is_asked_to_stop) {
  stop_source source;
  loop.post_after(2s, [&] { source.request_stop(); });
  EXPECT_THROW(loop.run_until_complete(when_any(value_after(1h, 1), value_after(2h, 2)), source.get_token()),
               operation_cancelled);
  EXPECT_EQ(loop.now() - begin, 2s);
}

TEST_F(async_core_when_any, refuses_a_range_that_is_empty) {
  try {
    sync_wait(when_any(std::vector<task<int>>()));
    FAIL() << "no exception";
  } catch (const nothing_to_await& error) {
    EXPECT_STREQ(error.what(), "when_any: the range is empty, nothing can end first");
  }
}

TEST_F(async_core_when_any, has_one_winner_when_several_threads_end_at_once) {
  thread_pool pool(2);
  const auto there = [](thread_pool& on, int number) -> task<int> {
    co_await on.schedule();
    co_return number;
  };
  for (int round = 0; round < 200; ++round) {
    std::vector<task<int>> all;
    for (int i = 0; i < 8; ++i) {
      all.push_back(there(pool, i));
    }
    const auto [index, number] = sync_wait(when_any(std::move(all)));
    EXPECT_EQ(index, static_cast<std::size_t>(number));
  }
}

}  // namespace
