#include "googletest.hpp"

#include "small_stack.hpp"

import googletest;
import std;
import patterns.async;
import patterns.concurrency;

namespace {

using namespace std::chrono_literals;
using patterns::async::already_begun;
using patterns::async::async_generator;
using patterns::async::async_range;
using patterns::async::async_range_reference_t;
using patterns::async::elements_of;
using patterns::async::generator;
using patterns::async::manual_clock;
using patterns::async::run_loop;
using patterns::async::sync_wait;
using patterns::async::task;
using patterns::concurrency::thread_pool;

static_assert(async_range<async_generator<int>>);
static_assert(async_range<async_generator<const std::string&>>);
static_assert(!async_range<generator<int>>);
static_assert(!async_range<std::vector<int>>);
static_assert(std::same_as<async_range_reference_t<async_generator<int>>, int&>);
static_assert(!std::is_copy_constructible_v<async_generator<int>>);

struct optional_range {
  task<std::optional<int>> next();
};
static_assert(async_range<optional_range>, "an optional will do");

async_generator<int> count_to(int last) {
  for (int i = 1; i <= last; ++i) {
    co_yield i;
  }
}

task<std::vector<int>> collect(async_range auto range) {
  std::vector<int> all;
  while (const auto each = co_await range.next()) {
    all.push_back(*each);
  }
  co_return all;
}

TEST(B18_async_generator, yields_each_element_in_turn) {
  EXPECT_EQ(sync_wait(collect(count_to(3))), (std::vector{1, 2, 3}));
  EXPECT_TRUE(sync_wait(collect(count_to(0))).empty());
}

TEST(B18_async_generator, has_ended_for_good_after_its_last_element) {
  auto numbers = count_to(1);
  EXPECT_EQ(*sync_wait(numbers.next()), 1);
  EXPECT_EQ(sync_wait(numbers.next()), nullptr);
  EXPECT_EQ(sync_wait(numbers.next()), nullptr);
  const auto moved_to = std::move(numbers);
  EXPECT_EQ(sync_wait(numbers.next()), nullptr);  // NOLINT(bugprone-use-after-move): what is left is what is tested
}

TEST(B18_async_generator, waits_between_elements) {
  manual_clock time;
  run_loop loop(time);
  const auto ticks = [](run_loop& on) -> async_generator<std::chrono::seconds> {
    const auto start = on.now();
    for (int i = 0; i < 3; ++i) {
      co_await on.schedule_after(60s);
      co_yield std::chrono::duration_cast<std::chrono::seconds>(on.now() - start);
    }
  };
  const auto seen = loop.run_until_complete(
      [](async_generator<std::chrono::seconds> from) -> task<std::vector<std::chrono::seconds>> {
        std::vector<std::chrono::seconds> all;
        while (const auto each = co_await from.next()) {
          all.push_back(*each);
        }
        co_return all;
      }(ticks(loop)));
  EXPECT_EQ(seen, (std::vector<std::chrono::seconds>{60s, 120s, 180s}));
}

TEST(B18_async_generator, yields_what_can_only_be_moved_and_references) {
  const auto boxes = []() -> async_generator<std::unique_ptr<int>> {
    co_yield std::make_unique<int>(1);
    co_yield std::make_unique<int>(2);
  };
  auto from = boxes();
  const auto first = std::move(*sync_wait(from.next()));
  const auto second = std::move(*sync_wait(from.next()));
  EXPECT_EQ(*first + *second, 3);

  int target = 1;
  auto references = [](int& to) -> async_generator<int&> { co_yield to; }(target);
  *sync_wait(references.next()) = 5;
  EXPECT_EQ(target, 5);
}

TEST(B18_async_generator, copies_an_lvalue_that_the_consumer_may_move_from) {
  auto twice = []() -> async_generator<std::string> {
    std::string kept = "a long enough string to be on the heap";
    co_yield kept;
    co_yield kept;
  }();
  const auto first = std::move(*sync_wait(twice.next()));
  EXPECT_EQ(*sync_wait(twice.next()), first);
}

TEST(B18_async_generator, may_be_produced_on_other_threads_than_it_is_consumed) {
  thread_pool pool(2);
  const auto hopping = [](thread_pool& where, int last) -> async_generator<int> {
    for (int i = 1; i <= last; ++i) {
      co_await where.schedule();
      co_yield i;
    }
  };
  constexpr int last = 1'000;
  const auto all = sync_wait(collect(hopping(pool, last)));
  ASSERT_EQ(all.size(), static_cast<std::size_t>(last));
  EXPECT_EQ(std::accumulate(all.begin(), all.end(), 0), last * (last + 1) / 2);
}

struct counted {
  explicit counted(int& count) : living(&count) { ++*living; }
  counted(const counted& other) : living(other.living) { ++*living; }
  counted& operator=(const counted&) = delete;
  ~counted() { --*living; }
  int* living;
};

async_generator<int> descend(int depth, int& living) {
  const counted guard(living);
  co_yield depth;
  if (depth > 0) {
    co_yield elements_of(descend(depth - 1, living));
  }
  co_yield -depth;
}

TEST(B18_async_generator, recurses_through_elements_of) {
  int living = 0;
  EXPECT_EQ(sync_wait(collect(descend(2, living))), (std::vector{2, 1, 0, 0, -1, -2}));
  EXPECT_EQ(living, 0);
}

TEST(B18_async_generator, takes_the_elements_of_any_range) {
  const auto mixed = []() -> async_generator<int> {
    const std::vector numbers{1, 2};
    co_yield elements_of(numbers);
    co_yield elements_of(std::views::iota(3, 5));
  };
  EXPECT_EQ(sync_wait(collect(mixed())), (std::vector{1, 2, 3, 4}));
}

TEST(B18_async_generator, refuses_to_nest_a_generator_that_was_begun) {
  const auto outer = []() -> async_generator<int> {
    auto begun = count_to(3);
    static_cast<void>(co_await begun.next());
    co_yield elements_of(std::move(begun));
  };
  EXPECT_THROW(sync_wait(collect(outer())), already_begun);
}

TEST(B18_async_generator, destroys_its_frames_when_left_early) {
  int living = 0;
  const auto first_below = [](async_generator<int> from, int limit) -> task<int> {
    while (const auto each = co_await from.next()) {
      if (*each < limit) {
        co_return *each;
      }
    }
    co_return limit;
  };
  EXPECT_EQ(sync_wait(first_below(descend(10, living), 5)), 4);
  EXPECT_EQ(living, 0);
}

TEST(B18_async_generator, is_destroyed_with_the_consumer_while_it_waits) {
  int living = 0;
  {
    run_loop loop;
    const auto never = [](run_loop& on, counted) -> async_generator<int> {
      co_await on.schedule_at(run_loop::time_point::max());
      co_yield 1;
    };
    loop.post([&] { loop.stop(); });
    EXPECT_THROW(loop.run_until_complete(collect(never(loop, counted(living)))), patterns::async::loop_stopped);
  }
  EXPECT_EQ(living, 0);
}

async_generator<int> failing_at(int depth, int& living) {
  const counted guard(living);
  co_yield depth;
  if (depth == 0) {
    throw std::runtime_error("bottom");
  }
  co_yield elements_of(failing_at(depth - 1, living));
}

TEST(B18_async_generator, delivers_an_exception_through_every_level_and_then_ends) {
  int living = 0;
  auto failing = failing_at(2, living);
  EXPECT_EQ(*sync_wait(failing.next()), 2);
  EXPECT_EQ(*sync_wait(failing.next()), 1);
  EXPECT_EQ(*sync_wait(failing.next()), 0);
  EXPECT_THROW(static_cast<void>(sync_wait(failing.next())), std::runtime_error);
  EXPECT_EQ(sync_wait(failing.next()), nullptr);
  EXPECT_EQ(living, 0);
}

TEST(B18_async_generator, takes_a_million_elements_that_are_ready_at_once_on_a_small_stack) {
  on_small_stack([] {
    const auto sum = sync_wait([]() -> task<std::int64_t> {
      auto numbers = count_to(1'000'000);
      std::int64_t total = 0;
      while (const auto each = co_await numbers.next()) {
        total += *each;
      }
      co_return total;
    }());
    EXPECT_EQ(sum, 500'000'500'000);
  });
}

TEST(B18_async_generator, recurses_and_is_left_a_hundred_thousand_deep_on_a_small_stack) {
  constexpr int deep = 100'000;
  on_small_stack([] {
    int living = 0;
    EXPECT_EQ(sync_wait(collect(descend(deep, living))).size(), 2U * (deep + 1));
    EXPECT_EQ(living, 0);
    {
      auto left = descend(deep, living);
      for (int i = 0; i <= deep; ++i) {
        static_cast<void>(sync_wait(left.next()));
      }
      EXPECT_EQ(living, deep + 1);
    }
    EXPECT_EQ(living, 0);
  });
}

}  // namespace
