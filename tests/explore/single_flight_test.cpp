// C5 · single_flight: who comes early, late, or while the leader fails.
#include "explore.hpp"

import std;
import patterns.caching;

namespace {

using explore::finds;
using explore::passes;
using explore::together;
using patterns::caching::recursive_load_error;
using patterns::caching::single_flight;

/// Looks for a load under way and begins one in two steps.
class naive_single_flight {
 public:
  int run(const std::function<int()>& load) {
    if (const auto shared = find()) {
      shared->ended.wait(false);
      return shared->value;
    }
    const auto own = begin();
    own->value = load();
    own->ended = true;
    own->ended.notify_all();
    const std::lock_guard lock(mutex_);
    current_.reset();
    return own->value;
  }

 private:
  struct flight {
    std::atomic<bool> ended = false;
    int value = 0;
  };

  std::shared_ptr<flight> find() {
    const std::lock_guard lock(mutex_);
    return current_;
  }
  std::shared_ptr<flight> begin() {
    const std::lock_guard lock(mutex_);
    current_ = std::make_shared<flight>();
    return current_;
  }

  std::mutex mutex_;
  std::shared_ptr<flight> current_;
};

/// Runs two callers and says how many loads were under way at once, at most.
template <class Run>
void expect_one_load_at_once(Run run) {
  std::atomic<int> under_way = 0;
  const auto load = [&] {
    EXPECT_EQ(++under_way, 1);
    --under_way;
    return 7;
  };
  const auto ask = [&] { EXPECT_EQ(run(load), 7); };
  together(ask, ask, ask);
}

TEST(C5_single_flight, a_naive_one_loads_twice_at_once) {
  EXPECT_TRUE(finds("expectation", {.schedules = 500}, [] {
    naive_single_flight flights;
    expect_one_load_at_once([&](const auto& load) { return flights.run(load); });
  }));
}

TEST(C5_single_flight, loads_once_at_a_time) {
  EXPECT_TRUE(passes({.schedules = 1000, .spurious_wakeups = false}, [] {
    single_flight<int, int> flights;
    expect_one_load_at_once([&](const auto& load) { return flights.run(1, [&](int) { return load(); }); });
    EXPECT_EQ(flights.size(), 0U);
  }));
}

TEST(C5_single_flight, no_one_is_given_what_was_complete_before_he_asked) {
  EXPECT_TRUE(passes({.schedules = 800}, [] {
    single_flight<int, int> flights;
    std::atomic<int> version = 0;
    const auto ask = [&] {
      ++version;
      const int asked_at = version;
      EXPECT_GE(flights.run(1, [&](int) { return version.load(); }), asked_at - 1);
      const int before = version;
      ++version;
      EXPECT_GE(flights.run(1, [&](int) { return version.load(); }), before);
    };
    together(ask, ask);
  }));
}

TEST(C5_single_flight, all_who_wait_get_the_error) {
  EXPECT_TRUE(passes({.schedules = 800}, [] {
    single_flight<int, int> flights;
    std::atomic<int> failed = 0;
    const auto ask = [&] {
      try {
        (void)flights.run(1, [](int) -> int { throw std::runtime_error("no"); });
      } catch (const std::runtime_error&) {
        ++failed;
      }
    };
    together(ask, ask, ask);
    EXPECT_EQ(failed, 3);
    EXPECT_EQ(flights.size(), 0U);
  }));
}

TEST(C5_single_flight, a_circle_of_two_threads_ends_in_an_error) {
  EXPECT_TRUE(passes({.schedules = 800}, [] {
    single_flight<int, int> flights;
    std::atomic<int> refused = 0;
    const auto ask = [&](int key, int other) {
      return [&flights, &refused, key, other] {
        try {
          (void)flights.run(key, [&](int) { return flights.run(other, [](int) { return 1; }); });
        } catch (const recursive_load_error&) {
          ++refused;
        }
      };
    };
    together(ask(1, 2), ask(2, 1));
    EXPECT_LE(refused, 2);
    EXPECT_EQ(flights.size(), 0U);
  }));
}

}  // namespace
