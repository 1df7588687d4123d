#include "googletest.hpp"

import googletest;
import std;
import patterns.meta;
import patterns.data_model;

namespace {

using patterns::data_model::as_tuple;
using patterns::data_model::record_equal;
using patterns::data_model::record_hash;
using patterns::data_model::repr;
using patterns::data_model::required;

struct user {
  required<std::string> name;
  std::string role = "viewer";
  bool active = true;
};

struct parcel {
  required<std::unique_ptr<int>> content;
  required<double> weight;
};

// What must be given stands between fields that need not be.
struct account {
  int number = 1;
  required<std::string> owner;
  bool open = true;
};

template <class T>
concept made_without_name = requires { T{.role = "editor"}; };
template <class T>
concept made_with_name = requires { T{.name = "Ana"}; };
template <class T>
concept made_without_owner = requires { T{.number = 7, .open = false}; };
template <class T>
concept made_of_first_field = requires { T{7}; };
template <class T>
concept made_with_owner = requires { T{.owner = "Ana"}; };

static_assert(made_with_name<user> && !made_without_name<user>);
static_assert(made_with_owner<account> && !made_without_owner<account> && !made_of_first_field<account>);
static_assert(!std::default_initializable<account> && !std::default_initializable<std::array<user, 2>>);
static_assert(patterns::meta::record<user>);
static_assert(sizeof(required<std::string>) == sizeof(std::string));
static_assert(std::is_trivially_copyable_v<required<int>>);
static_assert(!std::default_initializable<required<int>> && !std::default_initializable<user>);
static_assert(!std::constructible_from<required<int>, double> && std::constructible_from<required<double>, int>);
static_assert(!std::assignable_from<required<int>&, double>);
static_assert(!std::copy_constructible<parcel> && std::move_constructible<parcel>);
static_assert(std::three_way_comparable<required<int>>);
static_assert(required<int>(3) == 3);

TEST(A2_required, is_given_alone_wherever_it_stands) {
  const account first{.owner = "Ana"};
  EXPECT_EQ(repr(first), "account(number=1, owner='Ana', open=true)");
  const account second{7, "Bob"};
  EXPECT_EQ(repr(second), "account(number=7, owner='Bob', open=true)");
}

TEST(A2_required, may_be_given_what_is_known_at_run_time_and_what_is_empty_too) {
  const std::string typed_in;
  const user nobody{.name = typed_in};
  EXPECT_EQ(nobody.name, "") << "that it is given is all that is asked; what it is, a validator asks";
}

TEST(A2_required, lets_the_other_fields_keep_their_defaults) {
  const user ana{.name = "Ana", .active = false};
  EXPECT_EQ(ana.name, "Ana");
  EXPECT_EQ(ana.role, "viewer");
  EXPECT_FALSE(ana.active);
}

TEST(A2_required, reads_and_is_written_as_its_value) {
  user ana{.name = "Ana"};
  ana.name = "Anna";
  EXPECT_EQ(ana.name->size(), 4U);
  ana.name->append("bel");
  const std::string& name = ana.name;
  EXPECT_EQ(name, "Annabel");
  std::string& changed = ana.name;
  changed.clear();
  EXPECT_TRUE(ana.name.value().empty());
  EXPECT_LT(required<int>(1), required<int>(2));
  EXPECT_GT(required<int>(3), 2);
}

TEST(A2_required, holds_what_can_only_be_moved) {
  parcel mine{.content = std::make_unique<int>(7), .weight = 2};
  const std::unique_ptr<int> taken = std::move(mine.content);
  EXPECT_EQ(*taken, 7);
  EXPECT_EQ(mine.content, nullptr);
}

TEST(A2_required, is_a_field_of_a_record_like_its_value) {
  const user ana{.name = "Ana"};
  EXPECT_EQ(repr(ana), "user(name='Ana', role='viewer', active=true)");
  EXPECT_TRUE(record_equal(ana, user{.name = "Ana"}));
  EXPECT_FALSE(record_equal(ana, user{.name = "Bob"}));
  EXPECT_EQ(record_hash(ana), record_hash(user{.name = "Ana"}));
  EXPECT_EQ(std::get<1>(as_tuple(ana)), "viewer");
  EXPECT_EQ(std::format("{:>5}", ana.name), "  Ana");
  EXPECT_EQ(std::hash<required<int>>{}(5), std::hash<int>{}(5));
}

}  // namespace
