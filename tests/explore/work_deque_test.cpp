// C18 · work_deque: each item goes to one, whether its owner or a thief takes it. The deque is no part of the
// interface, so that this file is one of its module.
module;

#include "explore.hpp"

module patterns.concurrency;

import std;
import :executor;
import :work_deque;

namespace {

using explore::finds;
using explore::passes;
using explore::strategy;
using explore::together;
using patterns::concurrency::detail::work_deque;
using patterns::concurrency::detail::work_item;

class numbered_item final : public work_item {
 public:
  numbered_item() noexcept : work_item([](work_item* /*self*/, fate /*outcome*/) noexcept {}) {}
};

using item_array = std::array<numbered_item, 4>;

/// How often each item was taken.
class taken_items {
 public:
  explicit taken_items(item_array& items) : items_(items) {}

  void add(work_item* item) {
    if (item != nullptr) {
      ++times_.at(static_cast<std::size_t>(static_cast<numbered_item*>(item) - items_.data()));
    }
  }
  void expect_each_once(std::size_t count) const {
    for (std::size_t i = 0; i < count; ++i) {
      EXPECT_EQ(times_.at(i), 1) << "item " << i;
    }
  }

 private:
  item_array& items_;
  std::array<std::atomic<int>, 4> times_{};
};

/// The deque of Chase and Lev without the exchange on the last item.
class naive_deque {
 public:
  void push(work_item* item) {
    const auto bottom = bottom_.load();
    slots_.at(bottom) = item;
    bottom_ = bottom + 1;
  }
  work_item* pop() {
    const auto bottom = bottom_.load();
    if (bottom <= top_) {
      return nullptr;
    }
    bottom_ = bottom - 1;
    return slots_.at(bottom - 1);
  }
  work_item* steal() {
    auto top = top_.load();
    if (top >= bottom_) {
      return nullptr;
    }
    auto* const item = slots_.at(top).load();
    return top_.compare_exchange_strong(top, top + 1) ? item : nullptr;
  }

 private:
  std::atomic<std::size_t> top_ = 0;
  std::atomic<std::size_t> bottom_ = 0;
  std::array<std::atomic<work_item*>, 8> slots_{};
};

template <class Deque>
void owner_and_thieves() {
  Deque deque;
  item_array items;
  taken_items taken(items);
  const auto thief = [&] {
    taken.add(deque.steal());
    taken.add(deque.steal());
  };
  together(
      [&] {
        deque.push(&items[0]);
        deque.push(&items[1]);
        taken.add(deque.pop());
        deque.push(&items[2]);
        while (auto* const item = deque.pop()) {
          taken.add(item);
        }
      },
      thief, thief);
  while (auto* const item = deque.pop()) {
    taken.add(item);
  }
  taken.expect_each_once(3);
}

TEST(C18_work_deque, a_naive_deque_gives_its_last_item_to_two) {
  EXPECT_TRUE(finds("expectation", {.schedules = 1000}, owner_and_thieves<naive_deque>));
}

TEST(C18_work_deque, gives_each_item_to_one) {
  EXPECT_TRUE(passes({.schedules = 1500}, owner_and_thieves<work_deque>));
}

TEST(C18_work_deque, gives_each_item_to_one_in_every_schedule_of_two_preemptions) {
  EXPECT_TRUE(passes({.schedules = 10'000, .how = strategy::exhaustive}, [] {
    work_deque deque;
    item_array items;
    taken_items taken(items);
    together(
        [&] {
          deque.push(&items[0]);
          deque.push(&items[1]);
          taken.add(deque.pop());
          taken.add(deque.pop());
        },
        [&] {
          taken.add(deque.steal());
          taken.add(deque.steal());
        });
    taken.add(deque.pop());
    taken.expect_each_once(2);
  }));
}

}  // namespace
