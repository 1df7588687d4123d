#include "googletest.hpp"

#include <range/v3/algorithm/equal.hpp>
#include <range/v3/range/concepts.hpp>
#include <range/v3/view/chunk.hpp>
#include <range/v3/view/reverse.hpp>
#include <range/v3/view/sliding.hpp>
#include <range/v3/view/zip.hpp>

#include "../message_of.hpp"

import googletest;
import std;
import patterns.data_model;

namespace {

using patterns::data_model::index_error;
using patterns::data_model::minimal_sequence;
using patterns::data_model::sequence_facade;
using patterns::data_model::sequence_slice;
using patterns::data_model::slice;
using patterns::data_model::slice_error;
using patterns_test::message_of;

/// Elements that are made for the occasion.
class squares : public sequence_facade<squares> {
 public:
  constexpr explicit squares(std::size_t size) : size_(size) {}
  [[nodiscard]] constexpr std::size_t size() const { return size_; }
  [[nodiscard]] constexpr int operator[](std::size_t position) const { return static_cast<int>(position * position); }

 private:
  std::size_t size_;
};

/// Elements that are there, and can be written.
class letters : public sequence_facade<letters> {
 public:
  explicit letters(std::string text) : text_(std::move(text)) {}
  [[nodiscard]] std::size_t size() const { return text_.size(); }
  [[nodiscard]] char& operator[](std::size_t position) { return text_[position]; }
  [[nodiscard]] const char& operator[](std::size_t position) const { return text_[position]; }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

struct no_elements : sequence_facade<no_elements> {
  [[nodiscard]] std::size_t size() const { return 0; }
};
struct no_size : sequence_facade<no_size> {
  int operator[](std::size_t) const { return 0; }
};
struct nothing_in_it {
  [[nodiscard]] std::size_t size() const { return 0; }
  void operator[](std::size_t) const {}
};

static_assert(minimal_sequence<squares> && minimal_sequence<const letters> && minimal_sequence<std::vector<int>>);
static_assert(!minimal_sequence<no_elements> && !minimal_sequence<no_size> && !minimal_sequence<nothing_in_it>);
static_assert(!minimal_sequence<std::list<int>>);

template <class Sequence>
concept random_access_for_both = std::ranges::random_access_range<Sequence> && std::ranges::sized_range<Sequence> &&
                                 std::ranges::common_range<Sequence> && ranges::random_access_range<Sequence> &&
                                 ranges::sized_range<Sequence> && ranges::common_range<Sequence>;

static_assert(random_access_for_both<squares> && random_access_for_both<const squares>);
static_assert(random_access_for_both<letters> && random_access_for_both<const letters>);
static_assert(random_access_for_both<sequence_slice<letters>>);
static_assert(random_access_for_both<const sequence_slice<const squares>>);
static_assert(std::ranges::view<sequence_slice<letters>> && !std::ranges::view<letters>);
static_assert(!std::ranges::range<no_elements> && !std::ranges::range<no_size>);
static_assert(std::same_as<std::ranges::range_reference_t<letters>, char&>);
static_assert(std::same_as<std::ranges::range_reference_t<const letters>, const char&>);
static_assert(std::same_as<std::ranges::range_reference_t<squares>, int>);
static_assert(std::same_as<std::iterator_traits<std::ranges::iterator_t<letters>>::iterator_category,
                           std::random_access_iterator_tag>);
// It has no reference to give, which older algorithms want from more than an input iterator.
static_assert(
    std::same_as<std::iterator_traits<std::ranges::iterator_t<squares>>::iterator_category, std::input_iterator_tag>);
static_assert(std::convertible_to<std::ranges::iterator_t<letters>, std::ranges::iterator_t<const letters>>);
static_assert(!std::convertible_to<std::ranges::iterator_t<const letters>, std::ranges::iterator_t<letters>>);
static_assert(sizeof(squares) == sizeof(std::size_t));

template <class Sequence>
concept can_be_sliced = requires(Sequence&& sequence) { std::forward<Sequence>(sequence).sliced(slice{}); };
template <class Sequence>
concept can_be_reversed = requires(Sequence&& sequence) { std::forward<Sequence>(sequence).reversed(); };
template <class Sequence, class Value>
concept can_look_for = requires(const Sequence& sequence, const Value& value) { sequence.contains(value); };

// What would be gone is refused; a slice of a slice is not gone.
static_assert(can_be_sliced<letters&> && can_be_sliced<const letters&> && !can_be_sliced<letters>);
static_assert(!can_be_sliced<const letters> && !can_be_reversed<letters> && can_be_reversed<letters&>);
static_assert(can_be_sliced<sequence_slice<letters>> && can_be_reversed<sequence_slice<letters>>);
static_assert(can_look_for<letters, char> && !can_look_for<letters, std::string>);

static_assert([] {
  const squares five(5);
  return five.contains(9) && !five.contains(10) && five.at(-1) == 16 && five.index(4) == 2U && five.count(0) == 1 &&
         five.reversed().at(1) == 9 && *std::ranges::find(five, 16) == 16 && !five.empty() && squares(0).empty();
}());

template <class Range>
auto all_of(Range&& range) {
  std::vector<std::ranges::range_value_t<Range>> all;
  for (auto&& each : range) {
    all.push_back(std::forward<decltype(each)>(each));
  }
  return all;
}

template <class Range>
std::string text_of(Range&& range) {
  std::string text;
  for (const char each : range) {
    text += each;
  }
  return text;
}

using numbers = std::vector<int>;

TEST(D6_sequence_facade, is_walked_and_indexed) {
  const squares four(4);
  EXPECT_EQ(all_of(four), (numbers{0, 1, 4, 9}));
  EXPECT_EQ(four.at(2), 4);
  EXPECT_EQ(four.at(-4), 0);
  EXPECT_TRUE(squares(0).empty());
  EXPECT_EQ(all_of(squares(0)), numbers{});
}

TEST(D6_sequence_facade, refuses_an_index_that_it_does_not_have) {
  const squares four(4);
  EXPECT_EQ(message_of<index_error>([&] { (void)four.at(4); }), "index 4 of a sequence of size 4");
  EXPECT_EQ(message_of<index_error>([&] { (void)four.at(-5); }), "index -5 of a sequence of size 4");
  EXPECT_EQ(message_of<index_error>([&] { (void)squares(0).at(0); }), "index 0 of a sequence of size 0");
}

TEST(D6_sequence_facade, finds_and_counts_values) {
  const letters word("banana");
  EXPECT_TRUE(word.contains('n'));
  EXPECT_FALSE(word.contains('x'));
  EXPECT_EQ(word.index('a'), 1U);
  EXPECT_EQ(word.index('x'), std::nullopt);
  EXPECT_EQ(word.count('a'), 3U);
  EXPECT_EQ(word.count('x'), 0U);
}

TEST(D6_sequence_facade, finds_a_value_in_a_part) {
  const letters word("banana");
  EXPECT_EQ(word.index('a', {.start = 2}), 3U);
  EXPECT_EQ(word.index('a', {.start = 2, .stop = 3}), std::nullopt);
  EXPECT_EQ(word.index('a', {.step = -1}), 5U);
  EXPECT_EQ(message_of<slice_error>([&] { (void)word.index('a', {.step = 0}); }), "a slice with step 0");
}

TEST(D6_sequence_facade, slices_and_reverses_in_place) {
  letters word("banana");
  EXPECT_EQ(text_of(word.sliced({.start = 1, .stop = 4})), "ana");
  EXPECT_EQ(text_of(word.sliced({.start = -2})), "na");
  EXPECT_EQ(text_of(word.sliced({.step = 2})), "bnn");
  EXPECT_EQ(text_of(word.reversed()), "ananab");
  EXPECT_EQ(text_of(word.sliced({.start = 10})), "");
  EXPECT_EQ(message_of<slice_error>([&] { (void)word.sliced({.step = 0}); }), "a slice with step 0");

  word.sliced({.step = 2})[1] = 'N';
  std::ranges::fill(word.sliced({.start = -1}), '!');
  EXPECT_EQ(word.text(), "baNan!");
}

TEST(D6_sequence_facade, slices_a_slice_that_is_gone_by_then) {
  letters word("abcdefgh");
  const auto part = word.sliced({.start = 1}).reversed().sliced({.stop = 3});
  EXPECT_EQ(text_of(part), "hgf");
  EXPECT_EQ(part.index('f'), 2U);
  EXPECT_EQ(part.at(-1), 'f');
  part[0] = 'H';
  EXPECT_EQ(word.text(), "abcdefgH");
}

TEST(D6_sequence_facade, has_an_empty_slice_of_nothing) {
  const sequence_slice<letters> none;
  EXPECT_TRUE(none.empty());
  EXPECT_EQ(none.begin(), none.end());
}

TEST(D6_sequence_facade, assigns_to_a_slice_what_may_be_among_its_elements) {
  letters word("abcdef");
  word.sliced({.stop = 3}).assign(std::string("XYZ"));
  EXPECT_EQ(word.text(), "XYZdef");
  word.sliced({}).assign(word.reversed());
  EXPECT_EQ(word.text(), "fedZYX");
}

TEST(D6_sequence_facade, assigns_as_many_values_as_there_are_elements_or_none) {
  letters word("abcdef");
  EXPECT_EQ(message_of<slice_error>([&] { word.sliced({.step = 2}).assign(std::string("XY")); }),
            "2 values for 3 elements");
  EXPECT_EQ(message_of<slice_error>([&] { word.sliced({.stop = 0}).assign(std::string("X")); }),
            "1 values for 0 elements");
  EXPECT_EQ(word.text(), "abcdef");
}

TEST(D6_sequence_facade, has_iterators_that_compute) {
  letters word("banana");
  const auto first = word.begin();
  EXPECT_EQ(*(first + 2), 'n');
  EXPECT_EQ(*(2 + first), 'n');
  EXPECT_EQ(first[2], 'n');
  EXPECT_EQ(word.end() - first, 6);
  EXPECT_EQ(*(word.end() - 1), 'a');
  EXPECT_LT(first, word.end());
  EXPECT_EQ(std::as_const(word).begin(), first);
  auto at = first;
  EXPECT_EQ(*at++, 'b');
  EXPECT_EQ(*at--, 'a');
  EXPECT_EQ(at, first);
  EXPECT_EQ(std::ranges::iterator_t<letters>(), std::ranges::iterator_t<letters>());
}

TEST(D6_sequence_facade, works_with_algorithms_and_views_of_the_standard_library) {
  letters word("banana");
  std::ranges::sort(word);
  EXPECT_EQ(word.text(), "aaabnn");
  std::sort(word.begin(), word.end(), std::greater());
  EXPECT_EQ(word.text(), "nnbaaa");
  const squares many(100);
  EXPECT_EQ(*std::ranges::lower_bound(many, 50), 64);
  EXPECT_EQ(all_of(many | std::views::drop(97) | std::views::reverse), (numbers{99 * 99, 98 * 98, 97 * 97}));
  EXPECT_EQ(text_of(word.reversed() | std::views::take(3)), "aaa");
}

TEST(D6_sequence_facade, works_with_views_of_range_v3) {
  const squares five(5);
  const letters word("abc");
  EXPECT_TRUE(ranges::equal(ranges::views::reverse(five), five.reversed()));

  std::string pairs;
  for (auto&& [number, letter] : ranges::views::zip(five, word)) {
    pairs += std::format("{}{} ", number, letter);
  }
  EXPECT_EQ(pairs, "0a 1b 4c ");

  std::vector<numbers> chunks;
  for (auto&& chunk : ranges::views::chunk(five, 2)) {
    chunks.push_back(all_of(chunk));
  }
  EXPECT_EQ(chunks, (std::vector<numbers>{{0, 1}, {4, 9}, {16}}));

  numbers steps;
  for (auto&& pair : ranges::views::sliding(five, 2)) {
    steps.push_back(pair[1] - pair[0]);
  }
  EXPECT_EQ(steps, (numbers{1, 3, 5, 7}));
}

}  // namespace
