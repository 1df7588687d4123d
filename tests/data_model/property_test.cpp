#include "googletest.hpp"

import googletest;
import std;
import patterns.meta;
import patterns.data_model;

namespace {

using patterns::data_model::property;
using patterns::data_model::readable_property;
using patterns::data_model::writable_property;

template <class Owner>
struct with_area {
  static double get(const Owner& self) { return self.width * self.height; }
  [[nodiscard]] bool operator==(const with_area&) const = default;
  [[no_unique_address]] property<double, Owner, with_area> area;
};

template <class Owner>
struct with_label {
  static std::string get(const Owner& self) { return std::format("{}x{}", self.width, self.height); }
  [[nodiscard]] bool operator==(const with_label&) const = default;
  [[no_unique_address]] property<std::string, Owner, with_label> label;
};

struct rectangle : with_area<rectangle>, with_label<rectangle> {
  double width = 0;
  double height = 0;

  rectangle(double w, double h) : width(w), height(h) {}
  [[nodiscard]] bool operator==(const rectangle&) const = default;
};

struct bare_rectangle {
  double width = 0;
  double height = 0;
};

// A slot that is no template: its owner is declared before, and completed after.
class thermometer;

struct fahrenheit_slot {
  static double get(const thermometer& self) noexcept;
  static void set(thermometer& self, double degrees);
  [[no_unique_address]] property<double, thermometer, fahrenheit_slot> fahrenheit;
};

class thermometer : public fahrenheit_slot {
 public:
  explicit thermometer(double celsius) : celsius_(celsius) {}
  [[nodiscard]] double celsius() const { return celsius_; }

 private:
  friend fahrenheit_slot;
  double celsius_;
};

double fahrenheit_slot::get(const thermometer& self) noexcept {
  return self.celsius_ * 9 / 5 + 32;
}

void fahrenheit_slot::set(thermometer& self, double degrees) {
  const double celsius = (degrees - 32) * 5 / 9;
  if (celsius < -273.15) {
    throw std::domain_error(std::format("thermometer.fahrenheit = {}: below absolute zero", degrees));
  }
  self.celsius_ = celsius;
}

struct person;

struct name_slot {
  static const std::string& get(const person& self);
  static void set(person& self, std::string name);
  [[no_unique_address]] property<const std::string&, person, name_slot> name;
};

struct person : name_slot {
  std::string first;
  int reads_and_writes = 0;
};

const std::string& name_slot::get(const person& self) {
  return self.first;
}
void name_slot::set(person& self, std::string name) {
  ++self.reads_and_writes;
  self.first = std::move(name);
}

template <class Owner>
struct counts_reads {
  static int get(const Owner& self) { return ++self.reads; }
  [[no_unique_address]] property<int, Owner, counts_reads> next;
};

// Not at the beginning of its owner: a table of virtual functions and another base class come before it.
struct has_state {
  std::uint64_t state = 7;
  virtual ~has_state() = default;
};
struct counter : has_state, counts_reads<counter> {
  mutable int reads = 0;
};
struct derived_counter : counter {
  int more = 1;
};

template <class Owner>
struct fails {
  static int get(const Owner&) { throw std::domain_error("no value"); }
  [[no_unique_address]] property<int, Owner, fails> value;
};
struct failing : fails<failing> {};

// It takes no memory, and an owner stays what it was.
static_assert(sizeof(rectangle) == sizeof(bare_rectangle));
static_assert(sizeof(thermometer) == sizeof(double));
static_assert(std::is_empty_v<failing>);
static_assert(std::is_trivially_copyable_v<rectangle>);
static_assert(std::is_nothrow_move_constructible_v<person>);

static_assert(readable_property<with_area<rectangle>, rectangle, double>);
static_assert(!writable_property<with_area<rectangle>, rectangle, double>);
static_assert(writable_property<fahrenheit_slot, thermometer, int>);
static_assert(!writable_property<fahrenheit_slot, thermometer, std::string>);

using area_property = decltype(rectangle::area);
using fahrenheit_property = decltype(thermometer::fahrenheit);
static_assert(std::convertible_to<const area_property&, double>);
static_assert(!std::is_assignable_v<area_property&, double>);
static_assert(std::is_assignable_v<fahrenheit_property&, double>);
static_assert(!std::is_assignable_v<const fahrenheit_property&, double>);
static_assert(!std::is_copy_constructible_v<area_property>);
static_assert(!std::is_copy_assignable_v<fahrenheit_property>);
static_assert(noexcept(std::declval<const thermometer&>().fahrenheit()));
static_assert(!noexcept(std::declval<const rectangle&>().area()));

template <class T, class U>
concept can_be_increased_by = requires(T& left, const U& right) { left += right; };
static_assert(can_be_increased_by<fahrenheit_property, int>);
static_assert(!can_be_increased_by<fahrenheit_property, std::string>);
static_assert(!can_be_increased_by<area_property, int>);

template <class T, class U>
concept comparable = requires(const T& left, const U& right) { left == right; };
static_assert(comparable<area_property, int>);
static_assert(!comparable<area_property, std::string>);

// The fields of a record are its own, and a slot has one.
static_assert(!patterns::meta::record<person>);

// The slot is a descriptor in the sense of row B24.
static_assert(patterns::meta::data_descriptor<fahrenheit_slot, thermometer, double>);
static_assert(patterns::meta::non_data_descriptor<with_area<rectangle>, rectangle, double>);

TEST(A6_property, reads_like_a_field) {
  rectangle wall(3, 4);
  const double area = wall.area;
  EXPECT_EQ(area, 12.0);
  EXPECT_EQ(wall.area + 1, 13.0);
  EXPECT_EQ(std::as_const(wall).label(), "3x4");
}

TEST(A6_property, follows_every_change_of_its_object) {
  rectangle wall(3, 4);
  wall.width = 10;
  EXPECT_EQ(wall.area, 40.0);
  EXPECT_EQ(*wall.label, "10x4");
}

TEST(A6_property, belongs_to_each_copy_after_copying_moving_and_swapping) {
  rectangle wall(3, 4);
  rectangle copy = wall;
  copy.width = 5;
  EXPECT_EQ(wall.area, 12.0);
  EXPECT_EQ(copy.area, 20.0);
  std::swap(wall, copy);
  EXPECT_EQ(wall.area, 20.0);
  EXPECT_EQ(copy.area, 12.0);
  wall = std::move(copy);
  EXPECT_EQ(wall.area, 12.0);
  std::vector<rectangle> many;
  for (int i = 0; i < 100; ++i) {
    many.emplace_back(i, 1);
  }
  EXPECT_EQ(many.back().area, 99.0);
}

TEST(A6_property, is_written_like_a_field_where_there_is_a_setter) {
  thermometer outside(0);
  EXPECT_EQ(outside.fahrenheit, 32);
  outside.fahrenheit = 212;
  EXPECT_DOUBLE_EQ(outside.celsius(), 100.0);
  outside.fahrenheit -= 180;
  outside.fahrenheit += 18;
  EXPECT_DOUBLE_EQ(outside.celsius(), 10.0);
  outside.fahrenheit *= 2;
  EXPECT_DOUBLE_EQ(outside.fahrenheit, 100.0);
  outside.fahrenheit /= 2;
  EXPECT_DOUBLE_EQ(outside.fahrenheit, 50.0);
}

TEST(A6_property, is_written_from_another_property_by_its_value) {
  thermometer here(0);
  const thermometer there(100);
  here.fahrenheit = *there.fahrenheit;
  EXPECT_DOUBLE_EQ(here.celsius(), 100.0);
}

TEST(A6_property, keeps_the_old_value_when_the_setter_refuses) {
  thermometer outside(20);
  try {
    outside.fahrenheit = -500;
    FAIL() << "no exception";
  } catch (const std::domain_error& error) {
    EXPECT_STREQ(error.what(), "thermometer.fahrenheit = -500: below absolute zero");
  }
  EXPECT_EQ(outside.celsius(), 20.0);
  EXPECT_THROW(outside.fahrenheit.modify([](double& degrees) { degrees = -1000; }), std::domain_error);
  EXPECT_EQ(outside.celsius(), 20.0);
}

TEST(A6_property, gives_a_reference_if_it_says_so) {
  person ada;
  ada.name = "Ada";
  EXPECT_EQ(&*ada.name, &ada.first);
  const std::string& direct = ada.name;
  EXPECT_EQ(&direct, &ada.first);
  EXPECT_EQ(ada.name->size(), 3U);
  ada.name += " Lovelace";
  ada.name.modify([](std::string& name) { name += "!"; });
  EXPECT_EQ(ada.first, "Ada Lovelace!");
  EXPECT_EQ(ada.reads_and_writes, 3);
}

TEST(A6_property, reaches_the_members_of_a_result_that_is_a_value) {
  const rectangle wall(3, 4);
  EXPECT_EQ(wall.label->size(), 3U);
  EXPECT_EQ(wall.label->substr(1), "x4");
}

TEST(A6_property, calls_the_getter_once_for_each_use) {
  const counter visits;
  EXPECT_EQ(visits.next(), 1);
  EXPECT_EQ(*visits.next, 2);
  EXPECT_TRUE(visits.next == 3);
  EXPECT_TRUE(visits.next < 5);
  EXPECT_EQ(visits.reads, 4);
}

TEST(A6_property, finds_its_object_wherever_the_slot_lies_in_it) {
  const derived_counter visits;
  const counter& base = visits;
  EXPECT_EQ(visits.next(), 1);
  EXPECT_EQ(base.next(), 2);
  EXPECT_EQ(visits.state, 7U);
  EXPECT_EQ(visits.more, 1);
}

TEST(A6_property, compares_as_its_result) {
  const rectangle wall(3, 4);
  const rectangle door(2, 6);
  EXPECT_TRUE(wall.area == 12);
  EXPECT_TRUE(12.0f == wall.area);
  EXPECT_TRUE(wall.area > 11.5);
  EXPECT_TRUE(wall.label == "3x4");
  EXPECT_TRUE(wall.label < std::string("4"));
  EXPECT_TRUE(wall.area == door.area);
  EXPECT_TRUE(wall.label > door.label);
}

TEST(A6_property, lets_its_owner_be_compared_by_default) {
  EXPECT_TRUE(rectangle(3, 4) == rectangle(3, 4));
  EXPECT_FALSE(rectangle(3, 4) == rectangle(4, 3));
}

TEST(A6_property, formats_as_its_result) {
  const rectangle wall(3, 4);
  EXPECT_EQ(std::format("{:.1f}|{:>5}", wall.area, wall.label), "12.0|  3x4");
}

TEST(A6_property, lets_the_exception_of_the_getter_pass) {
  const failing object;
  EXPECT_THROW((void)object.value(), std::domain_error);
  EXPECT_THROW((void)(object.value == 1), std::domain_error);
}

}  // namespace
