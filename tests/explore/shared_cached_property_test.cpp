// C2 · shared_cached_property: who asks first, who asks meanwhile, and who changes what the value comes from.
#include "explore.hpp"

import std;
import patterns.caching;

namespace {

using explore::finds;
using explore::passes;
using explore::together;
using patterns::caching::recursive_load_error;
using patterns::caching::shared_cached_property;

/// Looks without the lock and, once it has it, does not look again.
class naive_property {
 public:
  const int& get(const std::function<int()>& compute) {
    if (!ready_) {
      const std::lock_guard lock(mutex_);
      value_ = compute();
      ready_ = true;
    }
    return value_;
  }

 private:
  std::mutex mutex_;
  std::atomic<bool> ready_ = false;
  int value_ = 0;
};

/// Says that there is a value before there is one.
class hasty_property {
 public:
  const std::atomic<int>& get(const std::function<int()>& compute) {
    if (!claimed_.exchange(true)) {
      value_ = compute();
    }
    return value_;
  }

 private:
  std::atomic<bool> claimed_ = false;
  std::atomic<int> value_ = 0;
};

/// Computes without the lock, and lands whatever has happened since.
class forgetful_property {
 public:
  int get(const std::function<int()>& compute) {
    if (const std::lock_guard lock(mutex_); value_) {
      return *value_;
    }
    const int computed = compute();
    const std::lock_guard lock(mutex_);
    value_ = computed;
    return *value_;
  }
  void invalidate() {
    const std::lock_guard lock(mutex_);
    value_.reset();
  }

 private:
  std::mutex mutex_;
  std::optional<int> value_;
};

template <class Property>
void computes_once() {
  Property property;
  std::atomic<int> calls = 0;
  const auto compute = [&] { return ++calls, 7; };
  const auto ask = [&] { EXPECT_EQ(property.get(compute), 7); };
  together(ask, ask, ask);
  EXPECT_EQ(calls, 1);
}

/// Two ask while one changes the source; who asks after the change gets what is after it.
template <class Property>
void is_never_stale() {
  Property property;
  std::atomic<int> source = 1;
  const auto compute = [&] { return source.load(); };
  together([&] { (void)property.get(compute); }, [&] { (void)property.get(compute); },
           [&] {
             source = 2;
             property.invalidate();
             EXPECT_EQ(property.get(compute), 2);
           });
  EXPECT_EQ(property.get(compute), 2);
}

TEST(C2_shared_cached_property, a_naive_one_computes_twice) {
  EXPECT_TRUE(finds("expectation", {.schedules = 500}, [] { computes_once<naive_property>(); }));
}

TEST(C2_shared_cached_property, a_hasty_one_gives_what_is_not_there_yet) {
  EXPECT_TRUE(finds("expectation", {.schedules = 500}, [] { computes_once<hasty_property>(); }));
}

TEST(C2_shared_cached_property, a_forgetful_one_lands_what_was_overtaken) {
  EXPECT_TRUE(finds("expectation", {.schedules = 2000}, [] { is_never_stale<forgetful_property>(); }));
}

TEST(C2_shared_cached_property, computes_once_and_wakes_all_who_wait) {
  EXPECT_TRUE(
      passes({.schedules = 1500, .spurious_wakeups = false}, [] { computes_once<shared_cached_property<int>>(); }));
}

TEST(C2_shared_cached_property, lands_nothing_that_was_overtaken) {
  EXPECT_TRUE(passes({.schedules = 1500}, [] { is_never_stale<shared_cached_property<int>>(); }));
}

TEST(C2_shared_cached_property, references_hold_when_others_invalidate) {
  EXPECT_TRUE(passes({.schedules = 1000, .plain_accesses = true}, [] {
    shared_cached_property<std::string> property;
    const auto compute = [] { return std::string("a text too long to be kept within a string"); };
    const auto ask = [&] {
      const auto& text = property.get(compute);
      EXPECT_EQ(text.size(), 42U);
    };
    together(ask, ask, [&] {
      property.invalidate();
      property.invalidate();
    });
  }));
}

TEST(C2_shared_cached_property, one_who_waits_tries_after_an_error) {
  EXPECT_TRUE(passes({.schedules = 1000}, [] {
    const shared_cached_property<int> property;
    std::atomic<int> calls = 0;
    std::atomic<int> failed = 0;
    const auto ask = [&] {
      try {
        EXPECT_EQ(property.get([&] { return ++calls == 1 ? throw std::runtime_error("no") : 7; }), 7);
      } catch (const std::runtime_error&) {
        ++failed;
      }
    };
    together(ask, ask, ask);
    EXPECT_EQ(failed, 1);
    EXPECT_EQ(calls, 2);
  }));
}

TEST(C2_shared_cached_property, a_circle_of_two_threads_ends_in_an_error) {
  EXPECT_TRUE(passes({.schedules = 1000}, [] {
    const shared_cached_property<int> left;
    const shared_cached_property<int> right;
    std::atomic<int> refused = 0;
    const auto ask = [&refused](const auto& one, const auto& other) {
      return [&] {
        try {
          (void)one.get([&] { return other.get([&] { return one.get([] { return 1; }); }); });
        } catch (const recursive_load_error&) {
          ++refused;
        }
      };
    };
    together(ask(left, right), ask(right, left));
    EXPECT_EQ(refused, 2);
  }));
}

}  // namespace
