#include "googletest.hpp"

#include <range/v3/algorithm/equal.hpp>
#include <range/v3/range/concepts.hpp>

import googletest;
import std;
import patterns.typing;

namespace {

using patterns::typing::dynamic_element;
using patterns::typing::dynamic_list;
using patterns::typing::element_type;
using patterns::typing::list_element;
using patterns::typing::list_index_error;
using patterns::typing::type_mismatch;
using patterns::typing::typed_list;

struct price {
  int cents = 0;
  bool operator==(const price&) const = default;
};
struct discounted : price {
  int rate = 0;
};
struct from_int {
  from_int(int) {}
};

static_assert(list_element<std::unique_ptr<int>> && !dynamic_element<std::unique_ptr<int>>);
static_assert(!list_element<const int> && !list_element<int&> && !list_element<int[3]> && !list_element<void>);
static_assert(std::ranges::contiguous_range<typed_list<int>> && std::ranges::sized_range<const typed_list<int>>);
static_assert(std::ranges::random_access_range<typed_list<bool>>);
static_assert(ranges::random_access_range<typed_list<int>>);
static_assert(std::same_as<std::ranges::range_reference_t<typed_list<bool>>, bool&>, "an element, no proxy");

template <class List, class Value>
concept can_push = requires(List& list, Value&& value) { list.push_back(std::forward<Value>(value)); };

static_assert(can_push<typed_list<int>, int> && can_push<typed_list<int>, const int&>);
static_assert(!can_push<typed_list<int>, long> && !can_push<typed_list<int>, bool> &&
              !can_push<typed_list<int>, double>);
static_assert(!can_push<typed_list<price>, discounted>, "would be sliced");
static_assert(!can_push<typed_list<std::string>, const char*> && !can_push<typed_list<from_int>, int>);

template <class Range, class List>
concept can_extend = requires(List& list, Range&& range) { list.extend(range); };
static_assert(can_extend<std::list<int>&, typed_list<int>> && !can_extend<std::list<long>&, typed_list<int>>);

template <class T>
void expect_mismatch(T&& operation, std::string_view expected, std::string_view actual) {
  try {
    operation();
    FAIL() << "no exception";
  } catch (const type_mismatch& error) {
    EXPECT_EQ(error.what(), std::format("list of {}: {} is another type", expected, actual));
    EXPECT_EQ(error.expected(), expected);
    EXPECT_EQ(error.actual(), actual);
  }
}

TEST(B15_typed_list, keeps_what_was_pushed_in_order) {
  typed_list<int> numbers{1, 2};
  numbers.push_back(3);
  EXPECT_EQ(numbers, (typed_list<int>{1, 2, 3}));
  EXPECT_TRUE(ranges::equal(numbers, std::array{1, 2, 3}));
  EXPECT_EQ(numbers[1], 2);
  EXPECT_EQ(numbers.data()[2], 3);
}

TEST(B15_typed_list, names_the_index_and_the_size_when_out_of_range) {
  const typed_list<int> numbers{7};
  try {
    (void)numbers.at(1);
    FAIL() << "no exception";
  } catch (const list_index_error& error) {
    EXPECT_STREQ(error.what(), "list: index 1 with 1 values");
  }
}

TEST(B15_typed_list, extends_by_a_range_and_by_itself) {
  typed_list<std::string> words{"a"};
  words.extend(std::list<std::string>{"b"});
  words.extend(words);
  EXPECT_EQ(words, (typed_list<std::string>{"a", "b", "a", "b"}));
}

TEST(B15_typed_list, appends_nothing_of_a_range_that_fails_halfway) {
  typed_list<int> numbers{1};
  const auto failing = std::views::iota(0, 5) |
                       std::views::transform([](int i) { return i < 3 ? i : throw std::runtime_error("halfway"); });
  EXPECT_THROW(numbers.extend(failing), std::runtime_error);
  EXPECT_EQ(numbers, (typed_list<int>{1}));
}

TEST(B15_typed_list, holds_what_can_only_be_moved) {
  typed_list<std::unique_ptr<int>> owners;
  owners.push_back(std::make_unique<int>(1));
  owners.emplace_back(new int(2));
  EXPECT_EQ(*owners.at(1), 2);
}

TEST(B15_dynamic_list, takes_values_of_the_type_chosen_at_run_time) {
  for (const auto type : {element_type::of<int>(), element_type::of<double>()}) {
    dynamic_list values(type);
    if (values.holds<int>()) {
      values.push_back(1);
    } else {
      values.push_back(1.5);
    }
    EXPECT_EQ(values.size(), 1U);
    EXPECT_EQ(values.type(), type);
  }
}

TEST(B15_dynamic_list, names_both_types_and_appends_nothing_when_they_differ) {
  dynamic_list numbers(element_type::of<int>());
  numbers.push_back(1);
  expect_mismatch([&] { numbers.push_back(2.5); }, "int", "double");
  expect_mismatch([&] { numbers.push_back(true); }, "int", "bool");
  expect_mismatch([&] { numbers.push_back('c'); }, "int", "char");
  EXPECT_THROW(numbers.push_back(2L), type_mismatch) << "a conversion is no match";
  EXPECT_THROW(numbers.push_back("two"), type_mismatch);
  EXPECT_EQ(numbers.as<int>(), typed_list<int>{1});
}

TEST(B15_dynamic_list, a_derived_class_is_another_type) {
  dynamic_list prices(element_type::of<price>());
  EXPECT_THROW(prices.push_back(discounted()), type_mismatch);
  prices.push_back(price{5});
  EXPECT_EQ(prices.at<price>(0).cents, 5);
  EXPECT_THROW((void)prices.at<price>(1), list_index_error);
}

TEST(B15_dynamic_list, gives_a_typed_view_or_an_error) {
  dynamic_list numbers(typed_list<int>{3, 1, 2});
  std::ranges::sort(numbers.as<int>());
  EXPECT_EQ(numbers.as<int>(), (typed_list<int>{1, 2, 3}));
  expect_mismatch([&] { (void)numbers.as<double>(); }, "int", "double");
  const typed_list<int> taken = std::move(numbers).as<int>();
  EXPECT_EQ(taken.size(), 3U);
}

TEST(B15_dynamic_list, extends_by_a_list_of_the_same_type_only) {
  dynamic_list numbers(typed_list<int>{1});
  numbers.extend(dynamic_list(typed_list<int>{2}));
  numbers.extend(numbers);
  EXPECT_EQ(numbers.as<int>(), (typed_list<int>{1, 2, 1, 2}));
  expect_mismatch([&] { numbers.extend(dynamic_list(element_type::of<double>())); }, "int", "double");
  EXPECT_EQ(numbers.size(), 4U);
}

TEST(B15_dynamic_list, copies_are_apart_and_a_list_moved_from_is_empty) {
  dynamic_list first(typed_list<int>{1});
  dynamic_list second = first;
  second.push_back(2);
  EXPECT_EQ(first.size(), 1U);
  dynamic_list third = std::move(second);
  EXPECT_EQ(third.size(), 2U);
  EXPECT_TRUE(second.empty());
  second.push_back(5);
  EXPECT_EQ(second.at<int>(0), 5);
  first = dynamic_list(typed_list<std::string>{"text"});
  EXPECT_EQ(first.at<std::string>(0), "text");
}

TEST(B15_dynamic_list, holds_bools_as_bools) {
  dynamic_list answers(element_type::of<bool>());
  answers.push_back(true);
  answers.as<bool>()[0] = false;
  EXPECT_FALSE(answers.at<bool>(0));
  answers.clear();
  EXPECT_TRUE(answers.empty());
}

}  // namespace
