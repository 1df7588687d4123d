#include "googletest.hpp"

import googletest;
import std;
import patterns.data_model;

namespace {

using patterns::data_model::hex;
using patterns::data_model::index_error;
using patterns::data_model::index_like;
using patterns::data_model::to_index;
using patterns::data_model::to_position;

struct page_number {
  long number;
  [[nodiscard]] constexpr long to_index() const { return number; }
};

struct fraction_as_index {
  [[nodiscard]] double to_index() const { return 0.5; }
};

static_assert(index_like<int> && index_like<std::uint64_t> && index_like<std::int8_t> && index_like<page_number>);
static_assert(!index_like<bool> && !index_like<char> && !index_like<char8_t> && !index_like<double>);
static_assert(!index_like<std::string> && !index_like<fraction_as_index>);
// Its index() says which alternative it holds.
static_assert(!index_like<std::variant<int>>);

static_assert(to_index(page_number{5}) == 5);
static_assert(to_position(-1, 3) == 2);
static_assert(std::same_as<decltype(to_index(std::uint8_t{1})), std::ptrdiff_t>);

template <class Function>
std::string message_of(Function function) {
  try {
    function();
  } catch (const index_error& error) {
    return error.what();
  }
  return "no exception";
}

TEST(B5_index, is_the_number_that_an_object_stands_for) {
  const std::vector letters{'a', 'b', 'c'};
  EXPECT_EQ(letters[to_index<std::size_t>(page_number{2})], 'c');
  EXPECT_EQ(to_index(std::numeric_limits<std::int64_t>::min()), std::numeric_limits<std::int64_t>::min());
}

TEST(B5_index, refuses_a_number_that_the_wanted_type_cannot_hold) {
  EXPECT_EQ(message_of([] { (void)to_index<std::uint8_t>(256); }), "index 256 is not in 0..255");
  EXPECT_EQ(message_of([] { (void)to_index<std::size_t>(page_number{-1}); }),
            "index -1 is not in 0..18446744073709551615");
  EXPECT_EQ(message_of([] { (void)to_index<int>(std::numeric_limits<std::uint64_t>::max()); }),
            "index 18446744073709551615 is not in -2147483648..2147483647");
}

TEST(B5_index, counts_from_the_end_if_it_is_negative) {
  EXPECT_EQ(to_position(0, 3), 0U);
  EXPECT_EQ(to_position(2, 3), 2U);
  EXPECT_EQ(to_position(-3, 3), 0U);
  EXPECT_EQ(to_position(page_number{-2}, 3), 1U);
  EXPECT_EQ(to_position(std::int8_t{-128}, 128), 0U);
}

TEST(B5_index, refuses_a_position_outside_of_the_sequence) {
  EXPECT_EQ(message_of([] { (void)to_position(3, 3); }), "index 3 of a sequence of size 3");
  EXPECT_EQ(message_of([] { (void)to_position(-4, 3); }), "index -4 of a sequence of size 3");
  EXPECT_EQ(message_of([] { (void)to_position(0, 0); }), "index 0 of a sequence of size 0");
  EXPECT_EQ(message_of([] { (void)to_position(-1, 0); }), "index -1 of a sequence of size 0");
  EXPECT_THROW((void)to_position(std::numeric_limits<std::int64_t>::min(), 3), index_error);
  EXPECT_THROW((void)to_position(std::numeric_limits<std::uint64_t>::max(), 3), index_error);
}

TEST(B5_index, does_not_lose_its_way_at_the_largest_sizes) {
  constexpr auto most = std::numeric_limits<std::size_t>::max();
  EXPECT_EQ(to_position(std::numeric_limits<std::int64_t>::min(), most), most - (std::size_t{1} << 63U));
  EXPECT_EQ(to_position(most - 1, most), most - 1);
}

TEST(B5_hex, writes_a_literal_with_its_sign_in_front) {
  EXPECT_EQ(hex(255), "0xff");
  EXPECT_EQ(hex(-1), "-0x1");
  EXPECT_EQ(hex(0), "0x0");
  EXPECT_EQ(hex(page_number{5}), "0x5");
  EXPECT_EQ(hex(std::uint8_t{200}), "0xc8");
  EXPECT_EQ(hex(std::numeric_limits<std::int64_t>::min()), "-0x8000000000000000");
}

}  // namespace
