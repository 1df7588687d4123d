#include "googletest.hpp"

import googletest;
import std;
import patterns.typing;

namespace {

// Thousandths, as a reader's own number type.
struct fixed {
  long thousandths = 0;

  friend fixed operator+(fixed left, fixed right) { return {left.thousandths + right.thousandths}; }
  friend fixed operator-(fixed left, fixed right) { return {left.thousandths - right.thousandths}; }
  friend fixed operator*(fixed left, fixed right) { return {left.thousandths * right.thousandths / 1000}; }
  friend fixed operator/(fixed left, fixed right) { return {left.thousandths * 1000 / right.thousandths}; }
  friend auto operator<=>(const fixed&, const fixed&) = default;
};

struct not_opted_in : fixed {};

// Opted in, but without arithmetic.
struct label {};

}  // namespace

template <>
inline constexpr bool patterns::typing::enable_number<fixed> = true;

template <>
inline constexpr bool patterns::typing::enable_number<label> = true;

namespace {

using patterns::typing::box;
using patterns::typing::number;
using patterns::typing::number_error;

static_assert(number<int> && number<unsigned long long> && number<std::int8_t> && number<std::uint8_t>);
static_assert(number<float> && number<double> && number<long double>);
static_assert(!number<bool>);
static_assert(!number<char> && !number<wchar_t> && !number<char8_t> && !number<char16_t> && !number<char32_t>);
static_assert(!number<int*> && !number<std::string> && !number<void> && !number<std::byte>);
static_assert(!number<const int> && !number<int&>);
static_assert(number<fixed> && !number<not_opted_in> && !number<label>);

static_assert(std::same_as<decltype(box(2.5)), box<double>>);
static_assert(std::convertible_to<int, box<double>> && std::convertible_to<int, box<long>>);
static_assert(!std::constructible_from<box<int>, bool> && !std::constructible_from<box<int>, char>);
static_assert(!std::constructible_from<box<int>, double> && !std::constructible_from<box<int>, std::string>);
enum unscoped { first };
static_assert(!std::constructible_from<box<int>, unscoped> && !std::constructible_from<box<int>, std::true_type>);
static_assert(std::is_trivially_copyable_v<box<int>> && sizeof(box<double>) == sizeof(double));

template <class Box, class Function>
concept can_map = requires(const Box& number, Function function) { number.map(function); };

static_assert(can_map<box<int>, double (*)(int)>);
static_assert(!can_map<box<int>, bool (*)(int)> && !can_map<box<int>, std::string (*)(int)>);

static_assert(((box(2) + 3) * 4 - 6) / 7 == box(2), "usable in constant expressions");

template <class T>
void expect_number_error(T&& operation, const std::string& message) {
  try {
    operation();
    FAIL() << "no exception";
  } catch (const number_error& error) {
    EXPECT_EQ(error.what(), message);
  }
}

TEST(B11_box, holds_zero_until_told) {
  EXPECT_EQ(box<int>().get(), 0);
}

TEST(B11_box, holds_the_number_it_was_given) {
  EXPECT_EQ(box(7).get(), 7);
  EXPECT_EQ(box<double>(7).get(), 7.0);
}

TEST(B11_box, maps_to_a_box_of_the_result) {
  const auto half = box(7).map([](int value) { return value / 2.0; });
  static_assert(std::same_as<decltype(half), const box<double>>);
  EXPECT_EQ(half.get(), 3.5);
}

TEST(B11_box, computes_with_boxes_and_with_plain_numbers) {
  EXPECT_EQ(box(7) / 2, box(3));
  EXPECT_EQ(10 - box(7), box(3));
  box<double> total = 1;
  total += 0.5;
  total *= 3;
  EXPECT_EQ(total.get(), 4.5);
}

TEST(B11_box, names_both_operands_when_the_sum_is_too_large_and_stays_as_it_was) {
  box<std::int8_t> small = std::int8_t{100};
  expect_number_error([&] { small += std::int8_t{28}; }, "box: 100 + 28 is not in -128..127");
  EXPECT_EQ(small.get(), 100);
}

TEST(B11_box, refuses_to_wrap_an_unsigned_number_below_zero) {
  expect_number_error([] { (void)(box(1U) - 2U); }, "box: 1 - 2 is not in 0..4294967295");
}

TEST(B11_box, refuses_a_product_out_of_range) {
  expect_number_error([] { (void)(box(65'536) * 65'536); }, "box: 65536 * 65536 is not in -2147483648..2147483647");
}

TEST(B11_box, refuses_integer_division_by_zero_and_the_one_quotient_out_of_range) {
  expect_number_error([] { (void)(box(1) / 0); }, "box: 1 / 0 is not in -2147483648..2147483647");
  constexpr int lowest = std::numeric_limits<int>::min();
  expect_number_error([] { (void)(box(lowest) / -1); }, "box: -2147483648 / -1 is not in -2147483648..2147483647");
  EXPECT_EQ(box(lowest + 1) / -1, box(std::numeric_limits<int>::max()));
}

TEST(B11_box, divides_floating_point_by_zero_as_the_processor_does) {
  EXPECT_EQ((box(1.0) / 0.0).get(), std::numeric_limits<double>::infinity());
}

TEST(B11_box, orders_as_the_number_inside) {
  EXPECT_LT(box(1), box(2));
  EXPECT_GE(box(2), 2);
  const box nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_FALSE(nan == nan);
  EXPECT_EQ(nan <=> box(1.0), std::partial_ordering::unordered);
}

TEST(B11_box, hashes_and_formats_as_the_number_inside) {
  EXPECT_EQ((std::unordered_set<box<int>>{1, 2, 2}.size()), 2U);
  EXPECT_EQ(std::format("[{:>6.2f}] [{:#x}]", box(2.5), box(255)), "[  2.50] [0xff]");
}

TEST(B11_box, takes_a_number_type_that_opted_in) {
  const box<fixed> price = fixed{1500};
  EXPECT_EQ((price * fixed{2000} + fixed{1}).get().thousandths, 3001);
  EXPECT_EQ((price / fixed{500} - fixed{1}).get().thousandths, 2999);
  EXPECT_LT(price, fixed{1501});
}

}  // namespace
