#include "googletest.hpp"

import googletest;
import std;
import patterns.meta;

namespace {

using patterns::meta::construction_cycle_error;
using patterns::meta::shared_state;
using patterns::meta::singleton;
using patterns::meta::sole_instance;

class clock_face {
 public:
  static inline std::atomic<int> built = 0;
  int hour = 12;

 private:
  friend singleton<clock_face>;
  clock_face() {
    ++built;
    std::this_thread::yield();
  }
  ~clock_face() = default;
  clock_face(const clock_face&) = delete;
};

class itself : public singleton<itself> {
 public:
  int uses = 0;

 private:
  friend singleton<itself>;
  itself() = default;
};

struct anybody_can_make {
  anybody_can_make(const anybody_can_make&) = delete;
  anybody_can_make() = default;
};

class can_be_copied {
  friend singleton<can_be_copied>;
  can_be_copied() = default;

 public:
  can_be_copied(const can_be_copied&) = default;
};

class anybody_can_make_for_good {
 public:
  anybody_can_make_for_good() = default;
  anybody_can_make_for_good(const anybody_can_make_for_good&) = delete;

 private:
  ~anybody_can_make_for_good() = default;
};

static_assert(!sole_instance<anybody_can_make_for_good>, "new makes one, although nobody can delete it");
static_assert(sole_instance<clock_face> && sole_instance<itself>);
static_assert(!sole_instance<anybody_can_make> && !sole_instance<can_be_copied> && !sole_instance<int>);

// A static initializer that may run before any other of the program.
const int hour_before_main = singleton<clock_face>::instance().hour;

TEST(B21_singleton, is_there_for_a_static_initializer) {
  EXPECT_EQ(hour_before_main, 12);
  EXPECT_EQ(clock_face::built, 1);
}

TEST(B21_singleton, is_one_object) {
  auto& one = singleton<clock_face>::instance();
  EXPECT_EQ(&one, &singleton<clock_face>::instance());
  ++itself::instance().uses;
  EXPECT_EQ(singleton<itself>::instance().uses, 1);
}

/// A type of its own for each round of a race.
template <int Round>
class raced_for {
 public:
  static inline std::atomic<int> built = 0;
  int value = 0;

 private:
  friend singleton<raced_for>;
  raced_for() {
    ++built;
    std::this_thread::yield();
    value = Round + 1;
  }
  raced_for(const raced_for&) = delete;
};

template <int Round>
void race() {
  constexpr int racers = 4;
  std::barrier start(racers);
  std::vector<std::thread> threads;
  std::array<raced_for<Round>*, racers> seen{};
  for (auto& each : seen) {
    threads.emplace_back([&start, &each] {
      start.arrive_and_wait();
      each = &singleton<raced_for<Round>>::instance();
      EXPECT_EQ(each->value, Round + 1);
    });
  }
  for (auto& each : threads) {
    each.join();
  }
  EXPECT_EQ(raced_for<Round>::built, 1);
  EXPECT_EQ(std::ranges::count(seen, seen.front()), racers);
}

TEST(B21_singleton, is_built_once_by_threads_that_race_for_it) {
  [&]<int... Rounds>(std::integer_sequence<int, Rounds...>) {
    (race<Rounds>(), ...);
  }(std::make_integer_sequence<int, 30>());
}

class slow_to_start {
 public:
  static inline int attempts = 0;

 private:
  friend singleton<slow_to_start>;
  slow_to_start() {
    if (++attempts < 3) {
      throw std::runtime_error("not yet");
    }
  }
  slow_to_start(const slow_to_start&) = delete;
};

TEST(B21_singleton, is_tried_again_after_its_constructor_threw) {
  EXPECT_THROW((void)singleton<slow_to_start>::instance(), std::runtime_error);
  EXPECT_THROW((void)singleton<slow_to_start>::instance(), std::runtime_error);
  EXPECT_NO_THROW((void)singleton<slow_to_start>::instance());
  EXPECT_NO_THROW((void)singleton<slow_to_start>::instance());
  EXPECT_EQ(slow_to_start::attempts, 3);
}

class fails_first {
 public:
  static inline std::atomic<int> attempts = 0;
  static inline std::latch failing{1};
  static inline std::latch may_fail{1};

 private:
  friend singleton<fails_first>;
  fails_first() {
    if (++attempts == 1) {
      failing.count_down();
      may_fail.wait();
      throw std::runtime_error("not yet");
    }
  }
  fails_first(const fails_first&) = delete;
};

TEST(B21_singleton, is_built_by_one_who_waited_when_the_first_one_failed) {
  std::thread first([] { EXPECT_THROW((void)singleton<fails_first>::instance(), std::runtime_error); });
  fails_first::failing.wait();
  std::thread second([] { EXPECT_NO_THROW((void)singleton<fails_first>::instance()); });
  fails_first::may_fail.count_down();
  first.join();
  second.join();
  EXPECT_EQ(fails_first::attempts, 2);
}

template <class Use>
std::string cycle_of(Use&& use) {
  try {
    use();
  } catch (const construction_cycle_error& error) {
    return error.what();
  }
  return "no exception";
}

class needs_itself {
  friend singleton<needs_itself>;
  needs_itself() { (void)singleton<needs_itself>::instance(); }
  needs_itself(const needs_itself&) = delete;
};

class chicken {
  friend singleton<chicken>;
  chicken();
  chicken(const chicken&) = delete;
};

class egg {
  friend singleton<egg>;
  egg() { (void)singleton<chicken>::instance(); }
  egg(const egg&) = delete;
};

chicken::chicken() {
  (void)singleton<egg>::instance();
}

TEST(B21_singleton, refuses_to_be_needed_by_its_own_constructor) {
  const auto twice = [] { return cycle_of([] { (void)singleton<needs_itself>::instance(); }); };
  EXPECT_EQ(twice(), "construction cycle: needs_itself -> needs_itself");
  EXPECT_EQ(twice(), "construction cycle: needs_itself -> needs_itself");
  EXPECT_EQ(cycle_of([] { (void)singleton<egg>::instance(); }), "construction cycle: egg -> chicken -> egg");
}

/// Two objects that need each other, built by two threads at once: the one that comes last to wait is told. The other
/// then builds both, since a second attempt needs nothing.
std::barrier<> both_began{2};

class left_half {
  static inline int attempts_ = 0;
  friend singleton<left_half>;
  left_half();
  left_half(const left_half&) = delete;
};

class right_half {
  static inline int attempts_ = 0;
  friend singleton<right_half>;
  right_half();
  right_half(const right_half&) = delete;
};

left_half::left_half() {
  if (attempts_++ == 0) {
    both_began.arrive_and_wait();
    (void)singleton<right_half>::instance();
  }
}

right_half::right_half() {
  if (attempts_++ == 0) {
    both_began.arrive_and_wait();
    (void)singleton<left_half>::instance();
  }
}

TEST(B21_singleton, refuses_a_circle_that_two_threads_close) {
  std::mutex mutex;
  std::vector<std::string> told;
  const auto build = [&](auto& instance) {
    const auto message = cycle_of([&] { (void)instance(); });
    const std::lock_guard lock(mutex);
    told.push_back(message);
  };
  std::thread other([&] { build(singleton<left_half>::instance); });
  build(singleton<right_half>::instance);
  other.join();
  EXPECT_EQ(std::ranges::count(told, std::string("no exception")), 1);
  EXPECT_TRUE(std::ranges::count(told, std::string("construction cycle: left_half -> right_half -> left_half")) == 1 ||
              std::ranges::count(told, std::string("construction cycle: right_half -> left_half -> right_half")) == 1)
      << told[0] << ", " << told[1];
}

struct settings {
  static inline int alive = 0;
  settings() { ++alive; }
  settings(const settings&) = delete;
  ~settings() { --alive; }
  int volume = 5;
};

struct of_test;

using state = shared_state<settings, of_test>;

static_assert(std::is_empty_v<state>);
static_assert(std::same_as<decltype(*std::declval<const state&>()), const settings&>);

TEST(A29_shared_state, is_one_for_all_its_objects) {
  state here;
  const state there;
  here->volume = 7;
  EXPECT_EQ(there->volume, 7);
  EXPECT_EQ(&here.get(), &there.get());
  EXPECT_EQ(state()->volume, 7) << "also for one that is made later";
  state::reset();
}

TEST(A29_shared_state, is_another_for_another_tag_or_type) {
  shared_state<int, struct one_tag> one;
  shared_state<int, struct another_tag> another;
  shared_state<long, struct one_tag> of_another_type;
  *one = 1;
  EXPECT_EQ(*another, 0);
  EXPECT_EQ(*of_another_type, 0);
}

TEST(A29_shared_state, is_new_after_a_reset) {
  state here;
  here->volume = 9;
  state::reset();
  EXPECT_EQ(settings::alive, 0);
  EXPECT_EQ(here->volume, 5);
  EXPECT_EQ(settings::alive, 1);
  state::reset();
  state::reset();
  EXPECT_EQ(settings::alive, 0);
}

TEST(A29_shared_state, comes_back_when_a_scoped_reset_ends) {
  state here;
  here->volume = 1;
  {
    const state::scoped_reset for_this_test;
    EXPECT_EQ(here->volume, 5);
    here->volume = 2;
    {
      const state::scoped_reset nested;
      EXPECT_EQ(here->volume, 5);
    }
    EXPECT_EQ(here->volume, 2);
  }
  EXPECT_EQ(here->volume, 1);
  EXPECT_EQ(settings::alive, 1) << "those of the scopes are gone";
  state::reset();
}

struct broken_at_first {
  static inline int attempts = 0;
  broken_at_first() {
    if (++attempts == 1) {
      throw std::runtime_error("not yet");
    }
  }
};

TEST(A29_shared_state, is_tried_again_after_its_constructor_threw) {
  shared_state<broken_at_first> here;
  EXPECT_THROW((void)here.get(), std::runtime_error);
  EXPECT_NO_THROW((void)here.get());
  EXPECT_EQ(broken_at_first::attempts, 2);
}

struct uses_its_own {
  uses_its_own() { (void)shared_state<uses_its_own>().get(); }
};

TEST(A29_shared_state, refuses_to_be_used_by_its_own_constructor) {
  EXPECT_EQ(cycle_of([] { (void)shared_state<uses_its_own>().get(); }),
            "construction cycle: uses_its_own -> uses_its_own");
}

TEST(A29_shared_state, is_made_once_by_threads_that_race_for_it) {
  using counter = shared_state<std::atomic<int>, struct of_race>;
  for (int round = 0; round < 30; ++round) {
    counter::reset();
    std::barrier start(4);
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&start] {
        start.arrive_and_wait();
        ++*counter();
      });
    }
    for (auto& each : threads) {
      each.join();
    }
    ASSERT_EQ(*counter(), 4);
  }
}

}  // namespace
