#include "googletest.hpp"

import googletest;
import std;
import patterns.data_model;

namespace {

using patterns::data_model::total_ordering;

struct version : total_ordering<version> {
  int major;
  int minor;
  constexpr version(int first, int second) : major(first), minor(second) {}
  constexpr bool operator==(const version&) const = default;
  constexpr bool operator<(const version& other) const {
    return std::tie(major, minor) < std::tie(other.major, other.minor);
  }
};

// With operators as friends, and an order in which NaN has no place.
class reading : public total_ordering<reading, std::partial_ordering> {
 public:
  explicit constexpr reading(double value) : value_(value) {}
  friend constexpr bool operator==(const reading& left, const reading& right) { return left.value_ == right.value_; }
  friend constexpr bool operator<(const reading& left, const reading& right) { return left.value_ < right.value_; }

 private:
  double value_;
};

struct without_less : total_ordering<without_less> {
  bool operator==(const without_less&) const = default;
};

struct without_equal : total_ordering<without_equal> {
  bool operator<(const without_equal&) const { return false; }
};

static_assert(std::totally_ordered<version> && std::three_way_comparable<version, std::weak_ordering>);
static_assert(std::three_way_comparable<reading> && !std::three_way_comparable<reading, std::weak_ordering>);
static_assert(!std::three_way_comparable<without_less> && !std::totally_ordered<without_less>);
static_assert(!std::equality_comparable<without_equal> && !std::three_way_comparable<without_equal>);
static_assert(sizeof(version) == 2 * sizeof(int));
static_assert(version{1, 2} <= version{1, 2});

TEST(D7_total_ordering, gives_all_comparisons_that_agree_with_each_other) {
  const std::vector<version> versions{{1, 0}, {1, 2}, {1, 2}, {2, 0}};
  for (const auto& left : versions) {
    for (const auto& right : versions) {
      const auto expected = std::tie(left.major, left.minor) <=> std::tie(right.major, right.minor);
      EXPECT_EQ(left <=> right, expected);
      EXPECT_EQ(left < right, expected < 0);
      EXPECT_EQ(left <= right, expected <= 0);
      EXPECT_EQ(left > right, expected > 0);
      EXPECT_EQ(left >= right, expected >= 0);
      EXPECT_EQ(left == right, expected == 0);
      EXPECT_EQ(left != right, expected != 0);
    }
  }
}

TEST(D7_total_ordering, works_in_sorted_containers_and_algorithms) {
  const std::set<version, std::greater<>> newest_first{{1, 0}, {2, 1}, {1, 5}, {2, 1}};
  EXPECT_EQ(newest_first.size(), 3U);
  EXPECT_EQ(*newest_first.begin(), version(2, 1));
  EXPECT_EQ(std::ranges::max(std::vector<version>{{1, 0}, {3, 0}, {2, 9}}), version(3, 0));
}

TEST(D7_total_ordering, knows_objects_without_an_order_if_it_is_told_so) {
  const reading nothing(std::numeric_limits<double>::quiet_NaN());
  EXPECT_EQ(reading(1) <=> reading(2), std::partial_ordering::less);
  EXPECT_EQ(reading(2) <=> reading(1), std::partial_ordering::greater);
  EXPECT_EQ(reading(1) <=> reading(1), std::partial_ordering::equivalent);
  EXPECT_EQ(reading(1) <=> nothing, std::partial_ordering::unordered);
  EXPECT_FALSE(nothing >= reading(1));
  EXPECT_FALSE(nothing <= reading(1));
}

}  // namespace
