#include "googletest.hpp"

import googletest;
import std;
import patterns.meta;
import patterns.data_model;

namespace {

using patterns::data_model::in_range;
using patterns::data_model::non_empty;
using patterns::data_model::non_negative;
using patterns::data_model::one_of;
using patterns::data_model::record_equal;
using patterns::data_model::record_hash;
using patterns::data_model::replace;
using patterns::data_model::repr;
using patterns::data_model::validated;
using patterns::data_model::validation_error;
using patterns::data_model::validator;

enum class size { small, medium, large };

struct account {
  validated<std::string, non_empty, "account", "owner"> owner;
  validated<double, non_negative, "account", "balance"> balance;
  validated<std::uint16_t, in_range<1024, 65'535>, "account", "port"> port;
};

struct even {
  constexpr bool operator()(int value) const { return value % 2 == 0; }
  static std::string requirement() { return "must be even"; }
};

struct no_rule {};

struct throws_on_copy {
  int value = 0;
  throws_on_copy() = default;
  explicit throws_on_copy(int v) : value(v) {}
  throws_on_copy(const throws_on_copy&) { throw std::runtime_error("copy"); }
  throws_on_copy(throws_on_copy&&) noexcept = default;
  throws_on_copy& operator=(const throws_on_copy&) = delete;
  throws_on_copy& operator=(throws_on_copy&&) noexcept = default;
};

struct any_value_will_do {
  bool operator()(const throws_on_copy&) const { return true; }
  static std::string requirement() { return "anything"; }
};

template <class Function>
std::string message_of(Function function) {
  try {
    function();
  } catch (const validation_error& error) {
    return error.what();
  }
  return "no exception";
}

static_assert(validator<non_negative, int>);
static_assert(validator<non_empty, std::vector<int>>);
static_assert(validator<even, int>);
static_assert(!validator<no_rule, int>);
static_assert(!validator<int, int>);
static_assert(!validator<non_negative, std::string>);
static_assert(!validator<non_empty, int>);
static_assert(!validator<one_of<"a">, int>);

static_assert(sizeof(validated<double, non_negative, "account", "balance">) == sizeof(double));
static_assert(sizeof(validated<char, one_of<'a', 'b'>, "a", "b">) == 1);
static_assert(std::is_trivially_copyable_v<validated<int, non_negative>>);

// A default value only where it keeps the rule.
static_assert(std::default_initializable<validated<int, non_negative>>);
static_assert(std::default_initializable<validated<int, in_range<-1, 1>>>);
static_assert(!std::default_initializable<validated<int, in_range<1, 9>>>);
static_assert(!std::default_initializable<validated<std::string, non_empty>>);

// What would lose its fraction is refused at compile time.
static_assert(!std::constructible_from<validated<int, non_negative>, double>);
static_assert(!std::assignable_from<validated<int, non_negative>&, double>);
static_assert(std::constructible_from<validated<double, non_negative>, int>);

static_assert(validated<int, even>(4).value() == 4);

TEST(A8_validated, takes_a_value_that_keeps_the_rule_and_reads_as_it) {
  account mine{"Ada", 10.5, 8080};
  mine.balance = mine.balance - 0.5;
  const double balance = mine.balance;
  EXPECT_EQ(balance, 10.0);
  EXPECT_EQ(mine.owner->size(), 3U);
  EXPECT_EQ(mine.owner, "Ada");
  EXPECT_LT(mine.balance, 11.0);
}

TEST(A8_validated, names_owner_field_and_value_when_it_refuses) {
  account mine{"Ada", 10, 8080};
  try {
    mine.balance = -5.0;
    FAIL() << "no exception";
  } catch (const validation_error& error) {
    EXPECT_STREQ(error.what(), "account.balance = -5.0: must not be negative");
    EXPECT_EQ(error.owner(), "account");
    EXPECT_EQ(error.field(), "balance");
    EXPECT_EQ(error.value(), "-5.0");
  }
}

TEST(A8_validated, keeps_the_old_value_when_it_refuses) {
  account mine{"Ada", 10, 8080};
  EXPECT_THROW(mine.balance = -0.1, validation_error);
  EXPECT_THROW(mine.owner = "", validation_error);
  EXPECT_THROW(mine.port = 80, validation_error);
  EXPECT_EQ(mine.balance, 10.0);
  EXPECT_EQ(mine.owner, "Ada");
  EXPECT_EQ(mine.port.value(), 8080);
}

TEST(A8_validated, keeps_the_old_value_when_copying_the_new_one_throws) {
  validated<throws_on_copy, any_value_will_do> member{throws_on_copy{1}};
  const throws_on_copy other{2};
  EXPECT_THROW(member = other, std::runtime_error);
  EXPECT_EQ(member->value, 1);
}

TEST(A8_validated, refuses_at_construction_too) {
  EXPECT_EQ(message_of([] { (void)account{"", 0, 8080}; }), "account.owner = '': must not be empty");
  EXPECT_EQ(message_of([] { (void)validated<int, even>{3}; }), "value = 3: must be even");
}

TEST(A8_validated, refuses_a_number_that_would_be_cut_to_fit) {
  // 65536 + 8080 is 8080 in 16 bits.
  EXPECT_EQ(message_of([] { (void)account{"Ada", 0, 65'536 + 8080}; }),
            "account.port = 73616: must be from 1024 to 65535");
  EXPECT_THROW((validated<std::uint8_t, non_negative>{-1}), validation_error);
}

TEST(A8_validated, refuses_a_nan) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW((validated<double, non_negative>{nan}), validation_error);
  EXPECT_THROW((validated<double, in_range<0.0, 1.0>>{nan}), validation_error);
  EXPECT_NO_THROW((validated<double, non_negative>{-0.0}));
}

TEST(A8_validated, changes_in_place_or_not_at_all) {
  validated<std::vector<int>, non_empty> queue{std::vector{1, 2}};
  queue.modify([](std::vector<int>& values) { values.pop_back(); });
  EXPECT_EQ(queue->size(), 1U);
  EXPECT_THROW(queue.modify([](std::vector<int>& values) { values.clear(); }), validation_error);
  EXPECT_THROW(queue.modify([](std::vector<int>& values) {
    values.push_back(3);
    throw std::runtime_error("half-way");
  }),
               std::runtime_error);
  EXPECT_EQ(queue.value(), std::vector{1});
}

TEST(A8_validated, is_copied_from_a_member_with_another_rule_only_if_it_keeps_this_one) {
  const validated<int, even> source{-4};
  EXPECT_THROW((validated<int, non_negative>{source}), validation_error);
  EXPECT_EQ((validated<int, in_range<-9, 9>>{source}.value()), -4);
}

TEST(A8_validated, is_a_field_of_a_record_like_its_value) {
  const account mine{"Ada", 10, 8080};
  EXPECT_EQ(repr(mine), "account(owner='Ada', balance=10.0, port=8080)");
  EXPECT_TRUE(record_equal(mine, account{"Ada", 10, 8080}));
  EXPECT_EQ(record_hash(mine), record_hash(account{"Ada", 10, 8080}));
  EXPECT_EQ(std::format("{:.2f}", mine.balance), "10.00");
  using patterns::data_model::field;
  EXPECT_EQ(replace(mine, field<"balance">(7.0)).balance, 7.0);
  EXPECT_THROW((void)replace(mine, field<"balance">(-7.0)), validation_error);
}

TEST(A8_validators, in_range_includes_both_ends_and_compares_signs_rightly) {
  constexpr in_range<-1, 10> rule;
  EXPECT_TRUE(rule(-1));
  EXPECT_TRUE(rule(10));
  EXPECT_FALSE(rule(-2));
  EXPECT_FALSE(rule(11));
  EXPECT_TRUE(rule(5U));
  EXPECT_FALSE(rule(std::numeric_limits<std::uint64_t>::max()));
  EXPECT_FALSE((in_range<1U, 10U>{}(-1)));
  EXPECT_TRUE((in_range<size::small, size::medium>{}(size::medium)));
  EXPECT_FALSE((in_range<size::small, size::medium>{}(size::large)));
}

TEST(A8_validators, one_of_takes_texts_numbers_and_enumerators) {
  EXPECT_TRUE((one_of<"red", "green">{}(std::string("green"))));
  EXPECT_FALSE((one_of<"red", "green">{}(std::string("gre"))));
  EXPECT_TRUE((one_of<1, 2, 4>{}(4)));
  EXPECT_FALSE((one_of<-1>{}(std::numeric_limits<unsigned>::max())));
  EXPECT_TRUE((one_of<size::small, size::large>{}(size::large)));
  EXPECT_EQ((one_of<"red", "green">::requirement()), "must be one of 'red', 'green'");
  EXPECT_EQ((one_of<size::small>::requirement()), "must be one of size::small");
}

}  // namespace
