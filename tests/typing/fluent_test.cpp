#include "googletest.hpp"

import googletest;
import std;
import patterns.typing;

namespace {

using patterns::typing::fluent;
using patterns::typing::fluent_class;

// An intermediate base, and a second one above it.
template <class Derived>
class shape : public fluent<Derived> {
 public:
  constexpr Derived& color(std::string_view name) & {
    return this->chain([&] { color_ = name; });
  }
  [[nodiscard]] constexpr Derived color(std::string_view name) && {
    return std::move(*this).chain([&] { color_ = name; });
  }
  constexpr std::string_view color() const { return color_; }

 private:
  std::string_view color_ = "black";
};

template <class Derived>
class round_shape : public shape<Derived> {
 public:
  constexpr Derived& radius(double length) & {
    radius_ = length;
    return this->self();
  }
  [[nodiscard]] constexpr Derived radius(double length) && {
    radius_ = length;
    return std::move(*this).self();
  }
  constexpr double radius() const { return radius_; }

 private:
  double radius_ = 1;
};

class circle final : public round_shape<circle> {
 public:
  constexpr circle& filled() & {
    return chain([](circle& object) { object.filled_ = true; });
  }
  [[nodiscard]] constexpr circle filled() && {
    return std::move(*this).chain([](circle& object) { object.filled_ = true; });
  }
  constexpr bool is_filled() const { return filled_; }
  constexpr const circle& itself() const { return self(); }
  int set_layer(int layer) { return std::exchange(layer_, layer); }
  int layer() const { return layer_; }

 private:
  bool filled_ = false;
  int layer_ = 0;
};

constexpr circle make() {
  return {};
}

static_assert(fluent_class<circle>);
static_assert(!fluent_class<shape<circle>> && !fluent_class<int>);
static_assert(std::is_empty_v<fluent<circle>>);

static_assert(std::same_as<decltype(std::declval<circle&>().color("red")), circle&>);
static_assert(std::same_as<decltype(std::declval<circle&>().color("red").radius(2).filled()), circle&>);
static_assert(std::same_as<decltype(make().color("red")), circle>, "a value, which no reference outlives");
static_assert(std::same_as<decltype(make().color("red").radius(2).filled()), circle>);
static_assert(std::same_as<decltype(std::declval<circle&>().with(&circle::set_layer, 1)), circle&>);
static_assert(std::same_as<decltype(make().with(&circle::set_layer, 1)), circle>);
static_assert(make().color("red").radius(2).filled().radius() == 2, "usable in constant expressions");

template <class T, class... Args>
concept can_do = requires(T&& object, Args... args) { std::forward<T>(object).with(args...); };
static_assert(can_do<circle&, int (circle::*)(int), int>);
static_assert(!can_do<const circle&, int (circle::*)(int), int>);
static_assert(!can_do<circle&, int (circle::*)(int), std::string>);

// Chains, but only where it stands.
class pinned final : public fluent<pinned> {
 public:
  pinned() = default;
  pinned(const pinned&) = delete;
  pinned& operator=(const pinned&) = delete;
  int value = 0;
};
static_assert(can_do<pinned&, int pinned::*> && !can_do<pinned, int pinned::*>);

class basket final : public fluent<basket> {
 public:
  basket& add(std::unique_ptr<int> item) & {
    return chain([&] { items.push_back(std::move(item)); });
  }
  [[nodiscard]] basket add(std::unique_ptr<int> item) && {
    return std::move(*this).chain([&] { items.push_back(std::move(item)); });
  }
  std::vector<std::unique_ptr<int>> items;
};

TEST(B13_fluent, a_chain_on_an_object_changes_that_object) {
  circle wheel;
  circle& same = wheel.color("red").radius(2).filled().color("blue");
  EXPECT_EQ(&same, &wheel);
  EXPECT_EQ(wheel.color(), "blue");
  EXPECT_EQ(wheel.radius(), 2);
  EXPECT_TRUE(wheel.is_filled());
  EXPECT_EQ(&wheel.itself(), &wheel);
}

TEST(B13_fluent, a_chain_on_a_temporary_may_be_kept_by_value_or_by_reference) {
  const auto kept = make().color("red").filled();
  auto&& bound = make().color("blue").radius(3);
  EXPECT_EQ(kept.color(), "red");
  EXPECT_EQ(bound.color(), "blue");
  EXPECT_EQ(bound.radius(), 3);
}

TEST(B13_fluent, carries_what_can_only_be_moved) {
  const auto full = basket().add(std::make_unique<int>(1)).add(std::make_unique<int>(2));
  ASSERT_EQ(full.items.size(), 2U);
  EXPECT_EQ(*full.items.back(), 2);
}

TEST(B13_fluent, chains_functions_that_were_not_written_for_it) {
  circle wheel;
  wheel.with(&circle::set_layer, 4).with([](circle& object, double length) { object.radius(length); }, 2.5);
  EXPECT_EQ(wheel.layer(), 4);
  EXPECT_EQ(wheel.radius(), 2.5);
  EXPECT_EQ(make().with(&circle::set_layer, 7).color("red").layer(), 7);
}

TEST(B13_fluent, a_step_that_throws_ends_the_chain) {
  circle wheel;
  EXPECT_THROW(wheel.color("red").with([](circle&) { throw std::runtime_error("step"); }).color("blue"),
               std::runtime_error);
  EXPECT_EQ(wheel.color(), "red");
}

}  // namespace
