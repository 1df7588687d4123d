#include "googletest.hpp"

import googletest;
import std;
import patterns.data_model;

namespace {

using patterns::data_model::truth;
using patterns::data_model::truthy;

struct always_true_although_empty {
  explicit operator bool() const { return true; }
  [[nodiscard]] bool empty() const { return true; }
  [[nodiscard]] int* begin() const { return nullptr; }
  [[nodiscard]] int* end() const { return nullptr; }
};

struct emptied {
  bool is_empty = true;
  [[nodiscard]] bool empty() const noexcept { return is_empty; }
};

struct neither {};

enum class scoped { nothing };

static_assert(truthy<bool> && truthy<int> && truthy<double> && truthy<int*> && truthy<std::nullptr_t>);
static_assert(truthy<std::string> && truthy<std::map<int, int>> && truthy<std::optional<int>> && truthy<emptied>);
static_assert(truthy<std::unique_ptr<int>> && truthy<std::function<void()>> && truthy<int[3]>);

static_assert(!truthy<neither>);
static_assert(!truthy<scoped>);
static_assert(!truthy<void>);
// A true pointer may lead to a false text.
static_assert(!truthy<const char*> && !truthy<char*> && !truthy<char[4]> && !truthy<const wchar_t*>);

static_assert(noexcept(truth(1)) && noexcept(truth(emptied{})));
static_assert(!noexcept(truth(always_true_although_empty{})));
static_assert(truth(3) && !truth(0) && truth(-1) && !truth(nullptr));

TEST(B4_truth, is_false_for_zero_null_and_what_is_empty) {
  EXPECT_FALSE(truth(false));
  EXPECT_FALSE(truth(0));
  EXPECT_FALSE(truth(0.0));
  EXPECT_FALSE(truth(-0.0));
  EXPECT_FALSE(truth(std::string()));
  EXPECT_FALSE(truth(std::string_view()));
  EXPECT_FALSE(truth(std::vector<int>()));
  EXPECT_FALSE(truth(std::set<int>()));
  EXPECT_FALSE(truth(std::optional<int>()));
  EXPECT_FALSE(truth(std::unique_ptr<int>()));
  EXPECT_FALSE(truth(std::function<void()>()));
  EXPECT_FALSE(truth(emptied{}));
}

TEST(B4_truth, is_true_for_everything_else) {
  EXPECT_TRUE(truth(-1));
  EXPECT_TRUE(truth(std::numeric_limits<double>::denorm_min()));
  EXPECT_TRUE(truth(std::numeric_limits<double>::quiet_NaN()));
  EXPECT_TRUE(truth(std::string("0")));
  EXPECT_TRUE(truth(std::string("\0", 1)));
  EXPECT_TRUE(truth(std::vector{0}));
  EXPECT_TRUE(truth(std::make_unique<int>(0)));
  EXPECT_TRUE(truth(emptied{false}));
  const std::array<int, 1> one{};
  EXPECT_TRUE(truth(one));
}

TEST(B4_truth, asks_a_type_itself_before_it_asks_whether_it_is_empty) {
  EXPECT_TRUE(truth(always_true_although_empty{}));
}

TEST(B4_truth, of_an_optional_is_whether_there_is_a_value) {
  EXPECT_TRUE(truth(std::optional(0)));
  EXPECT_TRUE(truth(std::optional(false)));
}

TEST(B4_truth, of_a_view_is_that_of_what_it_shows) {
  const std::vector numbers{1, 3, 5};
  EXPECT_FALSE(truth(std::views::take(numbers, 0)));
  EXPECT_TRUE(truth(std::views::take(numbers, 1)));
}

}  // namespace
