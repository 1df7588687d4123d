#include "googletest.hpp"

import googletest;
import std;
import patterns.meta;

namespace {

using patterns::meta::class_property;
using patterns::meta::property_getter;

struct config {
  static inline int base = 10;
  static inline int reads = 0;
  static inline std::vector<std::string> hosts{"alpha", "beta"};

  static constexpr class_property doubled{[] { return base * 2; }};
  static constexpr class_property counted{[] { return ++reads; }};
  static constexpr class_property label{[] { return std::format("base {}", base); }};
  static constexpr class_property first{[]() -> const std::string& { return hosts.front(); }};
  static constexpr class_property failing{[]() -> int { throw std::domain_error("no base"); }};

  int own = 1;
};

struct bare {
  int own = 1;
};

template <class Derived>
struct scaled {
  static constexpr class_property tripled{[]<class D = Derived>() -> int { return D::base * 3; }};
};
struct small : scaled<small> {
  static inline int base = 1;
};
struct large : scaled<large> {
  static inline int base = 100;
};

struct constants {
  static constexpr int side = 4;
  static constexpr class_property area{[] { return side * side; }};
};

static_assert(sizeof(config) == sizeof(bare));
static_assert(std::is_empty_v<decltype(config::doubled)>);
static_assert(constants::area == 16);
static_assert(constants::area < 17);
static_assert(constants::area + 1 == 17);

constexpr auto nothing = [] {};
constexpr auto needs_one = [](int value) { return value; };
static_assert(property_getter<decltype([] { return 1; })>);
static_assert(!property_getter<decltype(nothing)>);
static_assert(!property_getter<decltype(needs_one)>);
static_assert(!property_getter<int>);

template <class T, class U>
concept comparable = requires(const T& left, const U& right) { left == right; };
static_assert(comparable<decltype(config::doubled), int>);
static_assert(!comparable<decltype(config::doubled), std::string>);

TEST(D5_class_property, is_computed_from_the_class_and_read_like_a_member) {
  config::base = 10;
  const int twenty = config::doubled;
  EXPECT_EQ(twenty, 20);
  EXPECT_EQ(config::doubled + 1, 21);
  EXPECT_EQ(config().doubled, 20);
}

TEST(D5_class_property, follows_later_changes) {
  config::base = 21;
  EXPECT_EQ(config::doubled, 42);
  config::base = -1;
  EXPECT_EQ(config::doubled, -2);
}

TEST(D5_class_property, calls_the_getter_once_for_each_use) {
  config::reads = 0;
  EXPECT_EQ(config::counted(), 1);
  EXPECT_EQ(*config::counted, 2);
  EXPECT_TRUE(config::counted == 3);
}

TEST(D5_class_property, compares_as_its_result) {
  config::base = 5;
  EXPECT_TRUE(config::doubled == 10L);
  EXPECT_TRUE(10 == config::doubled);
  EXPECT_TRUE(config::doubled > 9.5);
  EXPECT_TRUE(config::label == "base 5");
  EXPECT_TRUE(config::label < std::string("base 6"));
}

TEST(D5_class_property, reaches_the_members_of_its_result) {
  config::base = 5;
  EXPECT_EQ(config::label->size(), 6U);
  EXPECT_EQ(config::first->front(), 'a');
}

TEST(D5_class_property, gives_a_reference_if_the_getter_does) {
  EXPECT_EQ(&*config::first, &config::hosts.front());
  const std::string& direct = config::first;
  EXPECT_EQ(&direct, &config::hosts.front());
}

TEST(D5_class_property, formats_as_its_result) {
  config::base = 5;
  EXPECT_EQ(std::format("{:04}|{:>8}", config::doubled, config::label), "0010|  base 5");
}

TEST(D5_class_property, is_computed_for_each_derived_class) {
  EXPECT_EQ(small::tripled, 3);
  EXPECT_EQ(large::tripled, 300);
}

TEST(D5_class_property, lets_the_exception_of_the_getter_pass) {
  EXPECT_THROW((void)config::failing(), std::domain_error);
  EXPECT_THROW(static_cast<void>(static_cast<int>(config::failing)), std::domain_error);
}

}  // namespace
