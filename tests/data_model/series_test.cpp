#include "googletest.hpp"

#include <range/v3/range/concepts.hpp>
#include <range/v3/view/chunk.hpp>
#include <range/v3/view/zip.hpp>

#include "../message_of.hpp"

import googletest;
import std;
import patterns.data_model;

namespace {

using patterns::data_model::index_error;
using patterns::data_model::mask_error;
using patterns::data_model::positions_of;
using patterns::data_model::sequence_selection;
using patterns::data_model::series;
using patterns::data_model::slice;
using patterns::data_model::slice_error;
using patterns::data_model::slice_positions;
using patterns_test::message_of;

struct place {
  int number;
  [[nodiscard]] constexpr int to_index() const { return number; }
};

constexpr auto least = std::numeric_limits<std::ptrdiff_t>::min();
constexpr auto greatest = std::numeric_limits<std::ptrdiff_t>::max();

static_assert(positions_of(slice{1, 4, 2}, 10) == slice_positions{1, 2, 2});
static_assert(positions_of({}, 3) == slice_positions{0, 1, 3});
static_assert(positions_of({.step = -1}, 3) == slice_positions{2, -1, 3});

using numbers = series<int>;
using selection = sequence_selection<numbers>;

static_assert(std::ranges::contiguous_range<numbers> && std::ranges::contiguous_range<const numbers>);
static_assert(ranges::random_access_range<numbers> && ranges::random_access_range<const numbers>);
static_assert(std::ranges::random_access_range<selection> && ranges::random_access_range<selection>);
static_assert(std::ranges::view<selection> && !std::ranges::view<numbers>);
static_assert(std::same_as<std::ranges::range_reference_t<selection>, int&>);
static_assert(std::same_as<std::ranges::range_reference_t<sequence_selection<const numbers>>, const int&>);

template <class Series, class Which>
concept can_be_indexed = requires(Series&& series, const Which& which) { std::forward<Series>(series)[which]; };

static_assert(can_be_indexed<numbers&, int> && can_be_indexed<numbers, int> && can_be_indexed<numbers&, place>);
static_assert(can_be_indexed<numbers&, slice> && can_be_indexed<const numbers&, slice>);
static_assert(can_be_indexed<numbers&, std::vector<int>> && can_be_indexed<numbers&, std::vector<bool>>);
static_assert(can_be_indexed<numbers&, std::array<place, 2>> && can_be_indexed<numbers&, std::array<bool, 2>>);
// A view of a temporary would outlive it.
static_assert(!can_be_indexed<numbers, slice> && !can_be_indexed<const numbers, slice>);
static_assert(!can_be_indexed<numbers, std::vector<int>> && !can_be_indexed<numbers, std::vector<bool>>);
// An answer, a letter and a fraction are no positions.
static_assert(!can_be_indexed<numbers&, bool> && !can_be_indexed<numbers&, double>);
static_assert(!can_be_indexed<numbers&, std::string> && !can_be_indexed<numbers&, std::vector<double>>);

static_assert([] {
  numbers values{3, 1, 4, 1, 5};
  values[slice{.start = 3}].assign(std::array{9, 2});
  return values[-1] == 2 && values[{.stop = -1, .step = 2}].size() == 2 && values.values()[3] == 9;
}());

template <class Range>
auto all_of(Range&& range) {
  std::vector<std::ranges::range_value_t<Range>> all;
  for (auto&& each : range) {
    all.push_back(std::forward<decltype(each)>(each));
  }
  return all;
}

using list = std::vector<int>;

TEST(D8_slice, has_no_step_zero) {
  EXPECT_EQ(message_of<slice_error>([] { (void)positions_of({.step = 0}, 3); }), "a slice with step 0");
  EXPECT_EQ(message_of<slice_error>([] { (void)positions_of({.step = 0}, 0); }), "a slice with step 0");
}

TEST(D8_slice, does_not_lose_its_way_at_the_largest_numbers) {
  EXPECT_EQ(positions_of({least, greatest}, 3), (slice_positions{0, 1, 3}));
  EXPECT_EQ(positions_of({greatest, least, -1}, 3), (slice_positions{2, -1, 3}));
  EXPECT_EQ(positions_of({.step = least}, 3).count, 1U);
  EXPECT_EQ(positions_of({.step = greatest}, 3).count, 1U);
  const auto all = positions_of({.step = -1}, static_cast<std::size_t>(greatest));
  EXPECT_EQ(all.count, static_cast<std::size_t>(greatest));
  EXPECT_EQ(all[all.count - 1], 0U);
}

TEST(D8_series, is_indexed_from_both_ends) {
  numbers values{3, 1, 4};
  EXPECT_EQ(values[0], 3);
  EXPECT_EQ(values[-1], 4);
  EXPECT_EQ(values[place{-2}], 1);
  values[-3] = 7;
  EXPECT_EQ(values, (numbers{7, 1, 4}));
}

TEST(D8_series, refuses_an_index_that_it_does_not_have) {
  const numbers values{3, 1, 4};
  EXPECT_EQ(message_of<index_error>([&] { (void)values[3]; }), "index 3 of a sequence of size 3");
  EXPECT_EQ(message_of<index_error>([&] { (void)values[-4]; }), "index -4 of a sequence of size 3");
  EXPECT_THROW((void)numbers()[0], index_error);
}

TEST(D8_series, gives_a_view_of_a_slice) {
  numbers values{0, 1, 2, 3, 4, 5};
  EXPECT_EQ(all_of(values[slice{1, 4}]), (list{1, 2, 3}));
  EXPECT_EQ(all_of(values[{.stop = -4}]), (list{0, 1}));
  EXPECT_EQ(all_of(values[{.step = -2}]), (list{5, 3, 1}));
  EXPECT_EQ(all_of(values[{.start = 100}]), list{});
  values[{.step = 2}][-1 + 2] = 20;
  EXPECT_EQ(values[2], 20);
  EXPECT_EQ(&values[slice{.start = 3}][0], &values[3]);
}

TEST(D8_series, gives_a_view_of_listed_positions) {
  numbers values{10, 11, 12, 13};
  EXPECT_EQ(all_of(values[{3, 0, -2, 3}]), (list{13, 10, 12, 13}));
  EXPECT_EQ(all_of(values[std::vector<std::size_t>{1}]), list{11});
  EXPECT_EQ(all_of(values[std::array{place{1}, place{-1}}]), (list{11, 13}));
  EXPECT_EQ(all_of(values[std::views::iota(1, 3)]), (list{11, 12}));
  EXPECT_EQ(all_of(values[list{}]), list{});
  values[{3, 0}][1] = 99;
  EXPECT_EQ(values[0], 99);
}

TEST(D8_series, names_the_first_listed_position_that_does_not_exist) {
  numbers values{10, 11, 12};
  EXPECT_EQ(message_of<index_error>([&] { (void)values[{0, -4, 7}]; }), "index -4 of a sequence of size 3");
}

TEST(D8_series, gives_a_view_of_what_a_mask_lets_through) {
  numbers values{3, 1, 4, 1, 5};
  const auto large = values.mask([](int each) { return each > 2; });
  EXPECT_EQ(large, (std::vector{true, false, true, false, true}));
  EXPECT_EQ(all_of(values[large]), (list{3, 4, 5}));
  EXPECT_EQ(all_of(values[std::array{false, true, false, false, false}]), list{1});
  std::ranges::fill(values[values.mask([](int each) { return each == 1; })], 0);
  EXPECT_EQ(values, (numbers{3, 0, 4, 0, 5}));
}

TEST(D8_series, takes_answers_in_braces_for_a_mask_and_not_for_positions) {
  numbers values{3, 1, 4};
  EXPECT_EQ(all_of(values[{true, false, true}]), (list{3, 4}));
  EXPECT_EQ(all_of(values[{1, 0, 1}]), (list{1, 3, 1}));
}

TEST(D8_series, refuses_a_mask_of_another_size) {
  numbers values{3, 1, 4};
  EXPECT_EQ(message_of<mask_error>([&] { (void)values[{true, false}]; }), "a mask of size 2 for a sequence of size 3");
  EXPECT_EQ(message_of<mask_error>([&] { (void)values[std::vector<bool>(4)]; }),
            "a mask of size 4 for a sequence of size 3");
}

TEST(D8_series, does_not_copy_what_it_gives_a_view_of) {
  series<std::unique_ptr<int>> owners;
  owners.push_back(std::make_unique<int>(1));
  owners.push_back(std::make_unique<int>(2));
  EXPECT_EQ(*owners[slice{.step = -1}][0], 2);
  EXPECT_EQ((owners[{1, 0}][1].get()), owners[0].get());
}

TEST(D8_series, is_read_only_through_a_view_of_a_constant) {
  const numbers values{3, 1, 4};
  static_assert(std::same_as<decltype(values[slice{}][0]), const int&>);
  static_assert(std::same_as<decltype(values[{0, 1}][0]), const int&>);
  EXPECT_EQ(all_of(values[{2, 0}]), (list{4, 3}));
}

TEST(D8_series, shows_through_a_view_what_it_holds_then) {
  numbers values{3, 1, 4};
  const auto view = values[slice{.start = 1}];
  values[1] = 8;
  values.push_back(5);
  EXPECT_EQ(all_of(view), (list{8, 4}));
}

TEST(D8_series, is_missed_by_a_view_when_it_has_shrunk_or_was_moved) {
  numbers values{3, 1, 4};
  const auto tail = values[slice{.start = 1}];
  const auto picked = values[{2, 0}];
  values.resize(2);
  EXPECT_EQ(tail[0], 1);
  EXPECT_EQ(message_of<index_error>([&] { (void)tail[1]; }), "index 2 of a sequence of size 2");
  EXPECT_EQ(message_of<index_error>([&] { (void)picked[0]; }), "index 2 of a sequence of size 2");
  const auto elsewhere = std::move(values);
  EXPECT_THROW((void)tail[0], index_error);
  EXPECT_THROW((void)picked[1], index_error);
  EXPECT_EQ(elsewhere.size(), 2U);
}

TEST(D8_series, selects_from_a_selection) {
  numbers values{0, 1, 2, 3, 4, 5};
  const auto picked = values[{5, 3, 1}];
  EXPECT_EQ(all_of(picked.reversed()), (list{1, 3, 5}));
  EXPECT_EQ(all_of(values[{4, 2, 0}].sliced({.stop = 2})), (list{4, 2}));
  EXPECT_TRUE(picked.contains(3));
  EXPECT_EQ(picked.index(1), 2U);
  EXPECT_EQ(picked.at(-1), 1);
  EXPECT_TRUE(selection().empty());
}

TEST(D8_series, assigns_to_a_selection_values_that_may_be_its_own) {
  numbers values{0, 1, 2, 3};
  values[slice{}].assign(values.reversed());
  EXPECT_EQ(values, (numbers{3, 2, 1, 0}));
  values[{0, 1}].assign(values[{1, 0}]);
  EXPECT_EQ(values, (numbers{2, 3, 1, 0}));
  EXPECT_EQ(message_of<slice_error>([&] { values[{0, 1}].assign(list{7}); }), "1 values for 2 elements");
  EXPECT_EQ(message_of<slice_error>([&] { values[slice{.stop = 1}].assign(list{7, 8}); }), "2 values for 1 elements");
  EXPECT_EQ(values, (numbers{2, 3, 1, 0}));
}

TEST(D8_series, is_copied_from_a_selection_on_request) {
  numbers values{0, 1, 2, 3};
  series copy(values[{3, 1}]);
  static_assert(std::same_as<decltype(copy), numbers>);
  copy[0] = 30;
  EXPECT_EQ(copy, (numbers{30, 1}));
  EXPECT_EQ(values[3], 3);
  EXPECT_EQ(series(std::vector{1, 2}), (numbers{1, 2}));
  EXPECT_EQ(series(std::views::iota(1, 3)), (numbers{1, 2}));
}

TEST(D8_series, works_with_views_of_both_libraries) {
  numbers values{1, 2, 3, 4, 5};
  EXPECT_EQ(all_of(values[slice{.start = 1}] | std::views::take(2)), (list{2, 3}));
  std::ranges::sort(values[{0, 2, 4}], std::greater());
  EXPECT_EQ(values, (numbers{5, 2, 3, 4, 1}));

  auto odd = values[slice{.step = 2}];
  auto picked = values[{1, 3}];
  list sums;
  for (auto&& [a, b] : ranges::views::zip(odd, picked)) {
    sums.push_back(a + b);
  }
  EXPECT_EQ(sums, (list{7, 7}));
  std::size_t chunks = 0;
  for (auto&& chunk : ranges::views::chunk(values, 2)) {
    chunks += std::ranges::empty(chunk) ? 0U : 1U;
  }
  EXPECT_EQ(chunks, 3U);
}

}  // namespace
