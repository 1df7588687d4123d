// B21 · singleton, A29 · shared_state, D2 · interned, A23 · strategy: objects that threads build, share and let go.
#include "explore.hpp"

import std;
import patterns.meta;
import patterns.design;

namespace {

using explore::finds;
using explore::passes;
using explore::together;
using patterns::design::calculator;
using patterns::design::intern_pool;
using patterns::design::interned;
using patterns::meta::shared_state;

struct counted {
  counted() { ++made; }
  static inline std::atomic<int> made = 0;
  int value = 7;
};

struct fails_once {
  fails_once() {
    if (++tries == 1) {
      throw std::runtime_error("the first try fails");
    }
  }
  static inline std::atomic<int> tries = 0;
};

TEST(B21_singleton, is_built_once_and_all_see_it) {
  EXPECT_TRUE(passes({.schedules = 800}, [] {
    counted::made = 0;
    const auto use = [] { EXPECT_EQ((shared_state<counted>()->value), 7); };
    together(use, use, use);
    EXPECT_EQ(counted::made, 1);
    shared_state<counted>::reset();
  }));
}

// All constructions share one condition variable: a wakeup that another takes leaves nobody asleep.
TEST(B21_singleton, the_end_of_a_construction_wakes_those_who_wait_for_it) {
  struct another {};
  EXPECT_TRUE(passes({.schedules = 1000, .spurious_wakeups = false}, [] {
    const auto use = [] { (void)shared_state<counted>().get(); };
    const auto use_another = [] { (void)shared_state<counted, another>().get(); };
    together(use, use, use_another, use_another);
    shared_state<counted>::reset();
    shared_state<counted, another>::reset();
  }));
}

TEST(B21_singleton, a_construction_that_throws_is_tried_again) {
  EXPECT_TRUE(passes({.schedules = 800}, [] {
    fails_once::tries = 0;
    std::atomic<int> failed = 0;
    const auto use = [&] {
      try {
        (void)shared_state<fails_once>().get();
      } catch (const std::runtime_error&) {
        ++failed;
      }
    };
    together(use, use);
    EXPECT_EQ(failed, 1);
    EXPECT_EQ(fails_once::tries, 2);
    shared_state<fails_once>::reset();
  }));
}

/// Gives an entry up in two steps: who finds it in between holds what the first is about to destroy.
class naive_intern_pool {
 public:
  struct entry {
    std::atomic<int> uses = 0;
  };

  entry* use() {
    const std::lock_guard lock(mutex_);
    if (only_ == nullptr) {
      only_ = new entry;
    }
    ++only_->uses;
    return only_;
  }

  void release(entry* given) {
    if (--given->uses == 0) {
      const std::lock_guard lock(mutex_);
      if (only_ == given) {
        only_ = nullptr;
      }
      delete given;
    }
  }

 private:
  std::mutex mutex_;
  entry* only_ = nullptr;
};

TEST(D2_interned, a_naive_pool_revives_what_is_on_its_way_out) {
  EXPECT_TRUE(finds("use after free", {.schedules = 500}, [] {
    naive_intern_pool pool;
    const auto use = [&] { pool.release(pool.use()); };
    together(use, use);
  }));
}

TEST(D2_interned, what_is_found_is_alive_and_what_is_unused_is_gone) {
  const auto body = [] {
    intern_pool<int> pool;
    const auto use = [&] {
      const auto value = pool.intern(7);
      EXPECT_EQ(*value, 7);
    };
    together(use, use);
    EXPECT_EQ(pool.size(), 0U);
  };
  EXPECT_TRUE(passes({.schedules = 1000}, body));
  EXPECT_TRUE(passes({.schedules = 4000, .how = explore::strategy::exhaustive}, body));
}

TEST(D2_interned, copies_come_and_go_while_others_look_it_up) {
  EXPECT_TRUE(passes({.schedules = 800}, [] {
    intern_pool<int> pool;
    std::optional first(pool.intern(7));
    together(
        [&] {
          const auto copy = *first;
          first.reset();
          EXPECT_EQ(*copy, 7);
        },
        [&] {
          const auto mine = pool.intern(7);
          const auto again = pool.intern(7);
          EXPECT_EQ(mine, again);
        });
    EXPECT_EQ(pool.size(), 0U);
  }));
}

TEST(D2_interned, a_handle_may_outlive_its_pool) {
  EXPECT_TRUE(passes({.schedules = 600}, [] {
    auto pool = std::make_unique<intern_pool<int>>();
    std::optional first(pool->intern(7));
    std::optional second(pool->intern(7));
    together([&] { first.reset(); }, [&] { second.reset(); }, [&] { pool.reset(); });
  }));
}

/// A pointer to the strategy, read without a share in it.
class naive_calculator {
 public:
  using function = std::function<int(int)>;

  explicit naive_calculator(function chosen) : current_(new function(std::move(chosen))) {}
  naive_calculator(const naive_calculator&) = delete;
  naive_calculator& operator=(const naive_calculator&) = delete;
  ~naive_calculator() { delete current_.load(); }

  [[nodiscard]] int run(int value) const { return (*current_.load())(value); }
  void swap(function chosen) { delete current_.exchange(new function(std::move(chosen))); }

 private:
  std::atomic<function*> current_;
};

TEST(A23_strategy, a_naive_swap_destroys_a_strategy_that_runs) {
  // Between the load of the pointer and the call there is no atomic operation.
  EXPECT_TRUE(finds("use after free", {.schedules = 500, .plain_accesses = true}, [] {
    naive_calculator naive([](int value) { return value; });
    together([&] { (void)naive.run(1); }, [&] { naive.swap([](int value) { return -value; }); });
  }));
}

TEST(A23_strategy, a_call_uses_the_strategy_that_was_current_when_it_began) {
  EXPECT_TRUE(passes({.schedules = 1000}, [] {
    calculator<int(int)> changing([kept = std::make_shared<int>(1)](int value) { return value * *kept; });
    together([&] { EXPECT_TRUE(std::set({3, 6}).contains(changing.run(3))); },
             [&] {
               changing.swap([kept = std::make_shared<int>(2)](int value) { return value * *kept; });
               EXPECT_EQ(changing.run(3), 6);
             });
    EXPECT_EQ(changing.run(3), 6);
  }));
}

}  // namespace
