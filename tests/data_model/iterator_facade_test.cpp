#include "googletest.hpp"

#include <range/v3/algorithm/equal.hpp>
#include <range/v3/range/concepts.hpp>
#include <range/v3/range/traits.hpp>
#include <range/v3/view/chunk.hpp>
#include <range/v3/view/transform.hpp>
#include <range/v3/view/zip.hpp>

import googletest;
import std;
import patterns.data_model;

namespace {

using patterns::data_model::countdown;
using patterns::data_model::iterator_facade;
using patterns::data_model::iterator_source;

/// The words of a text, until one is "stop"; at "fail" it throws, once.
class words : public iterator_facade<words> {
 public:
  explicit words(std::string text) : text_(std::move(text)) {}

  std::optional<std::string> next() {
    ++calls_;
    std::string word;
    if (!(text_ >> word) || word == "stop") {
      return std::nullopt;
    }
    if (word == "fail") {
      throw std::runtime_error("no word");
    }
    return word;
  }

  [[nodiscard]] int calls() const { return calls_; }

 private:
  std::istringstream text_;
  int calls_ = 0;
};

class owners : public iterator_facade<owners> {
 public:
  std::optional<std::unique_ptr<int>> next() {
    return left_ > 0 ? std::optional(std::make_unique<int>(left_--)) : std::nullopt;
  }

 private:
  int left_ = 2;
};

struct no_next : iterator_facade<no_next> {};
struct next_without_end : iterator_facade<next_without_end> {
  int next();
};

static_assert(iterator_source<countdown<>> && iterator_source<words> && iterator_source<owners>);
static_assert(!iterator_source<no_next> && !iterator_source<next_without_end> && !iterator_source<const words>);
static_assert(std::ranges::input_range<countdown<>> && !std::ranges::forward_range<countdown<>>);
static_assert(std::ranges::input_range<words> && std::ranges::input_range<owners>);
static_assert(!std::ranges::range<const words> && !std::ranges::range<no_next>);
static_assert(!std::ranges::range<next_without_end>);
static_assert(ranges::input_range<countdown<>> && !ranges::forward_range<countdown<>>);
static_assert(ranges::input_range<words>);
static_assert(std::ranges::viewable_range<words> && std::ranges::viewable_range<words&>);
static_assert(ranges::viewable_range<words&>);
static_assert(std::same_as<std::ranges::range_value_t<words>, std::string>);
static_assert(std::same_as<ranges::range_value_t<countdown<long>>, long>);
static_assert(std::is_empty_v<iterator_facade<words>>);

template <class Range>
auto all_of(Range&& range) {
  std::vector<std::ranges::range_value_t<Range>> all;
  for (auto&& each : range) {
    all.push_back(std::forward<decltype(each)>(each));
  }
  return all;
}

using numbers = std::vector<int>;
using texts = std::vector<std::string>;

static_assert([] {
  int sum = 0;
  for (const int each : countdown(4)) {
    sum = 10 * sum + each;
  }
  return sum == 4321;
}());

TEST(A15_countdown, counts_from_its_number_to_one) {
  EXPECT_EQ(all_of(countdown(3)), (numbers{3, 2, 1}));
  EXPECT_EQ(all_of(countdown(1)), numbers{1});
}

TEST(A15_countdown, has_nothing_to_count_from_zero_or_below) {
  EXPECT_EQ(all_of(countdown(0)), numbers{});
  EXPECT_EQ(all_of(countdown(-5)), numbers{});
  EXPECT_EQ(all_of(countdown(std::numeric_limits<int>::min())), numbers{});
}

TEST(A15_countdown, begins_with_the_largest_number_of_its_type) {
  countdown<std::uint64_t> from(std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(from.next(), std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(from.next(), std::numeric_limits<std::uint64_t>::max() - 1);
  EXPECT_EQ(all_of(countdown<std::uint8_t>(255)).size(), 255U);
}

TEST(A15_countdown, is_at_its_end_for_ever) {
  countdown count(1);
  EXPECT_EQ(count.next(), 1);
  EXPECT_EQ(count.next(), std::nullopt);
  EXPECT_EQ(count.next(), std::nullopt);
  EXPECT_EQ(count.begin(), count.end());
}

TEST(A15_iterator_facade, gives_what_next_gives_until_it_gives_nothing) {
  EXPECT_EQ(all_of(words("to be or stop not")), (texts{"to", "be", "or"}));
  EXPECT_EQ(all_of(words("")), texts{});
}

TEST(A15_iterator_facade, asks_for_no_value_before_it_is_wanted) {
  words some("a b c");
  EXPECT_EQ(some.calls(), 0);
  auto at = some.begin();
  EXPECT_EQ(some.calls(), 1);
  EXPECT_EQ(*at, "a");
  EXPECT_EQ(at->size(), 1U);
  EXPECT_EQ(some.calls(), 1);
  ++at;
  EXPECT_EQ(some.calls(), 2);
}

TEST(A15_iterator_facade, goes_on_where_an_earlier_walk_stopped) {
  countdown count(5);
  for (const int each : count) {
    if (each == 4) {
      break;
    }
  }
  EXPECT_EQ(all_of(count), (numbers{3, 2, 1}));
}

TEST(A15_iterator_facade, keeps_the_value_when_next_throws) {
  words some("a fail b");
  auto at = some.begin();
  EXPECT_THROW(++at, std::runtime_error);
  EXPECT_EQ(*at, "a");
  ++at;
  EXPECT_EQ(*at, "b");
}

TEST(A15_iterator_facade, hands_over_values_that_cannot_be_copied) {
  std::vector<std::unique_ptr<int>> kept;
  for (auto& each : owners()) {
    kept.push_back(std::move(each));
  }
  ASSERT_EQ(kept.size(), 2U);
  EXPECT_EQ(*kept[0], 2);
  EXPECT_EQ(*kept[1], 1);
}

TEST(A15_iterator_facade, has_an_iterator_without_a_source_at_its_end) {
  EXPECT_EQ(decltype(countdown(1).begin())(), std::default_sentinel);
}

TEST(A15_iterator_facade, works_with_the_views_of_the_standard_library) {
  const auto even = [](int each) { return each % 2 == 0; };
  const auto squared = [](int each) { return each * each; };
  EXPECT_EQ(all_of(countdown(6) | std::views::filter(even) | std::views::transform(squared)), (numbers{36, 16, 4}));
  EXPECT_EQ(all_of(countdown(9) | std::views::take(2)), (numbers{9, 8}));
  EXPECT_EQ(all_of(words("a bc") | std::views::join), (std::vector<char>{'a', 'b', 'c'}));
  numbers copy;
  std::ranges::copy(countdown(3), std::back_inserter(copy));
  EXPECT_EQ(copy, (numbers{3, 2, 1}));
  countdown down(3);
  EXPECT_EQ(*std::ranges::find(down, 2), 2);
}

TEST(A15_iterator_facade, is_referred_to_by_a_view_if_it_has_a_name) {
  countdown count(3);
  EXPECT_EQ(all_of(count | std::views::transform([](int each) { return -each; })), (numbers{-3, -2, -1}));
  EXPECT_EQ(count.next(), std::nullopt);
}

TEST(A15_iterator_facade, works_with_the_views_of_range_v3) {
  countdown count(5);
  EXPECT_EQ(all_of(count | ranges::views::transform([](int each) { return each * 10; })),
            (numbers{50, 40, 30, 20, 10}));

  countdown left(3);
  words names("three two one zero");
  texts pairs;
  for (auto&& [number, name] : ranges::views::zip(left, names)) {
    pairs.push_back(std::format("{} {}", number, name));
  }
  EXPECT_EQ(pairs, (texts{"3 three", "2 two", "1 one"}));

  countdown many(5);
  std::vector<numbers> chunks;
  for (auto chunk : many | ranges::views::chunk(2)) {
    chunks.emplace_back();
    for (const int each : chunk) {
      chunks.back().push_back(each);
    }
  }
  EXPECT_EQ(chunks, (std::vector<numbers>{{5, 4}, {3, 2}, {1}}));

  countdown again(2);
  EXPECT_TRUE(ranges::equal(again, numbers{2, 1}));
}

}  // namespace
