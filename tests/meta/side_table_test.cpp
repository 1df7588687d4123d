#include "googletest.hpp"

import googletest;
import std;
import patterns.meta;

namespace {

using patterns::meta::anchored;
using patterns::meta::side_table;
using patterns::meta::side_table_anchor;
using patterns::meta::unowned_error;

struct account {
  int number = 0;
};

struct sensor : side_table_anchor {
  int channel = 0;
};

// Counts what lives, to see when a value dies.
struct tracked {
  explicit tracked(int& alive) : alive_(&alive) { ++*alive_; }
  tracked(tracked&& other) noexcept : alive_(std::exchange(other.alive_, nullptr)) {}
  tracked& operator=(tracked&& other) noexcept {
    std::swap(alive_, other.alive_);
    return *this;
  }
  ~tracked() {
    if (alive_ != nullptr) {
      --*alive_;
    }
  }
  int* alive_;
};

// Throws when it has been moved often enough.
struct fragile {
  fragile(int what, int& left) : number(what), moves_left(&left) {}
  fragile(const fragile&) = default;
  fragile(fragile&& other) : number(other.number), moves_left(other.moves_left) { count(); }
  fragile& operator=(const fragile&) = default;
  fragile& operator=(fragile&& other) {
    count();
    number = other.number;
    moves_left = other.moves_left;
    return *this;
  }

  void count() const {
    if ((*moves_left)-- == 0) {
      throw std::runtime_error("a move failed");
    }
  }

  int number;
  int* moves_left;
};

// Sets a value again and again, letting its first move throw, then its second and so on, until none does.
template <class Set, class Check>
int fail_at_every_move(Set&& set, Check&& check) {
  for (int failed = 0;; ++failed) {
    int moves_left = failed;
    try {
      set(fragile(2, moves_left));
      return failed;
    } catch (const std::runtime_error&) {
      check();
    }
  }
}

static_assert(anchored<sensor> && !anchored<account>);
static_assert(sizeof(side_table_anchor) == sizeof(void*));

template <class Table, class Owner>
concept can_set = requires(Table& table, Owner&& owner) { table.set(owner, 1); };
static_assert(can_set<side_table<account, int>, std::shared_ptr<account>>);
static_assert(!can_set<side_table<account, int>, account&>, "nothing would tell its death");
static_assert(can_set<side_table<sensor, int>, sensor&>);

TEST(B23_side_table, attaches_a_value_to_an_object) {
  side_table<account, int> limits;
  const auto first = std::make_shared<account>();
  const auto second = std::make_shared<account>();
  limits.set(first, 100);
  EXPECT_EQ(limits.get(first), 100);
  EXPECT_EQ(limits.get(second), std::nullopt);
  limits.set(first, 200);
  EXPECT_EQ(limits.get(first), 200);
  EXPECT_TRUE(limits.visit(first, [](int& limit) { ++limit; }));
  EXPECT_EQ(limits.get(first), 201);
  EXPECT_TRUE(limits.erase(first));
  EXPECT_FALSE(limits.erase(first));
  EXPECT_FALSE(limits.visit(first, [](int&) { FAIL(); }));
}

TEST(B23_side_table, does_not_keep_its_owner_alive) {
  side_table<account, int> limits;
  auto owner = std::make_shared<account>();
  const std::weak_ptr<account> seen = owner;
  limits.set(owner, 1);
  EXPECT_EQ(owner.use_count(), 1);
  owner.reset();
  EXPECT_TRUE(seen.expired());
  EXPECT_EQ(limits.size(), 0U);
}

TEST(B23_side_table, a_new_object_at_the_address_of_a_dead_one_has_no_value) {
  side_table<account, int> limits;
  // The same storage, time after time.
  alignas(account) std::array<std::byte, sizeof(account)> storage;
  const auto make = [&storage] {
    return std::shared_ptr<account>(::new (storage.data()) account(), [](account* dead) { std::destroy_at(dead); });
  };
  auto owner = make();
  limits.set(owner, 1);
  owner.reset();
  owner = make();
  EXPECT_EQ(limits.get(owner), std::nullopt);
  EXPECT_FALSE(limits.erase(owner));
  limits.set(owner, 2);
  EXPECT_EQ(limits.get(owner), 2);
  EXPECT_EQ(limits.held(), 1U);
}

TEST(B23_side_table, keeps_the_former_value_when_a_move_throws) {
  side_table<account, fragile> values;
  int enough = 1000;
  const auto owner = std::make_shared<account>();
  values.set(owner, fragile(1, enough));
  const auto number = [&] {
    int seen = 0;
    EXPECT_TRUE(values.visit(owner, [&seen](const fragile& value) { seen = value.number; }));
    return seen;
  };
  EXPECT_GT(
      fail_at_every_move([&](fragile value) { values.set(owner, std::move(value)); }, [&] { EXPECT_EQ(number(), 1); }),
      0);
  EXPECT_EQ(number(), 2);
}

TEST(B23_side_table, does_not_give_the_value_of_a_dead_object_to_another_when_a_move_throws) {
  side_table<account, fragile> values;
  alignas(account) std::array<std::byte, sizeof(account)> storage;
  const auto make = [&storage] {
    return std::shared_ptr<account>(::new (storage.data()) account(), [](account* dead) { std::destroy_at(dead); });
  };
  int enough = 1000;
  auto owner = make();
  values.set(owner, fragile(1, enough));
  owner.reset();
  owner = make();
  EXPECT_GT(fail_at_every_move([&](fragile value) { values.set(owner, std::move(value)); },
                               [&] { EXPECT_FALSE(values.visit(owner, [](const fragile&) {})); }),
            0);
  EXPECT_TRUE(values.visit(owner, [](const fragile& value) { EXPECT_EQ(value.number, 2); }));
}

TEST(B23_side_table, never_grows_with_dead_entries) {
  side_table<account, tracked> values;
  int alive = 0;
  for (int i = 0; i < 10'000; ++i) {
    values.set(std::make_shared<account>(), tracked(alive));
    ASSERT_LE(values.held(), 17U);
  }
  values.purge();
  EXPECT_EQ(values.held(), 0U);
  EXPECT_EQ(alive, 0);
}

TEST(B23_side_table, the_value_of_an_anchored_owner_dies_with_it) {
  side_table<sensor, tracked> values;
  int alive = 0;
  {
    const sensor owner;
    values.set(owner, tracked(alive));
    EXPECT_EQ(alive, 1);
  }
  EXPECT_EQ(alive, 0);
  EXPECT_EQ(values.held(), 0U);
}

TEST(B23_side_table, a_move_takes_the_value_along_and_a_copy_begins_without) {
  side_table<sensor, int> values;
  sensor first;
  values.set(first, 1);
  const sensor copy = first;
  EXPECT_EQ(values.get(copy), std::nullopt);
  sensor second = std::move(first);
  EXPECT_EQ(values.get(second), 1);
  sensor third;
  values.set(third, 3);
  third = std::move(second);
  EXPECT_EQ(values.get(third), 1);
  EXPECT_EQ(values.held(), 1U);
}

TEST(B23_side_table, an_owner_may_outlive_the_table_and_have_values_in_several) {
  const sensor owner;
  side_table<sensor, std::string> names;
  names.set(owner, "left");
  {
    side_table<sensor, int> limits;
    limits.set(owner, 1);
    EXPECT_EQ(limits.get(owner), 1);
  }
  EXPECT_EQ(names.get(owner), "left");
}

TEST(B23_side_table, a_value_that_dies_may_use_the_table) {
  struct curious {
    side_table<sensor, std::shared_ptr<curious>>* table;
    std::size_t* seen;
    ~curious() { *seen = table->size() + 1; }
  };
  side_table<sensor, std::shared_ptr<curious>> values;
  std::size_t seen = 0;
  {
    const sensor owner;
    values.set(owner, std::make_shared<curious>(&values, &seen));
  }
  EXPECT_EQ(seen, 1U);
}

TEST(B23_side_table, refuses_a_pointer_that_owns_nothing) {
  side_table<account, int> limits;
  account local;
  EXPECT_THROW(limits.set(nullptr, 1), unowned_error);
  EXPECT_THROW(limits.set(std::shared_ptr<account>(std::shared_ptr<void>(), &local), 1), unowned_error);
  EXPECT_EQ(limits.held(), 0U);
}

TEST(B23_side_table, many_threads_attach_and_let_go) {
  side_table<account, int> shared_values;
  side_table<sensor, int> anchored_values;
  const auto common = std::make_shared<account>();
  const sensor fixed;
  // Keeps the control blocks until the end. The library that frees them is not compiled for ThreadSanitizer, which
  // would miss that two threads agreed on who does.
  std::array<std::vector<std::weak_ptr<account>>, 4> dead;
  const auto work = [&](int id) {
    for (int i = 0; i < 500; ++i) {
      const auto owner = std::make_shared<account>();
      dead[static_cast<std::size_t>(id)].push_back(owner);
      shared_values.set(owner, id);
      shared_values.set(common, id);
      EXPECT_EQ(shared_values.get(owner), id);
      const sensor own;
      anchored_values.set(own, id);
      anchored_values.set(fixed, id);
      EXPECT_EQ(anchored_values.get(own), id);
    }
  };
  std::vector<std::thread> threads;
  for (int id = 0; id < 4; ++id) {
    threads.emplace_back(work, id);
  }
  for (auto& each : threads) {
    each.join();
  }
  EXPECT_EQ(shared_values.size(), 1U);
  EXPECT_EQ(anchored_values.held(), 1U);
}

}  // namespace
