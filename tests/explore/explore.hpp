/// Searches the interleavings of threads for one that breaks a piece of code.
///
///     EXPECT_TRUE(explore::passes({.schedules = 2000}, [] {
///       counter hits;
///       explore::together([&] { hits.add(); }, [&] { hits.add(); });
///       EXPECT_EQ(hits.value(), 2);
///     }));
///
/// The body runs once a schedule, with all threads that it starts, directly or through the library, one at a time.
/// Before every atomic operation and every operation on a mutex, a condition variable or a thread, the seed decides who
/// goes on. So a schedule is a function of its seed and can be replayed; that nobody can go on is seen at once; time is
/// virtual. The seed also decides which waiter a notification wakes, when a timed wait expires, and when a condition
/// variable wakes for nothing.
///
/// What it finds: a failed expectation, a deadlock, a lost wakeup, a livelock (too many steps), a use of memory that
/// the schedule has freed, a mutex unlocked by who does not hold it, an exception or a signal that would end the
/// program.
///
/// What it does not: the unlock of a mutex is no point of decision, so that who unlocks goes on up to the next one (its
/// next operation on anything) before anybody who waits for the mutex gets it; memory is sequentially consistent, so
/// that an order too weak is the business of the preset tsan and of review; a plain access is no point of decision
/// unless `plain_accesses` says so; a compare_exchange_weak does not fail for nothing, for the compiler tells weak and
/// strong no longer apart; the atomics within libc++'s shared library (the owners of a future's state, exception_ptr)
/// are one step with what calls them.
///
/// Environment: PATTERNS_EXPLORE_SEED=n makes every search but the exhaustive ones run that seed alone;
/// PATTERNS_EXPLORE_FIRST_SEED=n begins them with that seed instead of 1; PATTERNS_EXPLORE_SCALE=n multiplies the
/// number of schedules.
#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

namespace explore {

enum class strategy {
  /// One seed `random`, the next `priorities`.
  mixed,
  /// A random walk; some seeds stay longer with a thread than others.
  random,
  /// Burckhardt et al., A Randomized Scheduler with Probabilistic Guarantees of Finding Bugs (ASPLOS 2010): the thread
  /// of the highest priority runs, and at `change_points` random steps it falls to the lowest.
  priorities,
  /// Depth first through all schedules with at most `preemptions` preemptions; Musuvathi and Qadeer, Iterative Context
  /// Bounding for Systematic Testing of Multithreaded Programs (PLDI 2007).
  exhaustive,
};

struct options {
  /// How many to try; with `exhaustive`, at most.
  std::size_t schedules = 1000;
  strategy how = strategy::mixed;
  unsigned change_points = 3;
  unsigned preemptions = 2;
  /// More than so many in one schedule are a livelock.
  std::size_t steps = 20'000;
  bool plain_accesses = false;
  bool spurious_wakeups = true;
};

/// What a search has found.
struct outcome {
  std::size_t schedules = 0;
  /// How many of them made different decisions.
  std::size_t distinct = 0;
  std::size_t most_steps = 0;
  /// With `exhaustive`: that no schedule within the bound is left.
  bool complete = false;
  /// Empty if nothing is wrong.
  std::string fault;
  std::uint64_t seed = 0;
  /// What the threads did last before the fault.
  std::string trace;
  /// That the same seed led to the same fault once more.
  bool replayed = false;
};

/// Runs `body` under schedule after schedule until one has a fault.
outcome search(const options& how, const std::function<void()>& body);

/// Whether no schedule has a fault, and with `exhaustive` all have been tried.
testing::AssertionResult passes(const options& how, const std::function<void()>& body);

/// Whether a schedule has a fault that says `text`, and has it again when it is replayed.
testing::AssertionResult finds(std::string_view text, const options& how, const std::function<void()>& body);

/// One of the numbers below `count`, as the schedule decides.
std::size_t choose(std::size_t count);

/// Runs the functions at the same time, each on a thread of its own, and returns when all have ended.
template <class... Function>
void together(Function... function) {
  std::thread threads[] = {std::thread(std::move(function))...};
  for (auto& each : threads) {
    each.join();
  }
}

}  // namespace explore
