#include "googletest.hpp"
#include <range/v3/range/conversion.hpp>
#include <range/v3/view/transform.hpp>

import googletest;
import std;
import patterns.design;

namespace {

using patterns::design::adder;
using patterns::design::callable_as;
using patterns::design::chained;
using patterns::design::compose;
using patterns::design::partial;

struct product {
  std::string name;
  int price;
};

struct counting {
  int calls = 0;
  int operator()(int step) { return calls += step; }
};

struct quiet {
  constexpr int operator()(int value) const noexcept { return value; }
};

constexpr int twice(int value) {
  return 2 * value;
}

constexpr int power(int base, int exponent) {
  return exponent == 0 ? 1 : base * power(base, exponent - 1);
}

// A function, a pointer to one, to a member, and objects.
static_assert(callable_as<decltype(twice), int(int)> && callable_as<decltype(&twice), int(int)>);
static_assert(callable_as<decltype(&product::price), int(const product&)>);
static_assert(callable_as<decltype(&std::string::size), std::size_t(const std::string&)>);
static_assert(callable_as<quiet, int(int)> && callable_as<quiet&, long(short)> && callable_as<quiet, void(int)>);
static_assert(!callable_as<quiet, int(std::string)> && !callable_as<quiet, std::string(int)>);
static_assert(!callable_as<quiet, int()> && !callable_as<int, int(int)> && !callable_as<quiet, int>);
static_assert(callable_as<counting, int(int)> && !callable_as<counting, int(int) const>);
static_assert(!callable_as<const counting, int(int)>);
static_assert(callable_as<quiet, int(int) const noexcept> && callable_as<quiet, int(int) noexcept>);
static_assert(!callable_as<decltype(twice), int(int) noexcept>);
static_assert(!callable_as<decltype(twice), const long&(int)>, "the reference would be to a temporary");
static_assert(callable_as<decltype(&product::name), const std::string&(const product&)>);

static_assert(adder(5)(10) == 15);
static_assert(adder(0.5)(1) == 1.5 && adder(std::chrono::minutes(1))(std::chrono::seconds(2)).count() == 62);
static_assert(adder(5) == adder(5) && adder(5) != adder(6) && adder(5).amount() == 5);
static_assert(sizeof(adder<int>) == sizeof(int) && std::is_trivially_copyable_v<adder<int>>);
static_assert(callable_as<adder<int>, int(int) const noexcept> && !callable_as<adder<int>, int(std::string)>);

static_assert(compose(adder(1), twice)(10) == 21 && compose(twice, adder(1))(10) == 22);
static_assert(compose(twice)(4) == 8 && compose(adder(1), twice, power)(2, 3) == 17);
static_assert(std::is_empty_v<decltype(compose(quiet(), std::plus<>()))>);
static_assert(std::is_nothrow_invocable_v<decltype(compose(quiet(), quiet())), int>);
static_assert(!std::is_nothrow_invocable_v<decltype(compose(quiet(), twice)), int>);
static_assert(chained<adder<int>, quiet, int> && !chained<adder<int>, decltype(&product::name), product>);
static_assert(!std::invocable<decltype(compose(adder(1), &product::name)), product>);

static_assert(partial(power, 2)(10) == 1024 && partial(power, 2, 3)() == 8 && partial(twice)(4) == 8);
static_assert(std::is_nothrow_invocable_v<decltype(partial(quiet(), 1))>);
static_assert(!std::is_nothrow_invocable_v<decltype(partial(twice, 1))>);
static_assert(!std::invocable<decltype(partial(power, 2)), std::string>);
static_assert(sizeof(partial(quiet(), 1)) == sizeof(int));

static_assert(!callable_as<void, int()> && !callable_as<int() const, int()>, "no answer is an error");

TEST(A26_callable, adds_its_amount_to_texts_as_well) {
  EXPECT_EQ(adder(std::string("!"))("Hello"), "Hello!");
  const adder<std::string> comma(", ");
  EXPECT_EQ(comma(std::string("a")), "a, ");
}

TEST(A26_callable, works_with_invoke_and_the_algorithms_of_std) {
  EXPECT_EQ(std::invoke(adder(5), 10), 15);
  std::vector<int> prices{1, 2, 3};
  std::ranges::transform(prices, prices.begin(), adder(10));
  EXPECT_EQ(prices, (std::vector{11, 12, 13}));
  EXPECT_EQ(std::ranges::max(prices, {}, partial(std::minus<>(), 0)), 11);
}

TEST(A26_callable, works_with_views_of_std_and_of_range_v3) {
  const std::vector<product> cart{{"lamp", 20}, {"bulb", 5}};
  const auto shown =
      compose(adder(std::string(" EUR")), [](int price) { return std::to_string(price); }, adder(3), &product::price);
  std::vector<std::string> texts;
  for (const std::string& text : std::views::transform(cart, shown)) {
    texts.push_back(text);
  }
  EXPECT_EQ(texts, (std::vector<std::string>{"23 EUR", "8 EUR"}));
  EXPECT_EQ(ranges::to<std::vector>(ranges::views::transform(cart, shown)), texts);
  const std::vector exponents{1, 2};
  EXPECT_EQ(ranges::to<std::vector>(ranges::views::transform(exponents, partial(power, 3))), (std::vector{3, 9}));
}

TEST(A26_callable, calls_a_function_with_state_where_the_composition_may_change) {
  auto count_twice = compose(twice, counting());
  EXPECT_EQ(count_twice(1), 2);
  EXPECT_EQ(count_twice(1), 4);
  static_assert(!std::invocable<const decltype(count_twice)&, int>);
}

TEST(A26_callable, refers_to_what_is_given_by_reference) {
  counting count;
  auto count_twice = compose(twice, std::ref(count));
  count_twice(3);
  EXPECT_EQ(count.calls, 3);
  auto count_two = partial(std::ref(count), 2);
  count_two();
  EXPECT_EQ(count.calls, 5);
}

TEST(A26_callable, returns_references_through_but_the_member_of_a_temporary_by_value) {
  product lamp{"lamp", 20};
  const auto same = [](product& each) -> product& { return each; };
  EXPECT_EQ(&compose(&product::price, same)(lamp), &lamp.price);
  const auto name_of_new =
      compose(&product::name, [](int price) { return product{"a name too long to be inside", price}; });
  static_assert(std::same_as<decltype(name_of_new(1)), std::string>);
  EXPECT_EQ(name_of_new(1), "a name too long to be inside");
}

TEST(A26_callable, takes_functions_and_arguments_that_can_only_be_moved) {
  auto add_seven = compose([seven = std::make_unique<int>(7)](int value) { return value + *seven; }, twice);
  EXPECT_EQ(add_seven(2), 11);
  const auto moved = std::move(add_seven);
  EXPECT_EQ(moved(3), 13);

  auto give = partial([](std::unique_ptr<int> value) { return *value; }, std::make_unique<int>(9));
  static_assert(!std::invocable<decltype(give)&>, "it could be called once only");
  EXPECT_EQ(std::move(give)(), 9);
}

TEST(A26_callable, gives_bound_references_to_templates_as_references) {
  int total = 0;
  const auto add_to = partial([](auto& sum, int value) { sum += value; }, std::ref(total));
  add_to(2);
  add_to(3);
  EXPECT_EQ(total, 5);
}

TEST(A26_callable, keeps_its_own_copy_of_an_argument_given_by_value) {
  std::string greeting = "Hello, ";
  const auto greet = partial(std::plus<std::string>(), greeting);
  greeting.clear();
  EXPECT_EQ(greet("Ana"), "Hello, Ana");
  EXPECT_EQ(greet("Ben"), "Hello, Ben");
}

TEST(A26_callable, calls_members_of_an_object_that_is_bound) {
  const std::string text = "patterns";
  EXPECT_EQ(partial(&std::string::size, std::ref(text))(), 8U);
  EXPECT_EQ(partial(&std::string::size, &text)(), 8U);
}

TEST(A26_callable, lets_an_exception_through) {
  const auto fails = compose(twice, [](int) -> int { throw std::domain_error("no result"); });
  EXPECT_THROW(fails(1), std::domain_error);
}

}  // namespace
