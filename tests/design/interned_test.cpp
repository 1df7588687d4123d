#include "googletest.hpp"

import googletest;
import std;
import patterns.design;
import patterns.meta;

namespace {

using patterns::design::intern_key;
using patterns::design::intern_pool;
using patterns::design::internable;
using patterns::design::interned;

/// Knows how many of it there are, and how many were ever made of a number.
class counted {
 public:
  explicit counted(int number) : number_(number) {
    ++alive;
    ++made;
  }
  counted(counted&& from) noexcept : number_(from.number_) { ++alive; }
  ~counted() { --alive; }
  counted& operator=(counted&&) = delete;
  [[nodiscard]] bool operator==(const counted& other) const { return number_ == other.number_; }
  [[nodiscard]] int number() const { return number_; }

  static inline std::atomic<int> alive = 0;
  static inline std::atomic<int> made = 0;

 private:
  int number_;
};

/// All have the same hash.
struct alike {
  int number;
  bool operator==(const alike&) const = default;
};

struct refuses_to_move {
  int number;
  bool refuses = false;
  refuses_to_move(int n, bool r) : number(n), refuses(r) {}
  refuses_to_move(refuses_to_move&& from) : number(from.number), refuses(from.refuses) {
    if (refuses) {
      throw std::runtime_error("not moved");
    }
  }
  bool operator==(const refuses_to_move& other) const { return number == other.number; }
};

/// Holds a handle of another of its kind, which cannot be named inside of it.
struct chain {
  int number;
  std::shared_ptr<const void> next;
  bool operator==(const chain& other) const { return number == other.number && next == other.next; }
};

struct no_hash {
  bool operator==(const no_hash&) const = default;
};

}  // namespace

template <>
struct std::hash<counted> {
  std::size_t operator()(const counted& value) const noexcept { return std::hash<int>()(value.number()); }
};
template <>
struct std::hash<alike> {
  std::size_t operator()(const alike&) const noexcept { return 1; }
};
template <>
struct std::hash<refuses_to_move> {
  std::size_t operator()(const refuses_to_move& value) const noexcept { return std::hash<int>()(value.number); }
};
template <>
struct std::hash<chain> {
  std::size_t operator()(const chain& value) const noexcept { return std::hash<int>()(value.number); }
};

namespace {

static_assert(internable<std::string> && internable<counted> && !internable<no_hash> && !internable<const int>);
static_assert(sizeof(interned<std::string>) == sizeof(void*));
static_assert(std::is_nothrow_copy_constructible_v<interned<std::string>>);
static_assert(intern_key<const char*, std::string> && intern_key<std::string_view, std::string>);
static_assert(!intern_key<int, std::string> && !intern_key<const char*, int>);
// What it leads to cannot be changed.
static_assert(std::same_as<decltype(*std::declval<interned<int>&>()), const int&>);

TEST(D2_interned, makes_equal_values_one_object) {
  const interned<std::string> a("berlin");
  const interned<std::string> b(std::string("ber") + "lin");
  const interned<std::string> c("bern");
  EXPECT_EQ(a, b);
  EXPECT_EQ(&*a, &*b);
  EXPECT_NE(a, c);
  EXPECT_EQ(*a, "berlin");
  EXPECT_EQ(a->size(), 6U);
}

TEST(D2_interned, lets_a_value_go_with_its_last_handle) {
  ASSERT_EQ(counted::alive, 0);
  intern_pool<counted> pool;
  {
    const auto first = pool.intern(counted(1));
    std::optional second(pool.intern(counted(1)));
    const auto other = pool.intern(counted(2));
    EXPECT_EQ(counted::alive, 2);
    EXPECT_EQ(pool.size(), 2U);
    second.reset();
    EXPECT_EQ(pool.size(), 2U);
  }
  EXPECT_EQ(pool.size(), 0U);
  EXPECT_EQ(counted::alive, 0);
}

TEST(D2_interned, keeps_a_value_while_handles_are_copied_assigned_and_swapped) {
  intern_pool<counted> pool;
  {
    auto one = pool.intern(counted(1));
    auto two = pool.intern(counted(2));
    auto copy = one;
    const auto moved = std::move(copy);
    EXPECT_EQ(copy, moved);  // NOLINT(bugprone-use-after-move): a handle always has a value
    const auto& same = one;
    one = same;
    EXPECT_EQ(one->number(), 1);
    one = two;
    EXPECT_EQ(one, two);
    std::swap(two, copy);
    EXPECT_EQ(two->number(), 1);
    EXPECT_EQ(copy->number(), 2);
    two = std::move(copy);
    EXPECT_EQ(two->number(), 2);
    EXPECT_EQ(pool.size(), 2U);
  }
  EXPECT_EQ(pool.size(), 0U);
  EXPECT_EQ(counted::alive, 0);
}

TEST(D2_interned, makes_no_second_object_of_a_value_that_is_there) {
  intern_pool<std::string> pool;
  const std::string_view name = "a name that is longer than any string keeps in place";
  const auto kept = pool.intern(name);
  std::string given(name);
  const auto* const characters = given.data();
  EXPECT_EQ(pool.intern(std::move(given)), kept);
  EXPECT_EQ(given.data(), characters);  // NOLINT(bugprone-use-after-move): it was not needed
}

TEST(D2_interned, tells_values_with_the_same_hash_apart) {
  intern_pool<alike> pool;
  std::vector<interned<alike>> handles;
  for (int i = 0; i < 50; ++i) {
    handles.push_back(pool.intern(alike{i}));
  }
  EXPECT_EQ(pool.size(), 50U);
  EXPECT_EQ(pool.intern(alike{17}), handles[17]);
  handles.erase(handles.begin() + 10, handles.end());
  EXPECT_EQ(pool.size(), 10U);
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(handles[static_cast<std::size_t>(i)]->number, i);
  }
}

TEST(D2_interned, may_outlive_its_pool) {
  auto pool = std::make_unique<intern_pool<counted>>();
  std::optional kept(pool->intern(counted(5)));
  pool.reset();
  EXPECT_EQ((*kept)->number(), 5);
  kept.reset();
  EXPECT_EQ(counted::alive, 0);
}

TEST(D2_interned, is_another_in_another_pool) {
  intern_pool<int> first;
  intern_pool<int> second;
  EXPECT_NE(first.intern(1), second.intern(1));
  EXPECT_EQ(intern_pool<int>::shared().intern(1), interned<int>(1));
}

TEST(D2_interned, leaves_the_pool_as_it_was_if_a_value_cannot_be_made) {
  intern_pool<refuses_to_move> pool;
  const auto kept = pool.intern(refuses_to_move(1, false));
  EXPECT_THROW((void)pool.intern(refuses_to_move(2, true)), std::runtime_error);
  EXPECT_EQ(pool.size(), 1U);
  EXPECT_EQ(pool.intern(refuses_to_move(1, true)), kept);
}

TEST(D2_interned, gives_a_nan_an_object_of_its_own_and_lets_it_go) {
  intern_pool<double> pool;
  {
    const auto first = pool.intern(std::numeric_limits<double>::quiet_NaN());
    const auto second = pool.intern(std::numeric_limits<double>::quiet_NaN());
    EXPECT_NE(first, second);
    EXPECT_EQ(pool.size(), 2U);
  }
  EXPECT_EQ(pool.size(), 0U);
}

TEST(D2_interned, may_hold_handles_of_its_own_pool) {
  intern_pool<chain> pool;
  {
    std::shared_ptr<const void> next;
    for (int i = 0; i < 100; ++i) {
      next = std::make_shared<interned<chain>>(pool.intern(chain{i % 16, std::move(next)}));
    }
    EXPECT_EQ(pool.size(), 100U);
  }
  EXPECT_EQ(pool.size(), 0U);
}

TEST(D2_interned, is_a_key_and_is_shown_as_its_value) {
  const std::unordered_set<interned<std::string>> set{interned<std::string>("a"), interned<std::string>("b"),
                                                      interned<std::string>("a")};
  EXPECT_EQ(set.size(), 2U);
  EXPECT_EQ(std::hash<interned<std::string>>()(interned<std::string>("a")),
            set.find(interned<std::string>("a"))->hash());
  EXPECT_EQ(std::format("{:>3}", interned<std::string>("x")), "  x");
  EXPECT_EQ(patterns::meta::repr(interned<std::string>("x")), "'x'");
}

// Few values and many short lives: again and again the last handle of a value goes while another thread asks for it.
TEST(D2_interned, has_one_object_a_value_and_none_left_over_when_threads_take_and_drop_them_at_once) {
  ASSERT_EQ(counted::alive, 0);
  constexpr int rounds = 4'000;
  intern_pool<counted> pool;
  std::atomic<int> wrong = 0;
  std::barrier start(4);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      start.arrive_and_wait();
      for (int round = 0; round < rounds; ++round) {
        const int number = (round + i) % 3;
        const auto first = pool.intern(counted(number));
        const auto copy = first;
        const auto second = pool.intern(counted(number));
        wrong += second == copy && second->number() == number ? 0 : 1;
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(pool.size(), 0U);
  EXPECT_EQ(counted::alive, 0);
}

TEST(D2_interned, gives_all_threads_the_same_object_while_one_of_them_keeps_it) {
  intern_pool<std::string> pool;
  std::vector<std::vector<interned<std::string>>> kept(4);
  std::barrier start(4);
  std::vector<std::thread> threads;
  for (auto& mine : kept) {
    threads.emplace_back([&] {
      start.arrive_and_wait();
      for (int i = 0; i < 500; ++i) {
        mine.push_back(pool.intern(std::to_string(i)));
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(pool.size(), 500U);
  EXPECT_TRUE(kept[0] == kept[1] && kept[1] == kept[2] && kept[2] == kept[3]);
}

// One handle, copied and dropped by all: the pool is asked for nothing, and the count alone must be right.
TEST(D2_interned, keeps_count_when_threads_copy_one_handle_at_once) {
  intern_pool<counted> pool;
  std::optional original(pool.intern(counted(1)));
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([handle = *original] {
      for (int round = 0; round < 5'000; ++round) {
        const auto copy = handle;
        (void)copy->number();
      }
    });
  }
  original.reset();
  for (std::thread& thread : threads) {
    thread.join();
  }
  threads.clear();
  EXPECT_EQ(pool.size(), 0U);
  EXPECT_EQ(counted::alive, 0);
}

}  // namespace
