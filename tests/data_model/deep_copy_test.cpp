#include "googletest.hpp"

import googletest;
import std;
import patterns.data_model;

using namespace patterns::data_model;

namespace {

struct node {
  int value = 0;
  std::shared_ptr<node> next;
  std::weak_ptr<node> back;
};

struct chained {
  int value = 0;
  std::unique_ptr<chained> next;
};

struct shape {
  virtual ~shape() = default;
  [[nodiscard]] virtual std::unique_ptr<shape> clone() const = 0;
  [[nodiscard]] virtual int sides() const = 0;
};

struct square final : shape {
  [[nodiscard]] std::unique_ptr<shape> clone() const override { return std::make_unique<square>(*this); }
  [[nodiscard]] int sides() const override { return 4; }
};

struct drawing {
  std::string title;
  std::unique_ptr<shape> front;
  std::shared_ptr<shape> first;
  std::shared_ptr<shape> second;
};

struct every_kind {
  std::vector<std::shared_ptr<int>> list;
  std::map<std::string, std::shared_ptr<const int>> named;
  std::optional<std::unique_ptr<int>> maybe;
  std::variant<int, std::unique_ptr<std::string>> held;
  std::pair<std::shared_ptr<int>, int> two;
  std::array<std::unique_ptr<int>, 2> few;
  std::shared_ptr<int> cells[2];
  std::set<std::string> words;
  const int* raw = nullptr;
  transient<std::string> cache;
};

struct plain_base {
  virtual ~plain_base() = default;
};

struct has_plain_base {
  std::shared_ptr<plain_base> one;
};

// Refuses to be copied when it has a bad number, as an allocation may fail.
struct number {
  int value = 0;

  number() = default;
  explicit number(int given) : value(given) {}
  number(const number& other) : value(other.value) { refuse_bad(); }
  number(number&&) = default;
  number& operator=(const number& other) {
    value = other.value;
    refuse_bad();
    return *this;
  }
  number& operator=(number&&) = default;
  ~number() = default;

 private:
  void refuse_bad() const {
    if (value < 0) {
      throw std::runtime_error("a bad number");
    }
  }
};

struct chain {
  number value;
  std::shared_ptr<chain> next;
  std::unique_ptr<chain> side;
  std::shared_ptr<int> alive;
};

// No weak pointer can lead to it.
struct linked {
  int value = 0;
  std::shared_ptr<linked> next;
  std::vector<std::shared_ptr<linked>> others;
};

struct self_aware : std::enable_shared_from_this<self_aware> {
  int value = 0;

  self_aware() = default;
  explicit self_aware(int given) : value(given) {}
};

struct whole {
  std::shared_ptr<linked> owner;
  std::shared_ptr<int> part;
};

struct watched {
  std::shared_ptr<int> owner;
  std::weak_ptr<int> watcher;
};

std::shared_ptr<linked> uncounted(linked& object) {
  return {&object, [](linked*) {}};
}

static_assert(deeply_copyable<linked> && deeply_copyable<std::shared_ptr<self_aware>> && deeply_copyable<whole>);
static_assert(deeply_copyable<node> && deeply_copyable<chained> && deeply_copyable<drawing> &&
              deeply_copyable<every_kind>);
static_assert(deeply_copyable<int> && deeply_copyable<std::string> && deeply_copyable<std::unique_ptr<chained>>);
static_assert(!deeply_copyable<has_plain_base> && !deeply_copyable<std::mutex> && !deeply_copyable<std::thread>);
static_assert(!deeply_copyable<std::set<std::shared_ptr<int>>>);
static_assert(!deeply_copyable<std::map<std::shared_ptr<int>, int>>);

template <class Pointer>
void unlink(Pointer& list) {
  while (list != nullptr) {
    list = std::exchange(list->next, nullptr);
  }
}

}  // namespace

TEST(B29_deep_copy, a_shallow_copy_shares_what_a_deep_one_does_not) {
  const node original{1, std::make_shared<node>(2), {}};
  EXPECT_EQ(shallow_copy(original).next, original.next);
  const node copy = deep_copy(original);
  EXPECT_NE(copy.next, original.next);
  EXPECT_EQ(copy.next->value, 2);
  copy.next->value = 3;
  EXPECT_EQ(original.next->value, 2);
}

TEST(B29_deep_copy, copies_through_every_kind_of_container) {
  const auto shared = std::make_shared<int>(5);
  every_kind original;
  original.list = {shared, nullptr, shared};
  original.named = {{"shared", shared}};
  original.maybe = std::make_unique<int>(6);
  original.held = std::make_unique<std::string>("held");
  original.two = {shared, 7};
  original.few[1] = std::make_unique<int>(8);
  original.cells[0] = shared;
  original.words = {"a", "b"};
  original.raw = shared.get();
  original.cache = "cached";
  const every_kind copy = deep_copy(original);
  ASSERT_EQ(copy.list.size(), 3U);
  EXPECT_NE(copy.list[0], shared);
  EXPECT_EQ(*copy.list[0], 5);
  EXPECT_EQ(copy.list[1], nullptr);
  EXPECT_EQ(copy.list[2], copy.list[0]);
  EXPECT_EQ(copy.named.at("shared"), copy.list[0]);
  EXPECT_EQ(**copy.maybe, 6);
  EXPECT_EQ(*std::get<1>(copy.held), "held");
  EXPECT_EQ(copy.two.first, copy.list[0]);
  EXPECT_EQ(copy.two.second, 7);
  EXPECT_EQ(*copy.few[1], 8);
  EXPECT_EQ(copy.cells[0], copy.list[0]);
  EXPECT_EQ(copy.words, original.words);
  EXPECT_EQ(copy.raw, shared.get()) << "a raw pointer owns nothing";
  EXPECT_EQ(copy.cache.value(), "cached");
}

TEST(B29_deep_copy, keeps_cycles_and_weak_pointers_among_the_copies) {
  const auto first = std::make_shared<node>(1);
  first->next = std::make_shared<node>(2, first, first);
  const auto copy = deep_copy(first);
  EXPECT_EQ(copy->next->next, copy);
  EXPECT_EQ(copy->next->back.lock(), copy);
  EXPECT_NE(copy, first);
  first->next = nullptr;
  copy->next = nullptr;
}

TEST(B29_deep_copy, lets_a_weak_pointer_out_of_the_value_expire) {
  const auto outside = std::make_shared<node>(1);
  const node inside{2, nullptr, outside};
  EXPECT_TRUE(deep_copy(inside).back.expired());
  EXPECT_EQ(inside.back.lock(), outside);
}

TEST(B29_deep_copy, shares_between_calls_with_one_memo) {
  const auto shared = std::make_shared<int>(5);
  copy_memo memo;
  const auto one = deep_copy(std::vector{shared}, memo);
  const auto two = deep_copy(shared, memo);
  EXPECT_EQ(one[0], two);
  EXPECT_EQ(memo.size(), 1U);
  EXPECT_NE(deep_copy(shared), two);
}

TEST(B29_deep_copy, is_not_deceived_by_an_address_that_is_used_again) {
  copy_memo memo;
  std::set<std::shared_ptr<int>> copies;
  for (int i = 0; i < 10; ++i) {
    const auto original = std::make_shared<int>(i);
    const auto copy = deep_copy(original, memo);
    EXPECT_EQ(*copy, i);
    copies.insert(copy);
  }
  EXPECT_EQ(copies.size(), 10U);
}

TEST(B29_deep_copy, copies_once_what_is_shared_among_what_is_not) {
  const auto shared = std::make_shared<linked>(7);
  linked original{1, std::make_shared<linked>(2), {}};
  original.next->next = shared;
  original.others = {std::make_shared<linked>(3, shared), shared, nullptr};
  const linked copy = deep_copy(original);
  ASSERT_EQ(copy.others.size(), 3U);
  EXPECT_EQ(copy.others[1]->value, 7);
  EXPECT_EQ(copy.next->next, copy.others[1]);
  EXPECT_EQ(copy.others[0]->next, copy.others[1]);
  EXPECT_NE(copy.others[1], shared);
  EXPECT_EQ(copy.others[1].use_count(), 3) << "the call has kept one";
  EXPECT_EQ(copy.next.use_count(), 1);
}

TEST(B29_deep_copy, copies_a_cycle_whose_other_objects_have_one_owner_each) {
  const auto first = std::make_shared<linked>(1);
  first->next = std::make_shared<linked>(2, std::make_shared<linked>(3, first));
  const auto copy = deep_copy(first);
  EXPECT_EQ(copy->next->next->value, 3);
  EXPECT_EQ(copy->next->next->next, copy);
  // The pointer that is given, or the object, may itself be part of the cycle, and is then met again.
  ASSERT_EQ(first->next.use_count(), 1);
  const auto second = deep_copy(first->next);
  EXPECT_EQ(second->next->next->next, second);
  EXPECT_NE(second, first->next);
  const linked within = deep_copy(*first->next);
  EXPECT_EQ(within.next->next->next->next, within.next);
  EXPECT_EQ(within.next->next->next->value, 2);
  within.next->next = nullptr;
  second->next = nullptr;
  first->next = nullptr;
  copy->next = nullptr;
}

TEST(B29_deep_copy, points_weakly_to_the_copy_of_an_object_with_one_owner) {
  watched original{std::make_shared<int>(5), {}};
  original.watcher = original.owner;
  ASSERT_EQ(original.owner.use_count(), 1);
  const watched copy = deep_copy(original);
  EXPECT_EQ(copy.watcher.lock(), copy.owner);
  EXPECT_EQ(*copy.owner, 5);
  const std::pair weak_first(original.watcher, original.owner);
  const auto [weak, owner] = deep_copy(weak_first);
  EXPECT_EQ(weak.lock(), owner);
  EXPECT_NE(owner, original.owner);
}

TEST(B29_deep_copy, copies_a_pointer_to_a_part_apart_from_its_whole) {
  whole original{std::make_shared<linked>(1), {}};
  original.part = std::shared_ptr<int>(original.owner, &original.owner->value);
  const whole copy = deep_copy(original);
  EXPECT_EQ(*copy.part, 1);
  EXPECT_EQ(copy.owner->value, 1);
  EXPECT_NE(copy.part, original.part);
  original.owner = nullptr;
  ASSERT_EQ(original.part.use_count(), 1) << "the part alone keeps the whole";
  EXPECT_EQ(*deep_copy(original).part, 1);
}

TEST(B29_deep_copy, gives_a_copy_that_knows_its_owner) {
  const auto original = std::make_shared<self_aware>(4);
  const auto copy = deep_copy(original);
  EXPECT_EQ(copy->value, 4);
  EXPECT_EQ(copy->shared_from_this(), copy);
  EXPECT_EQ(original->shared_from_this(), original);
}

TEST(B29_deep_copy, ends_where_pointers_that_are_not_counted_make_a_cycle) {
  for (const std::size_t length : {1U, 2U, 3U, 7U, 64U, 1'000U}) {
    std::vector<linked> ring(length);
    for (std::size_t i = 0; i < length; ++i) {
      ring[i].value = static_cast<int>(i);
      ring[i].next = uncounted(ring[(i + 1) % length]);
      // Dead ends, of which a cycle goes by on its way round.
      ring[i].others = {std::make_shared<linked>(-1, std::make_shared<linked>(-2)), nullptr};
    }
    auto copy = deep_copy(uncounted(ring[0]));
    const linked* each = copy.get();
    for (std::size_t i = 0; i < 3 * length; ++i, each = each->next.get()) {
      ASSERT_EQ(each->value, static_cast<int>(i % length)) << length;
      ASSERT_NE(each, &ring[i % length]) << length;
      ASSERT_EQ(each->others[0]->next->value, -2) << length;
    }
    // The copy is a cycle of pointers that are counted: it is opened, so that it can go.
    std::set<linked*> met;
    std::vector<std::shared_ptr<linked>> all;
    for (auto next = copy; met.insert(next.get()).second; next = next->next) {
      all.push_back(next);
    }
    EXPECT_LE(all.size(), 8 * length + 8) << "copies without end";
    for (const auto& one : all) {
      one->next = nullptr;
    }
  }
}

TEST(B29_deep_copy, ends_where_uncounted_pointers_branch) {
  constexpr std::size_t height = 60;
  std::vector<linked> levels(height);
  for (std::size_t i = 0; i + 1 < height; ++i) {
    levels[i].next = uncounted(levels[i + 1]);
    levels[i].others = {uncounted(levels[i + 1])};
  }
  levels.back().value = 9;
  const auto copy = deep_copy(uncounted(levels.front()));
  const linked* each = copy.get();
  for (std::size_t i = 0; i + 1 < height; ++i) {
    each = i % 2 == 0 ? each->next.get() : each->others.at(0).get();
  }
  EXPECT_EQ(each->value, 9) << "and there are not 2^59 of it";
}

TEST(B29_deep_copy, clones_what_is_polymorphic) {
  drawing original{"d", std::make_unique<square>(), std::make_shared<square>(), nullptr};
  original.second = original.first;
  const drawing copy = deep_copy(original);
  EXPECT_EQ(copy.title, "d");
  EXPECT_EQ(copy.front->sides(), 4);
  EXPECT_NE(copy.front, original.front);
  EXPECT_NE(copy.first, original.first);
  EXPECT_EQ(copy.first->sides(), 4);
  EXPECT_EQ(copy.second, copy.first);
}

TEST(B29_deep_copy, goes_along_lists_of_a_million_nodes) {
  std::shared_ptr<node> shared;
  std::unique_ptr<chained> owned;
  for (int i = 0; i < 1'000'000; ++i) {
    shared = std::make_shared<node>(i, std::move(shared));
    owned = std::make_unique<chained>(i, std::move(owned));
  }
  auto shared_copy = deep_copy(shared);
  auto owned_copy = deep_copy(owned);
  int length = 0;
  for (const node* each = shared_copy.get(); each != nullptr; each = each->next.get()) {
    length += each->value == 999'999 - length ? 1 : 0;
  }
  EXPECT_EQ(length, 1'000'000);
  length = 0;
  for (const chained* each = owned_copy.get(); each != nullptr; each = each->next.get()) {
    length += each->value == 999'999 - length ? 1 : 0;
  }
  EXPECT_EQ(length, 1'000'000);
  unlink(shared);
  unlink(owned);
  unlink(shared_copy);
  unlink(owned_copy);
}

TEST(B29_deep_copy, leaves_nothing_behind_when_it_fails) {
  const auto last = std::make_shared<chain>(number(-1));
  const auto first = std::make_shared<chain>(number(1));
  first->alive = std::make_shared<int>(1);
  first->side = std::make_unique<chain>(number(3), last);
  first->next = std::make_shared<chain>(number(2), first);
  copy_memo memo;
  const auto known = deep_copy(first->alive, memo);
  for (int i = 0; i < 3; ++i) {
    EXPECT_THROW(static_cast<void>(deep_copy(first, memo)), std::runtime_error);
    EXPECT_EQ(memo.size(), 1U);
    EXPECT_EQ(known.use_count(), 2) << "a copy that failed is still there";
  }
  EXPECT_EQ(first.use_count(), 2);
  last->value = number(4);
  const auto copy = deep_copy(first, memo);
  EXPECT_EQ(copy->side->next->value.value, 4);
  EXPECT_EQ(copy->next->next, copy);
  EXPECT_EQ(copy->alive, known);
  first->next = nullptr;
  copy->next = nullptr;
}

TEST(B29_deep_copy, lets_a_long_list_go_when_it_fails) {
  auto list = std::make_shared<chain>(number(-1));
  for (int i = 0; i < 200'000; ++i) {
    list = std::make_shared<chain>(number(i), std::move(list));
  }
  EXPECT_THROW(static_cast<void>(deep_copy(list)), std::runtime_error);
  unlink(list);
}
