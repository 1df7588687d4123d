#include "googletest.hpp"

import googletest;
import std;
import patterns.data_model;

namespace {

using patterns::data_model::finite_numbers;
using patterns::data_model::immutable;
using patterns::data_model::in_range;
using patterns::data_model::non_empty;
using patterns::data_model::repr;
using patterns::data_model::validated;
using patterns::data_model::validation_error;
using patterns::data_model::validator;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

struct point {
  double x = 0;
  double y = 0;
  [[nodiscard]] bool operator==(const point&) const = default;
  [[nodiscard]] auto operator<=>(const point&) const = default;
};

struct track {
  std::string name;
  std::vector<point> points{};
  std::optional<float> length{};
};

struct tree {
  double weight = 0;
  std::vector<tree> branches{};
};

class hides_its_members {
 public:
  explicit hides_its_members(double number) : number_(number) {}
  [[nodiscard]] double number() const { return number_; }

 private:
  double number_;
};

static_assert(immutable<point>::make({1, 2}) == immutable<point>::make({1, 2}));
static_assert(immutable<point>::make({1, 2})->y == 2);
static_assert(!immutable<point>::try_make({1, infinity}) && !immutable<point>::try_make({nan, 0}));
static_assert(immutable<point>::make({1, 2}).with([](point& p) { p.x = 3; }).value() == point{3, 2});
static_assert(immutable<int, in_range<1, 6>>::try_make(6) && !immutable<int, in_range<1, 6>>::try_make(7));

static_assert(sizeof(immutable<point>) == sizeof(point));
static_assert(!std::is_constructible_v<immutable<point>, point> && !std::default_initializable<immutable<point>>);
static_assert(!std::is_copy_assignable_v<immutable<point>> && !std::is_move_assignable_v<immutable<point>>);
static_assert(std::copy_constructible<immutable<point>>);
// Neither does anybody else get at the constructor that std::optional calls.
template <class Immutable>
concept can_be_made_unchecked = requires(typename Immutable::value_type value) { Immutable({}, std::move(value)); };
static_assert(!can_be_made_unchecked<immutable<double>>);
static_assert(std::same_as<decltype(*immutable<point>::make({})), const point&>);

static_assert(validator<finite_numbers, point> && validator<finite_numbers, tree> &&
              validator<finite_numbers, std::string>);
static_assert(!validator<finite_numbers, double*> && !validator<finite_numbers, hides_its_members>);

template <class Function>
std::string message_of(Function function) {
  try {
    function();
  } catch (const validation_error& error) {
    return error.what();
  }
  return "no exception";
}

TEST(B1_immutable, is_made_of_a_value_that_keeps_the_rule) {
  const auto place = immutable<point>::make({.x = 1.5, .y = -2});
  EXPECT_EQ(place->x, 1.5);
  EXPECT_EQ(*place, (point{1.5, -2}));
  EXPECT_EQ((immutable<std::string, non_empty>::make("ada").value()), "ada");
}

TEST(B1_immutable, refuses_what_is_not_a_finite_number_and_shows_it) {
  EXPECT_EQ(message_of([] { (void)immutable<point>::make({1, nan}); }), "point = point(x=1.0, y=nan): must be finite");
  EXPECT_EQ(message_of([] { (void)immutable<point>::make({-infinity, 0}); }),
            "point = point(x=-inf, y=0.0): must be finite");
  EXPECT_EQ(message_of([] { (void)immutable<double>::make(-nan); }).substr(0, 9), "double = ");
}

TEST(B1_immutable, has_a_factory_that_returns_nothing_instead) {
  EXPECT_FALSE(immutable<point>::try_make({nan, 0}));
  EXPECT_FALSE(immutable<float>::try_make(std::numeric_limits<float>::infinity()));
  EXPECT_FALSE(immutable<long double>::try_make(-std::numeric_limits<long double>::infinity()));
  const auto place = immutable<point>::try_make({1, 2});
  ASSERT_TRUE(place);
  EXPECT_EQ(place->value(), (point{1, 2}));
}

TEST(B1_immutable, takes_the_largest_and_the_smallest_numbers) {
  using limits = std::numeric_limits<double>;
  for (const double number : {limits::max(), limits::lowest(), limits::denorm_min(), -0.0}) {
    EXPECT_EQ(*immutable<double>::make(number), number);
  }
}

TEST(B1_immutable, is_not_emptied_by_being_moved) {
  auto first = immutable<std::string, non_empty>::make(std::string(40, 'a'));
  const auto second = std::move(first);
  EXPECT_EQ(first.value(), std::string(40, 'a'));
  EXPECT_EQ(first, second);
}

TEST(B1_immutable, checks_a_changed_copy_and_stays_as_it_is) {
  const auto place = immutable<point>::make({1, 2});
  EXPECT_EQ(message_of([&] { (void)place.with([](point& p) { p.y /= 0.0; }); }),
            "point = point(x=1.0, y=inf): must be finite");
  EXPECT_EQ(place.value(), (point{1, 2}));
}

TEST(B1_immutable, compares_hashes_and_formats_as_its_value) {
  EXPECT_LT(immutable<point>::make({1, 2}), immutable<point>::make({1, 3}));
  EXPECT_EQ(std::hash<immutable<double>>{}(immutable<double>::make(2.5)), std::hash<double>{}(2.5));
  EXPECT_EQ(std::format("{:.2f}", immutable<double>::make(2.5)), "2.50");
  EXPECT_EQ(repr(immutable<point>::make({1, 2})), "point(x=1.0, y=2.0)");
}

TEST(B1_finite_numbers, looks_into_whatever_holds_numbers) {
  EXPECT_TRUE(finite_numbers{}(track{"lap", {{1, 2}}, 3.0F}));
  EXPECT_FALSE(finite_numbers{}(track{"lap", {{1, 2}, {3, nan}}, 3.0F}));
  EXPECT_FALSE(finite_numbers{}(track{"lap", {}, std::numeric_limits<float>::infinity()}));
  EXPECT_TRUE(finite_numbers{}(tree{1, {{2, {}}}}));
  EXPECT_FALSE(finite_numbers{}(tree{1, {{2, {{infinity, {}}}}}}));
  EXPECT_FALSE(finite_numbers{}(std::tuple(1, 2.0, nan)));
  EXPECT_FALSE(finite_numbers{}(std::map<int, double>{{1, nan}}));
  EXPECT_FALSE(finite_numbers{}(std::variant<int, double>(infinity)));
  EXPECT_TRUE(finite_numbers{}(std::variant<int, double>(1)));
  EXPECT_FALSE(finite_numbers{}(std::complex<double>(0, nan)));
  EXPECT_FALSE(finite_numbers{}(std::chrono::duration<double>(infinity)));
  const double numbers[2][2]{{1, 2}, {3, nan}};
  EXPECT_FALSE(finite_numbers{}(numbers));
  EXPECT_TRUE(finite_numbers{}(std::vector<bool>{true}));
  EXPECT_TRUE(finite_numbers{}(std::optional<double>()));
}

TEST(B1_finite_numbers, is_a_rule_for_a_member_too) {
  validated<double, finite_numbers, "point", "x"> x = 1.0;
  EXPECT_EQ(message_of([&] { x = infinity; }), "point.x = inf: must be finite");
  EXPECT_EQ(x, 1.0);
  EXPECT_FALSE(finite_numbers{}(std::vector{immutable<double, in_range<0.0, infinity>>::make(infinity)}));
}

}  // namespace
