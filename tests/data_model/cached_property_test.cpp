#include "googletest.hpp"

import googletest;
import std;
import patterns.data_model;

namespace {

using patterns::data_model::cached_property;
using patterns::data_model::property;
using patterns::data_model::property_computation;
using patterns::data_model::property_cycle_error;

class report {
 public:
  explicit report(std::vector<int> rows) : rows_(std::move(rows)) {}

  [[nodiscard]] const int& total() const {
    return total_.get([this] {
      ++computations;
      return std::accumulate(rows_.begin(), rows_.end(), 0);
    });
  }
  void add(int row) {
    rows_.push_back(row);
    total_.reset();
  }
  [[nodiscard]] bool is_computed() const { return total_.has_value(); }
  [[nodiscard]] bool operator==(const report&) const = default;

  static inline int computations = 0;

 private:
  std::vector<int> rows_;
  cached_property<int> total_;
};

struct immovable {
  int value;
  explicit immovable(int v) : value(v) {}
  immovable(const immovable&) = delete;
  immovable& operator=(const immovable&) = delete;
};

struct may_throw_when_moved {
  int value = 0;
  explicit may_throw_when_moved(int v) : value(v) {}
  may_throw_when_moved(const may_throw_when_moved&) = default;
  may_throw_when_moved(may_throw_when_moved&& other) : value(other.value) { throw std::runtime_error("moved"); }
};

struct counts_alive {
  static inline int alive = 0;
  counts_alive() { ++alive; }
  counts_alive(const counts_alive&) = delete;
  counts_alive& operator=(const counts_alive&) = delete;
  ~counts_alive() { --alive; }
};

// Read like a field: the property of row A6 asks the cache.
template <class Owner>
struct with_length {
  static const std::size_t& get(const Owner& self) {
    return self.cached_length.get([&self] { return self.text.size(); });
  }
  [[no_unique_address]] property<const std::size_t&, Owner, with_length> length;
};
struct line : with_length<line> {
  std::string text;
  cached_property<std::size_t> cached_length;
};

static_assert(sizeof(cached_property<int>) == sizeof(std::optional<int>));
static_assert(sizeof(cached_property<double>) == sizeof(std::optional<double>));
static_assert(sizeof(cached_property<char>) == sizeof(std::optional<char>));
static_assert(sizeof(cached_property<std::string>) == sizeof(std::optional<std::string>));

static_assert(std::is_nothrow_copy_constructible_v<cached_property<immovable>>);
static_assert(std::is_nothrow_move_constructible_v<cached_property<may_throw_when_moved>>);
static_assert(std::is_nothrow_move_assignable_v<cached_property<std::string>>);

using gives_int = int (*)();
using gives_text = std::string (*)();
using gives_immovable = immovable (*)();
using takes_int = int (*)(int);
static_assert(property_computation<gives_int, int>);
static_assert(property_computation<gives_int, double>);
static_assert(property_computation<gives_immovable, immovable>);
static_assert(!property_computation<gives_text, int>);
static_assert(!property_computation<takes_int, int>);

constinit const cached_property<std::string> made_at_compile_time;

TEST(A7_cached_property, computes_once_for_each_object) {
  report::computations = 0;
  const report first({1, 2, 3});
  const report second({4});
  EXPECT_EQ(report::computations, 0);
  EXPECT_EQ(first.total(), 6);
  EXPECT_EQ(first.total(), 6);
  EXPECT_EQ(&first.total(), &first.total());
  EXPECT_EQ(report::computations, 1);
  EXPECT_EQ(second.total(), 4);
  EXPECT_EQ(report::computations, 2);
}

TEST(A7_cached_property, computes_once_too_if_the_value_counts_as_false) {
  report::computations = 0;
  const report nothing({});
  EXPECT_EQ(nothing.total(), 0);
  EXPECT_EQ(nothing.total(), 0);
  EXPECT_EQ(report::computations, 1);
}

TEST(A7_cached_property, computes_anew_after_a_reset) {
  report::computations = 0;
  report sales({1, 2});
  EXPECT_EQ(sales.total(), 3);
  sales.add(10);
  EXPECT_FALSE(sales.is_computed());
  EXPECT_EQ(sales.total(), 13);
  EXPECT_EQ(report::computations, 2);
}

TEST(A7_cached_property, keeps_nothing_of_a_computation_that_throws) {
  const cached_property<int> answer;
  int calls = 0;
  const auto compute = [&calls] {
    if (++calls < 3) {
      throw std::runtime_error(std::format("call {}", calls));
    }
    return 42;
  };
  EXPECT_THROW((void)answer.get(compute), std::runtime_error);
  EXPECT_FALSE(answer.has_value());
  EXPECT_THROW((void)answer.get(compute), std::runtime_error);
  EXPECT_EQ(answer.get(compute), 42);
  EXPECT_EQ(answer.get(compute), 42);
  EXPECT_EQ(calls, 3);
}

TEST(A7_cached_property, is_not_shared_by_copies) {
  report::computations = 0;
  const report original({1, 2});
  EXPECT_EQ(original.total(), 3);
  report copy = original;
  EXPECT_FALSE(copy.is_computed());
  EXPECT_TRUE(original.is_computed());
  copy.add(5);
  EXPECT_EQ(copy.total(), 8);
  EXPECT_EQ(original.total(), 3);
  EXPECT_EQ(report::computations, 2);
}

TEST(A7_cached_property, is_forgotten_by_an_object_that_is_copied_to) {
  report small({1});
  const report large({100});
  EXPECT_EQ(small.total(), 1);
  EXPECT_EQ(large.total(), 100);
  small = large;
  EXPECT_EQ(small.total(), 100);
  const auto& same = small;
  small = same;
  EXPECT_TRUE(small.is_computed());
}

TEST(A7_cached_property, goes_along_when_its_object_is_moved) {
  report::computations = 0;
  report source({1, 2});
  EXPECT_EQ(source.total(), 3);
  report target = std::move(source);
  EXPECT_EQ(target.total(), 3);
  EXPECT_EQ(report::computations, 1);
  EXPECT_FALSE(source.is_computed());  // NOLINT: what is left is the question
  report assigned({7});
  EXPECT_EQ(assigned.total(), 7);
  assigned = std::move(target);
  EXPECT_EQ(assigned.total(), 3);
  EXPECT_EQ(report::computations, 2);
}

TEST(A7_cached_property, follows_when_objects_are_swapped) {
  report one({1});
  report two({2});
  EXPECT_EQ(one.total(), 1);
  std::swap(one, two);
  EXPECT_EQ(one.total(), 2);
  EXPECT_EQ(two.total(), 1);
}

TEST(A7_cached_property, is_computed_anew_where_moving_it_might_throw) {
  cached_property<may_throw_when_moved> source;
  (void)source.get([] { return may_throw_when_moved(1); });
  cached_property<may_throw_when_moved> target = std::move(source);
  EXPECT_FALSE(target.has_value());
  EXPECT_FALSE(source.has_value());
  EXPECT_EQ(target.get([] { return may_throw_when_moved(2); }).value, 2);
}

TEST(A7_cached_property, holds_what_can_be_neither_copied_nor_moved) {
  const cached_property<immovable> property;
  EXPECT_EQ(property.get([] { return immovable(5); }).value, 5);
  EXPECT_EQ(property.get_if()->value, 5);
}

TEST(A7_cached_property, refuses_a_computation_that_asks_for_itself) {
  const cached_property<int> depth;
  std::function<int()> compute = [&] { return depth.get(compute) + 1; };
  try {
    (void)depth.get(compute);
    FAIL() << "no exception";
  } catch (const property_cycle_error& error) {
    EXPECT_STREQ(error.what(), "cached_property<int>: its computation asks for the value itself");
  }
  EXPECT_FALSE(depth.has_value());
  EXPECT_EQ(depth.get([] { return 1; }), 1);
}

TEST(A7_cached_property, destroys_its_value_once) {
  {
    cached_property<counts_alive> property;
    (void)property.get([] { return counts_alive(); });
    EXPECT_EQ(counts_alive::alive, 1);
    property.reset();
    EXPECT_EQ(counts_alive::alive, 0);
    property.reset();
    (void)property.get([] { return counts_alive(); });
    EXPECT_EQ(counts_alive::alive, 1);
  }
  EXPECT_EQ(counts_alive::alive, 0);
}

TEST(A7_cached_property, shows_what_is_there_without_computing) {
  EXPECT_EQ(made_at_compile_time.get_if(), nullptr);
  const cached_property<int> answer;
  EXPECT_EQ(answer.get_if(), nullptr);
  (void)answer.get([] { return 42; });
  ASSERT_NE(answer.get_if(), nullptr);
  EXPECT_EQ(*answer.get_if(), 42);
}

TEST(A7_cached_property, makes_no_difference_to_equality) {
  const report computed({1, 2});
  const report fresh({1, 2});
  (void)computed.total();
  EXPECT_TRUE(computed == fresh);
  EXPECT_FALSE(computed == report({3}));
}

TEST(A7_cached_property, reads_like_a_field_through_a_property) {
  line first;
  first.text = "hello";
  EXPECT_EQ(first.length, 5U);
  first.text = "changed behind its back";
  EXPECT_EQ(first.length, 5U);
  line second = first;
  EXPECT_EQ(second.length, 23U);
}

}  // namespace
