#include "googletest.hpp"

#include <range/v3/range/concepts.hpp>
#include <range/v3/view/take.hpp>

#include "small_stack.hpp"

import googletest;
import std;
import patterns.async;

namespace {

using patterns::async::already_begun;
using patterns::async::elements_of;
using patterns::async::generator;

static_assert(std::ranges::input_range<generator<int>>);
static_assert(std::ranges::view<generator<int>>);
static_assert(!std::ranges::forward_range<generator<int>>);
static_assert(std::same_as<std::ranges::range_reference_t<generator<int>>, int&&>);
static_assert(std::same_as<std::ranges::range_reference_t<generator<const std::string&>>, const std::string&>);
static_assert(std::same_as<std::ranges::range_value_t<generator<const std::string&>>, std::string>);
static_assert(!std::is_copy_constructible_v<generator<int>>);
static_assert(ranges::input_range<generator<int>>);

generator<int> count_to(int last) {
  for (int i = 1; i <= last; ++i) {
    co_yield i;
  }
}

template <class Range>
auto collect(Range&& range) {
  std::vector<std::ranges::range_value_t<Range>> all;
  for (auto&& each : range) {
    all.push_back(std::forward<decltype(each)>(each));
  }
  return all;
}

TEST(B18_generator, yields_each_element_in_turn) {
  EXPECT_EQ(collect(count_to(3)), (std::vector{1, 2, 3}));
  EXPECT_TRUE(collect(count_to(0)).empty());
}

TEST(B18_generator, runs_nothing_before_it_is_asked) {
  bool ran = false;
  {
    const auto unused = [](bool& flag) -> generator<int> {
      flag = true;
      co_yield 1;
    }(ran);
  }
  EXPECT_FALSE(ran);
}

TEST(B18_generator, yields_references_to_the_objects_themselves) {
  std::vector<std::string> names{"a", "b"};
  const auto each = [](std::vector<std::string>& from) -> generator<std::string&> {
    for (auto& name : from) {
      co_yield name;
    }
  };
  for (auto& name : each(names)) {
    name += "!";
  }
  EXPECT_EQ(names, (std::vector<std::string>{"a!", "b!"}));
}

TEST(B18_generator, yields_what_can_only_be_moved) {
  const auto boxes = []() -> generator<std::unique_ptr<int>> {
    co_yield std::make_unique<int>(1);
    auto second = std::make_unique<int>(2);
    co_yield std::move(second);
  };
  int sum = 0;
  for (auto&& box : boxes()) {
    const auto taken = std::move(box);
    sum += *taken;
  }
  EXPECT_EQ(sum, 3);
}

TEST(B18_generator, copies_an_lvalue_that_the_consumer_may_move_from) {
  const auto twice = []() -> generator<std::string> {
    const std::string kept = "a long enough string to be on the heap";
    std::string changeable = kept;
    co_yield kept;
    co_yield changeable;
    EXPECT_EQ(changeable, kept);
  };
  EXPECT_EQ(collect(twice()).size(), 2U);
}

TEST(B18_generator, works_with_the_views_of_both_libraries) {
  EXPECT_EQ(collect(count_to(100) | std::views::transform([](int n) { return n * n; }) | std::views::take(3)),
            (std::vector{1, 4, 9}));
  int sum = 0;
  auto numbers = count_to(100);  // as an lvalue: the views of range-v3 have to be copyable
  for (const int n : ranges::views::take(numbers, 3)) {
    sum += n;
  }
  EXPECT_EQ(sum, 6);
}

struct tree {
  int value;
  std::vector<tree> children;

  generator<int> walk() const {
    co_yield value;
    for (const auto& child : children) {
      co_yield elements_of(child.walk());
    }
  }
};

TEST(B18_generator, recurses_through_elements_of) {
  const tree root{1, {{2, {{3, {}}, {4, {}}}}, {5, {}}}};
  EXPECT_EQ(collect(root.walk()), (std::vector{1, 2, 3, 4, 5}));
}

TEST(B18_generator, takes_the_elements_of_any_range) {
  const auto mixed = []() -> generator<int> {
    const std::vector numbers{1, 2};
    co_yield elements_of(numbers);
    co_yield elements_of(std::views::iota(3, 5));
    co_yield elements_of(std::vector<short>{5});
    auto lvalue = count_to(2);
    co_yield elements_of(lvalue);
  };
  EXPECT_EQ(collect(mixed()), (std::vector{1, 2, 3, 4, 5, 1, 2}));
}

TEST(B18_generator, refuses_to_nest_a_generator_that_was_begun) {
  const auto outer = []() -> generator<int> {
    auto begun = count_to(3);
    static_cast<void>(begun.begin());
    co_yield elements_of(std::move(begun));
  };
  try {
    collect(outer());
    FAIL() << "no exception";
  } catch (const already_begun& error) {
    EXPECT_STREQ(error.what(), "elements_of: the generator was begun before");
  }
}

struct counted {
  explicit counted(int& count) : living(&count) { ++*living; }
  counted(const counted& other) : living(other.living) { ++*living; }
  counted& operator=(const counted&) = delete;
  ~counted() { --*living; }
  int* living;
};

generator<int> descend(int depth, int& living) {
  const counted guard(living);
  co_yield depth;
  if (depth > 0) {
    co_yield elements_of(descend(depth - 1, living));
  }
  co_yield -depth;
}

TEST(B18_generator, destroys_its_frames_when_left_early) {
  int living = 0;
  for (const int depth : descend(10, living)) {
    if (depth == 5) {
      EXPECT_EQ(living, 6);
      break;
    }
  }
  EXPECT_EQ(living, 0);
}

generator<int> failing_at(int depth, int& living) {
  const counted guard(living);
  co_yield depth;
  if (depth == 0) {
    throw std::runtime_error("bottom");
  }
  co_yield elements_of(failing_at(depth - 1, living));
}

TEST(B18_generator, lets_an_exception_out_through_every_level) {
  int living = 0;
  std::vector<int> seen;
  try {
    for (const int depth : failing_at(3, living)) {
      seen.push_back(depth);
    }
    FAIL() << "no exception";
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "bottom");
  }
  EXPECT_EQ(seen, (std::vector{3, 2, 1, 0}));
  EXPECT_EQ(living, 0);
}

TEST(B18_generator, lets_the_outer_generator_catch_what_the_inner_throws) {
  const auto guarded = [](int& living) -> generator<int> {
    bool failed = false;
    try {
      co_yield elements_of(failing_at(1, living));
    } catch (const std::runtime_error&) {
      failed = true;
    }
    if (failed) {
      co_yield 42;
    }
  };
  int living = 0;
  EXPECT_EQ(collect(guarded(living)), (std::vector{1, 0, 42}));
  EXPECT_EQ(living, 0);
}

TEST(B18_generator, has_ended_after_it_threw) {
  int living = 0;
  auto failing = failing_at(0, living);
  auto at = failing.begin();
  EXPECT_THROW(++at, std::runtime_error);
  EXPECT_EQ(at, failing.end());
}

TEST(B18_generator, recurses_and_is_left_a_hundred_thousand_deep_on_a_small_stack) {
  constexpr int deep = 100'000;
  on_small_stack([] {
    int living = 0;
    int steps = 0;
    for (const int depth : descend(deep, living)) {
      static_cast<void>(depth);
      ++steps;
    }
    EXPECT_EQ(steps, 2 * (deep + 1));
    EXPECT_EQ(living, 0);
    for (const int depth : descend(deep, living)) {
      if (depth == 0) {
        EXPECT_EQ(living, deep + 1);
        break;
      }
    }
    EXPECT_EQ(living, 0);
  });
}

generator<int> with_resource(std::allocator_arg_t, std::pmr::polymorphic_allocator<>, int last) {
  for (int i = 0; i < last; ++i) {
    co_yield i;
  }
}

TEST(B18_generator, takes_its_frame_from_the_allocator_it_is_given) {
  std::array<std::byte, 1'024> buffer;
  std::pmr::monotonic_buffer_resource resource(buffer.data(), buffer.size(), std::pmr::null_memory_resource());
  std::vector<generator<int>> made;  // where they escape: an optimizer may do without the frame of one that does not
  made.push_back(with_resource(std::allocator_arg, &resource, 2));
  EXPECT_EQ(collect(std::move(made.front())), (std::vector{0, 1}));
  EXPECT_THROW(made.push_back(with_resource(std::allocator_arg, std::pmr::null_memory_resource(), 2)), std::bad_alloc);
}

}  // namespace
