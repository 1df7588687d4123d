#include "googletest.hpp"

import googletest;
import std;
import patterns.data_model;

namespace {

using patterns::data_model::instance_counted;

struct session : instance_counted<session> {
  int number = 0;
};

struct plain {
  int number = 0;
};
static_assert(sizeof(session) == sizeof(plain));
static_assert(std::is_aggregate_v<session>);

TEST(A3_instance_counted, counts_what_was_made_and_what_is_alive) {
  struct user : instance_counted<user> {};
  EXPECT_EQ(user::total(), 0U);
  {
    const user first;
    const user second;
    EXPECT_EQ(user::total(), 2U);
    EXPECT_EQ(user::alive(), 2U);
  }
  EXPECT_EQ(user::total(), 2U);
  EXPECT_EQ(user::alive(), 0U);
}

TEST(A3_instance_counted, counts_copies_and_moves_but_no_assignments) {
  struct user : instance_counted<user> {};
  user first;
  user copy = first;
  const user moved = std::move(first);
  EXPECT_EQ(user::total(), 3U);
  EXPECT_EQ(user::alive(), 3U);
  copy = moved;
  EXPECT_EQ(user::total(), 3U);
  EXPECT_EQ(user::alive(), 3U);
}

TEST(A3_instance_counted, keeps_classes_apart) {
  struct cat : instance_counted<cat> {};
  struct dog : instance_counted<dog> {};
  const cat felix;
  EXPECT_EQ(cat::total(), 1U);
  EXPECT_EQ(dog::total(), 0U);
}

TEST(A3_instance_counted, forgets_no_object_whose_constructor_throws) {
  struct fails : instance_counted<fails> {
    fails() { throw std::runtime_error("no"); }
  };
  EXPECT_THROW(fails(), std::runtime_error);
  EXPECT_EQ(fails::total(), 1U);
  EXPECT_EQ(fails::alive(), 0U);
}

TEST(A3_instance_counted, follows_a_container_that_grows) {
  struct element : instance_counted<element> {};
  std::vector<element> elements;
  for (int i = 0; i < 100; ++i) {
    elements.emplace_back();
  }
  EXPECT_EQ(element::alive(), 100U);
  elements.clear();
  EXPECT_EQ(element::alive(), 0U);
}

TEST(A3_instance_counted, leaves_the_comparison_to_the_class) {
  struct point : instance_counted<point> {
    int x;
    explicit point(int value) : x(value) {}
    bool operator==(const point&) const = default;
  };
  EXPECT_EQ(point(1), point(1));
  EXPECT_NE(point(1), point(2));
  static_assert(!std::equality_comparable<session>);
}

TEST(A3_instance_counted, is_exact_across_threads) {
  struct shared : instance_counted<shared> {};
  constexpr int threads = 4;
  constexpr int rounds = 10'000;
  std::vector<std::thread> running;
  std::latch start(threads);
  for (int i = 0; i < threads; ++i) {
    running.emplace_back([&start] {
      start.arrive_and_wait();
      for (int round = 0; round < rounds; ++round) {
        const shared first;
        const shared second = first;
        (void)second;
      }
    });
  }
  for (auto& thread : running) {
    thread.join();
  }
  EXPECT_EQ(shared::total(), 2U * threads * rounds);
  EXPECT_EQ(shared::alive(), 0U);
}

}  // namespace
