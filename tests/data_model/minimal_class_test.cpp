#include "googletest.hpp"

import googletest;
import std;
import patterns.data_model;
import patterns.meta;

using namespace patterns::data_model;

namespace {

struct empty {};

struct address {
  std::string street;
  int number = 0;
};

struct person {
  std::string name;
  int age = 0;
  std::vector<address> homes;
  std::optional<address> office;
};

template <class T>
concept works_unmodified =
    patterns::meta::record<T> && has_repr<T> && picklable<T> && deeply_copyable<T> && requires(const T& value) {
      { record_equal(value, value) } -> std::same_as<bool>;
      { record_hash(value) } -> std::same_as<std::size_t>;
      as_tuple(value);
      shallow_copy(value);
    };

static_assert(works_unmodified<address> && works_unmodified<person>);
static_assert(patterns::meta::field_count<person> == 4 && patterns::meta::field_names<person>[2] == "homes");

}  // namespace

TEST(A1_minimal_class, is_shown_compared_hashed_and_replaced) {
  const person ana{"Ana", 30, {{"Main Street", 5}}, address{"Quay", 1}};
  EXPECT_EQ(repr(ana),
            "person(name='Ana', age=30, homes=[address(street='Main Street', number=5)], "
            "office=address(street='Quay', number=1))");
  const person older = replace(ana, field<"age">(31));
  EXPECT_FALSE(record_equal(ana, older));
  EXPECT_TRUE(record_compare(ana, older) < 0);
  EXPECT_EQ(record_hash(ana), record_hash(replace(older, field<"age">(30))));
  EXPECT_EQ(std::get<1>(as_tuple(older)), 31);
}

TEST(A1_minimal_class, is_pickled) {
  const person ana{"Ana", 30, {{"Main Street", 5}}, address{"Quay", 1}};
  EXPECT_TRUE(record_equal(loads<person>(dumps(ana)), ana));
}

TEST(A1_minimal_class, is_copied) {
  const person ana{"Ana", 30, {{"Main Street", 5}}, std::nullopt};
  EXPECT_TRUE(record_equal(deep_copy(ana), ana));
  EXPECT_TRUE(record_equal(shallow_copy(ana), ana));
}

TEST(A1_minimal_class, may_be_empty) {
  EXPECT_EQ(repr(empty{}), "empty()");
  EXPECT_TRUE(record_equal(loads<empty>(dumps(empty{})), deep_copy(empty{})));
}
