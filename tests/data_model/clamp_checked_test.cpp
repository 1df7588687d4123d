#include "googletest.hpp"

import googletest;
import std;
import patterns.data_model;

namespace {

using patterns::data_model::clamp_checked;
using patterns::data_model::clamp_error;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

static_assert(clamp_checked(5, 0, 3) == 3);
static_assert(std::same_as<decltype(clamp_checked(0.5, 0, 1)), double>);

// A bound that would lose its fraction is not a bound.
template <class T, class Bound>
concept clamps = requires(T value, Bound bound) { clamp_checked(value, bound, bound); };
static_assert(clamps<double, int> && !clamps<int, double> && !clamps<int, std::string>);

TEST(A12_clamp_checked, holds_a_value_between_its_bounds) {
  EXPECT_EQ(clamp_checked(-1, 0, 10), 0);
  EXPECT_EQ(clamp_checked(0, 0, 10), 0);
  EXPECT_EQ(clamp_checked(7, 0, 10), 7);
  EXPECT_EQ(clamp_checked(11, 0, 10), 10);
  EXPECT_EQ(clamp_checked(4, 3, 3), 3);
  EXPECT_EQ(clamp_checked(1e300, -infinity, infinity), 1e300);
  EXPECT_EQ(clamp_checked(std::string("pear"), "apple", "orange"), "orange");
}

TEST(A12_clamp_checked, refuses_bounds_the_wrong_way_round_and_names_them) {
  try {
    (void)clamp_checked(5, 10, 0);
    FAIL() << "no exception";
  } catch (const clamp_error& error) {
    EXPECT_STREQ(error.what(), "clamp_checked: no value lies from 10 to 0");
  }
}

TEST(A12_clamp_checked, refuses_a_bound_that_is_not_a_number) {
  EXPECT_THROW((void)clamp_checked(5.0, nan, 10.0), clamp_error);
  EXPECT_THROW((void)clamp_checked(5.0, 0.0, nan), clamp_error);
}

TEST(A12_clamp_checked, gives_back_a_nan_as_it_is) {
  EXPECT_TRUE(std::isnan(clamp_checked(nan, 0.0, 1.0)));
}

TEST(A12_clamp_checked, refuses_a_bound_that_the_type_cannot_hold) {
  // 300 is 44 in eight bits.
  EXPECT_THROW((void)clamp_checked(std::uint8_t{50}, 0, 300), clamp_error);
  EXPECT_THROW((void)clamp_checked(5U, -1, 3), clamp_error);
}

TEST(A12_clamp_checked, returns_a_value_that_outlives_its_arguments) {
  const auto& held = clamp_checked(std::string(40, 'a'), std::string(40, 'b'), std::string(40, 'c'));
  EXPECT_EQ(held, std::string(40, 'b'));
}

}  // namespace
