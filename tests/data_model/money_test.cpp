#include "googletest.hpp"

#include "../message_of.hpp"

import googletest;
import std;
import patterns.data_model;

namespace {

using patterns::data_model::decimal;
using patterns::data_model::digit_style;
using patterns::data_model::grouped;
using patterns::data_model::money;
using patterns::data_model::money_amount;
using patterns::data_model::validation_error;
using patterns_test::message_of;

static_assert(money_amount<int> && money_amount<std::uint64_t> && money_amount<double> && money_amount<decimal>);
static_assert(!money_amount<bool> && !money_amount<char> && !money_amount<std::string> && !money_amount<long double>);
static_assert(money(1.5, "EUR").currency() == "EUR");
static_assert(!std::convertible_to<double, money<double>>);

// A number without decimals to round to is none for people.
template <class T>
concept groups_without_decimals = requires(T number) { grouped(number); };
static_assert(groups_without_decimals<int> && !groups_without_decimals<double> && !groups_without_decimals<bool>);

template <class T>
std::string formatted(std::string_view format, const T& value) {
  return std::vformat(format, std::make_format_args(value));
}

TEST(B6_grouped, puts_a_separator_between_groups_of_three) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(7), "7");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1000), "1,000");
  EXPECT_EQ(grouped(123456), "123,456");
  EXPECT_EQ(grouped(1234567), "1,234,567");
}

TEST(B6_grouped, does_not_count_the_sign_as_a_digit) {
  EXPECT_EQ(grouped(-100), "-100");
  EXPECT_EQ(grouped(-1000), "-1,000");
  EXPECT_EQ(grouped(std::numeric_limits<std::int64_t>::min()), "-9,223,372,036,854,775,808");
  EXPECT_EQ(grouped(std::numeric_limits<std::uint64_t>::max()), "18,446,744,073,709,551,615");
  EXPECT_EQ(grouped(std::int8_t{-128}), "-128");
  EXPECT_EQ(grouped(std::uint8_t{65}), "65");
}

TEST(B6_grouped, takes_any_separator) {
  EXPECT_EQ(grouped(1234567.5, 2, {.separator = ".", .point = ","}), "1.234.567,50");
  EXPECT_EQ(grouped(1234567, {.separator = "\u202f"}), "1\u202f234\u202f567");
  EXPECT_EQ(grouped(1234567, {.separator = "", .point = "."}), "1234567");
  EXPECT_EQ(grouped(1234567, {.separator = "_", .point = ".", .group_size = 4}), "123_4567");
  EXPECT_EQ(grouped(1234567, {.separator = ",", .point = ".", .group_size = 0}), "1234567");
}

TEST(B6_grouped, rounds_half_to_the_even_digit) {
  EXPECT_EQ(grouped(0.125, 2), "0.12");
  EXPECT_EQ(grouped(0.375, 2), "0.38");
  EXPECT_EQ(grouped(2.5, 0), "2");
  EXPECT_EQ(grouped(3.5, 0), "4");
  EXPECT_EQ(grouped(-0.125, 2), "-0.12");
  EXPECT_EQ(grouped(0.5F, 0), "0");
  EXPECT_EQ(grouped(decimal{12345, 3}, 2), "12.34");
  EXPECT_EQ(grouped(decimal{12355, 3}, 2), "12.36");
  EXPECT_EQ(grouped(decimal{-12345, 3}, 2), "-12.34");
  EXPECT_EQ(grouped(decimal{5, 1}, 0), "0");
  EXPECT_EQ(grouped(decimal{15, 1}, 0), "2");
}

TEST(B6_grouped, rounds_what_is_no_half_to_the_nearest) {
  EXPECT_EQ(grouped(decimal{12345001, 6}, 2), "12.35");
  EXPECT_EQ(grouped(decimal{12344999, 6}, 2), "12.34");
  EXPECT_EQ(grouped(decimal{51, 2}, 0), "1");
  EXPECT_EQ(grouped(decimal{49, 2}, 0), "0");
  // The double nearest to 2.675 lies below it.
  EXPECT_EQ(grouped(2.675, 2), "2.67");
  EXPECT_EQ(grouped(decimal{2675, 3}, 2), "2.68");
}

TEST(B6_grouped, carries_into_a_new_group) {
  EXPECT_EQ(grouped(999.995001, 2), "1,000.00");
  EXPECT_EQ(grouped(decimal{999995, 3}, 2), "1,000.00");
  EXPECT_EQ(grouped(decimal{-999999, 3}, 0), "-1,000");
  EXPECT_EQ(grouped(decimal{95, 1}, 0), "10");
}

TEST(B6_grouped, fills_up_with_zeros) {
  EXPECT_EQ(grouped(decimal{5, 2}, 2), "0.05");
  EXPECT_EQ(grouped(decimal{5, 0}, 3), "5.000");
  EXPECT_EQ(grouped(decimal{5, 30}, 2), "0.00");
  EXPECT_EQ(grouped(decimal{5, std::numeric_limits<std::size_t>::max()}, 2), "0.00");
  EXPECT_EQ(grouped(decimal{std::numeric_limits<std::int64_t>::min(), 2}, 2), "-92,233,720,368,547,758.08");
}

TEST(B6_grouped, takes_the_sign_from_what_is_rounded_to_zero) {
  EXPECT_EQ(grouped(-0.001, 2), "0.00");
  EXPECT_EQ(grouped(-0.0, 1), "0.0");
  EXPECT_EQ(grouped(decimal{-4, 3}, 2), "0.00");
}

TEST(B6_grouped, writes_large_numbers_and_what_is_no_number) {
  EXPECT_EQ(grouped(1e21, 0), "1,000,000,000,000,000,000,000");
  EXPECT_EQ(grouped(std::numeric_limits<double>::infinity(), 2), "inf");
  EXPECT_EQ(grouped(std::numeric_limits<double>::quiet_NaN(), 2), "nan");
}

TEST(B6_money, writes_the_currency_that_the_format_names) {
  EXPECT_EQ(std::format("{:EUR}", money(1234.5)), "1,234.50 EUR");
  EXPECT_EQ(std::format("{:EUR}", money(-1234567.891)), "-1,234,567.89 EUR");
  EXPECT_EQ(std::format("{:EUR}", money(1234)), "1,234.00 EUR");
  EXPECT_EQ(std::format("{:EUR}", money(decimal{123450, 2})), "1,234.50 EUR");
}

TEST(B6_money, has_a_currency_of_its_own_if_the_format_names_none) {
  EXPECT_EQ(std::format("{}", money(1234.5)), "1,234.50 USD");
  EXPECT_EQ(std::format("{}", money(1234.5, "CHF")), "1,234.50 CHF");
  EXPECT_EQ(std::format("{:}", money(1)), "1.00 USD");
}

TEST(B6_money, has_as_many_decimals_as_the_currency_or_as_the_format_says) {
  EXPECT_EQ(std::format("{:JPY}", money(1234.5)), "1,234 JPY");
  EXPECT_EQ(std::format("{:KWD}", money(1.5)), "1.500 KWD");
  EXPECT_EQ(std::format("{:.0EUR}", money(1235.5)), "1,236 EUR");
  EXPECT_EQ(std::format("{:.4}", money(1.5)), "1.5000 USD");
  EXPECT_EQ(std::format("{:.1JPY}", money(1.25)), "1.2 JPY");
}

TEST(B6_money, rounds_half_to_the_even_digit) {
  EXPECT_EQ(std::format("{:EUR}", money(0.125)), "0.12 EUR");
  EXPECT_EQ(std::format("{:EUR}", money(decimal{12355, 3})), "12.36 EUR");
  EXPECT_EQ(std::format("{:EUR}", money(-0.004)), "0.00 EUR");
}

TEST(B6_money, is_aligned_in_a_column) {
  EXPECT_EQ(std::format("[{:14EUR}]", money(1234.5)), "[  1,234.50 EUR]");
  EXPECT_EQ(std::format("[{:<14EUR}]", money(1234.5)), "[1,234.50 EUR  ]");
  EXPECT_EQ(std::format("[{:*^15EUR}]", money(1234.5)), "[*1,234.50 EUR**]");
  EXPECT_EQ(std::format("[{:.>14}]", money(1234.5)), "[..1,234.50 USD]");
  EXPECT_EQ(std::format("[{:3EUR}]", money(1234.5)), "[1,234.50 EUR]");
}

TEST(B6_money, refuses_a_format_that_is_none) {
  for (const std::string_view format : {"{:eur}", "{:EU}", "{:EURO}", "{:E R}", "{:.EUR}", "{:.x}", "{:,}", "{:EUR.2}",
                                        "{:1000EUR}", "{:.1000}", "{:-5}", "{:{}}", "{:EUR", "{:*", "{:5"}) {
    EXPECT_THROW((void)formatted(format, money(1.0)), std::format_error) << format;
  }
  EXPECT_EQ(message_of<std::format_error>([] { (void)formatted("{:eur}", money(1.0)); }),
            "money: the format is [[fill]align][width][.decimals][currency], where the currency is three capital "
            "letters");
}

TEST(B6_money, refuses_what_is_no_amount_and_no_currency) {
  EXPECT_EQ(message_of<validation_error>([] { (void)money(std::numeric_limits<double>::quiet_NaN()); }),
            "money.amount = nan: must be finite");
  EXPECT_EQ(message_of<validation_error>([] { (void)money(std::numeric_limits<float>::infinity()); }),
            "money.amount = inf: must be finite");
  EXPECT_EQ(message_of<validation_error>([] { (void)money(1, "euro"); }),
            "money.currency = 'euro': must be three capital letters");
  EXPECT_THROW((void)money(1, ""), validation_error);
}

}  // namespace
