#include "googletest.hpp"

import googletest;
import std;
import patterns.meta;

namespace {

using patterns::meta::attribute_error;
using patterns::meta::attribute_lookup;
using patterns::meta::attribute_source;
using patterns::meta::data_descriptor;
using patterns::meta::instance_attributes;
using patterns::meta::missing_attribute;
using patterns::meta::non_data_descriptor;
using patterns::meta::read_only_attribute;

struct account : instance_attributes<int> {
  int balance = 0;
};

using lookup = attribute_lookup<int, account>;

struct balance {
  int get(const account& owner) const { return owner.balance; }
  void set(account& owner, int value) const {
    if (value < 0) {
      throw std::invalid_argument("balance");
    }
    owner.balance = value;
  }
};

struct read_only {
  int value = 7;
  int get(const account&) const { return value; }
  void set(account&, int) const = delete;
};

struct constant {
  int value = 5;
  int get(const account&) const { return value; }
};

struct raising {
  int get(const account&) const { throw missing_attribute("account", "inner"); }
};

struct unreadable {
  void set(account&, int) const {}
};

static_assert(data_descriptor<balance, account, int> && !non_data_descriptor<balance, account, int>);
static_assert(data_descriptor<read_only, account, int> && !non_data_descriptor<read_only, account, int>);
static_assert(non_data_descriptor<constant, account, int> && !data_descriptor<constant, account, int>);
static_assert(!data_descriptor<unreadable, account, int> && !non_data_descriptor<unreadable, account, int>);
static_assert(!non_data_descriptor<constant, account, std::string>);

template <class Call>
void expect_error(Call&& call, const std::string& message) {
  try {
    call();
    FAIL() << "no exception";
  } catch (const attribute_error& error) {
    EXPECT_EQ(error.what(), message);
  }
}

TEST(B24_attribute_lookup, a_data_descriptor_wins_over_the_object) {
  const lookup names = lookup().define("x", read_only{});
  account ada;
  ada.attributes["x"] = 1;
  EXPECT_EQ(names.get(ada, "x"), 7);
  EXPECT_EQ(names.source(ada, "x"), attribute_source::data_descriptor);
}

TEST(B24_attribute_lookup, the_object_wins_over_a_non_data_descriptor) {
  const lookup names = lookup().define("x", constant{});
  account ada;
  EXPECT_EQ(names.get(ada, "x"), 5);
  EXPECT_EQ(names.source(ada, "x"), attribute_source::non_data_descriptor);
  names.set(ada, "x", 1);
  EXPECT_EQ(names.get(ada, "x"), 1);
  EXPECT_EQ(names.source(ada, "x"), attribute_source::instance);
  names.erase(ada, "x");
  EXPECT_EQ(names.get(ada, "x"), 5);
}

TEST(B24_attribute_lookup, the_object_wins_over_a_value_of_the_class) {
  const lookup names = lookup().define_value("x", 3);
  account ada;
  EXPECT_EQ(names.source(ada, "x"), attribute_source::class_value);
  EXPECT_EQ(names.get(ada, "x"), 3);
  names.set(ada, "x", 1);
  EXPECT_EQ(names.get(ada, "x"), 1);
  EXPECT_EQ(names.get(account(), "x"), 3) << "the class stays as it was";
}

TEST(B24_attribute_lookup, the_fallback_is_asked_last) {
  int asked = 0;
  const lookup names = lookup().define_value("x", 3).define_fallback(
      [&asked](const account&, std::string_view name) -> std::optional<int> {
        ++asked;
        return name == "known" ? std::optional(9) : std::nullopt;
      });
  const account ada;
  EXPECT_EQ(names.get(ada, "x"), 3);
  EXPECT_EQ(asked, 0);
  EXPECT_EQ(names.get(ada, "known"), 9);
  EXPECT_EQ(names.source(ada, "known"), std::nullopt);
  EXPECT_THROW((void)names.get(ada, "unknown"), missing_attribute);
}

TEST(B24_attribute_lookup, the_fallback_is_asked_when_a_descriptor_has_nothing) {
  lookup names;
  names.define("x", raising{});
  EXPECT_THROW((void)names.get(account(), "x"), missing_attribute);
  names.define_fallback([](const account&, std::string_view) { return std::optional(9); });
  EXPECT_EQ(names.get(account(), "x"), 9);
}

TEST(B24_attribute_lookup, writes_go_through_a_data_descriptor) {
  const lookup names = lookup().define("balance", balance{});
  account ada;
  names.set(ada, "balance", 40);
  EXPECT_EQ(ada.balance, 40);
  EXPECT_TRUE(ada.attributes.empty());
  EXPECT_THROW(names.set(ada, "balance", -1), std::invalid_argument);
  EXPECT_EQ(names.get(ada, "balance"), 40);
}

TEST(B24_attribute_lookup, names_class_and_attribute_when_something_is_refused) {
  const lookup names = lookup().define("id", read_only{});
  account ada;
  expect_error([&] { names.set(ada, "id", 1); }, "account.id is read-only");
  expect_error([&] { names.erase(ada, "id"); }, "account.id is read-only");
  expect_error([&] { (void)names.get(ada, "limit"); }, "account.limit does not exist");
  expect_error([&] { names.erase(ada, "limit"); }, "account.limit does not exist");
  EXPECT_TRUE(ada.attributes.empty());
}

TEST(B24_attribute_lookup, a_derived_class_may_define_a_name_anew) {
  const lookup base = lookup().define("x", constant{}).define_value("y", 1);
  lookup derived = base.derive("savings");
  derived.define("x", read_only{});
  EXPECT_EQ(derived.get(account(), "x"), 7);
  EXPECT_EQ(derived.get(account(), "y"), 1);
  EXPECT_EQ(base.get(account(), "x"), 5);
  expect_error([&] { (void)derived.get(account(), "z"); }, "savings.z does not exist");
}

}  // namespace
