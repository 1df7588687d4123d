#include "../allocation_count.hpp"

#ifndef OPERATOR_NEW_IS_TAKEN
#include "googletest.hpp"

import googletest;
import std;
import patterns.data_model;

namespace {

using patterns_test::allocated_bytes;
using patterns_test::allocations;
using namespace patterns::data_model;

struct tree {
  std::string name;
  std::vector<tree> children;
};

struct person {
  std::string name;
  std::vector<double> numbers;
  std::map<std::string, std::vector<std::string>> groups;
  std::shared_ptr<person> next;
  std::weak_ptr<person> back;
  std::unique_ptr<std::string> note;
};

/// The most that one byte of input costs: an element of a list or a map, or an object, with what its list needs to
/// grow.
constexpr std::size_t most_for_a_byte = 4 * (sizeof(person) + 64);
// An error says what is wrong, in a few texts.
constexpr std::size_t most_for_an_error = 4096;

// A wrong byte may make a cycle, which is a value as any other, and the caller's to open.
void open_cycle(std::shared_ptr<person> first) {
  while (first != nullptr) {
    first = std::exchange(first->next, nullptr);
  }
}
void open_cycle(const tree&) {}

template <class T>
std::size_t bytes_for_loading(std::span<const std::byte> bytes) {
  const std::size_t before = allocated_bytes;
  try {
    open_cycle(loads<T>(bytes));
  } catch (const pickle_error&) {
    // Whether it is refused is not what is asked here.
  }
  return allocated_bytes - before;
}

std::shared_ptr<person> two_persons() {
  auto first = std::make_shared<person>();
  first->name = "Ana";
  first->numbers = {1, 2, 3};
  first->groups = {{"friends", {"Bo", "Cy"}}, {"none", {}}};
  first->next = std::make_shared<person>();
  first->next->note = std::make_unique<std::string>("a note that is too long for the text itself");
  first->next->back = first;
  return first;
}

}  // namespace

TEST(B28_pickling, allocates_for_no_more_than_the_input_can_hold_whatever_byte_is_wrong) {
  auto bytes = dumps(two_persons());
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const std::byte before = bytes[i];
    for (int value = 0; value < 256; ++value) {
      bytes[i] = static_cast<std::byte>(value);
      ASSERT_LE(bytes_for_loading<std::shared_ptr<person>>(bytes), bytes.size() * most_for_a_byte + most_for_an_error)
          << "byte " << i << " is " << value;
    }
    bytes[i] = before;
  }
}

TEST(B28_pickling, allocates_nothing_for_lengths_that_many_levels_claim_at_once) {
  // Each list says that it has as many elements as there are bytes left, and holds another such list.
  constexpr std::size_t size = 100'000;
  auto bytes = dumps(tree());
  bytes.resize(bytes.size() - 2);
  const std::size_t header = bytes.size();
  for (std::size_t left = size; bytes.size() < header + size; left -= 4) {
    const std::size_t count = left / 3;
    bytes.push_back({});
    bytes.push_back(static_cast<std::byte>(0x80 | (count & 0x7F)));
    bytes.push_back(static_cast<std::byte>(0x80 | ((count >> 7) & 0x7F)));
    bytes.push_back(static_cast<std::byte>(count >> 14));
  }
  EXPECT_LE(bytes_for_loading<tree>(bytes), bytes.size() * 2 * sizeof(tree) + most_for_an_error);
}

TEST(B28_pickling, allocates_for_a_value_what_a_copy_of_it_would) {
  struct order {
    std::string customer;
    std::optional<std::string> remark;
    std::map<std::string, int> discounts;
    std::vector<double> measures;
    std::vector<std::pair<std::string, std::vector<bool>>> lines;
  };
  const std::string text(100, 'x');
  std::vector<order> orders(3);
  for (order& each : orders) {
    each = {text, text, {{text, 1}, {"y", 2}}, {1, 2, 3}, {{text, {true, false}}, {"z", {}}}};
  }
  std::size_t before = allocations;
  const auto copy = orders;
  const std::size_t for_copy = allocations - before;

  before = allocations;
  const auto bytes = dumps(orders);
  EXPECT_EQ(allocations - before, 1U) << "its size can be told before it is written";
  before = allocations;
  const auto loaded = loads<std::vector<order>>(bytes);
  EXPECT_EQ(allocations - before, for_copy);
  EXPECT_EQ(loaded[2].lines[0].first, copy[2].lines[0].first);
}

TEST(B28_pickling, allocates_once_for_a_record_of_fixed_size) {
  struct point {
    double x = 0;
    double y = 0;
  };
  const std::size_t before = allocated_bytes;
  const auto bytes = dumps(point{1, 2});
  EXPECT_EQ(allocated_bytes - before, bytes.size());
}
#endif
