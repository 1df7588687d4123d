// C10 · weak_cache: the last owner goes while another asks.
#include "explore.hpp"

import std;
import patterns.caching;

namespace {

using explore::finds;
using explore::passes;
using explore::together;
using patterns::caching::weak_cache;

/// Takes the entry of the key out, whoever stands there by then.
class naive_weak_cache {
 public:
  std::shared_ptr<int> get() {
    const std::lock_guard lock(mutex_);
    return only_.lock();
  }

  std::shared_ptr<int> get_or_make() {
    const std::lock_guard lock(mutex_);
    if (auto present = only_.lock()) {
      return present;
    }
    std::shared_ptr<int> made(new int(7), [this](const int* object) {
      forget();
      delete object;
    });
    only_ = made;
    return made;
  }

 private:
  void forget() {
    const std::lock_guard lock(mutex_);
    only_.reset();
  }

  std::mutex mutex_;
  std::weak_ptr<int> only_;
};

/// One thread lets the only object go, the other asks for it and then looks whether it is found.
template <class Cache, class Get, class Make>
void expect_no_other_to_be_taken_along(Cache& cache, Get get, Make make) {
  std::shared_ptr<int> first = make(cache);
  together([&] { first.reset(); },
           [&] {
             const auto mine = make(cache);
             EXPECT_EQ(*mine, 7);
             EXPECT_TRUE(get(cache) == mine);  // an address would make each message another
           });
}

TEST(C10_weak_cache, a_naive_object_takes_its_successor_along) {
  EXPECT_TRUE(finds("expectation", {.schedules = 1000}, [] {
    naive_weak_cache cache;
    expect_no_other_to_be_taken_along(
        cache, [](auto& from) { return from.get(); }, [](auto& from) { return from.get_or_make(); });
  }));
}

std::shared_ptr<int> seven(weak_cache<int, int>& cache) {
  return cache.get_or_make(1, [](int) { return 7; });
}

std::shared_ptr<int> seven_by_pointer(weak_cache<int, int>& cache) {
  return cache.get_or_make(1, [](int) { return std::make_unique<int>(7); });
}

TEST(C10_weak_cache, an_object_takes_only_its_own_entry_along) {
  for (const auto make : {seven, seven_by_pointer}) {
    EXPECT_TRUE(passes({.schedules = 1000, .spurious_wakeups = false}, [&] {
      weak_cache<int, int> cache;
      expect_no_other_to_be_taken_along(cache, [](auto& from) { return from.get(1); }, make);
      EXPECT_EQ(cache.size(), 0U);
    }));
  }
}

TEST(C10_weak_cache, owners_come_and_go_and_leave_nothing) {
  EXPECT_TRUE(passes({.schedules = 1000, .spurious_wakeups = false}, [] {
    weak_cache<int, int> cache;
    const auto use = [&] {
      const auto mine = seven(cache);
      EXPECT_EQ(*mine, 7);
      EXPECT_EQ(seven(cache), mine);
    };
    together(use, use, use);
    EXPECT_EQ(cache.size(), 0U);
  }));
}

TEST(C10_weak_cache, the_cache_may_go_while_its_objects_do) {
  EXPECT_TRUE(passes({.schedules = 1000}, [] {
    auto cache = std::make_unique<weak_cache<int, int>>();
    auto first = seven(*cache);
    auto second = first;
    together([&] { first.reset(); }, [&] { second.reset(); }, [&] { cache.reset(); });
  }));
}

TEST(C10_weak_cache, what_is_erased_while_it_is_made_is_not_held) {
  EXPECT_TRUE(passes({.schedules = 1000, .spurious_wakeups = false}, [] {
    weak_cache<int, int> cache;
    std::shared_ptr<int> mine;
    together([&] { mine = seven(cache); }, [&] { cache.erase(1); });
    const auto found = cache.get(1);
    EXPECT_TRUE(found == nullptr || found == mine);
    EXPECT_EQ(cache.size(), found == nullptr ? 0U : 1U);
  }));
}

}  // namespace
