#include "googletest.hpp"

import googletest;
import std;
import patterns.concurrency;

namespace {

using namespace std::chrono_literals;
using patterns::concurrency::deadline_after;
using patterns::concurrency::has_passed;
using patterns::concurrency::no_deadline;
using patterns::concurrency::wait_until;

/// A clock that goes on by a second whenever it is looked at, and breaks at the last.
struct stepping_clock {
  using duration = std::chrono::seconds;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<stepping_clock>;
  static constexpr auto last = time_point(100s);

  static inline time_point time{};

  static time_point now() {
    if (time == last) {
      throw std::runtime_error("the clock is broken");
    }
    return time += 1s;
  }
};

using moment = stepping_clock::time_point;

TEST(C6_deadline, has_passed_when_its_moment_is_there_and_never_without_one) {
  stepping_clock::time = moment(0s);
  EXPECT_FALSE(has_passed(moment(2s)));
  EXPECT_TRUE(has_passed(moment(2s)));
  EXPECT_TRUE(has_passed(moment(2s)));
  static_assert(!has_passed(no_deadline()));
}

TEST(C6_deadline, of_a_patience_without_end_is_the_end_of_time) {
  constexpr auto end = std::chrono::steady_clock::time_point::max();
  EXPECT_EQ(deadline_after(std::chrono::hours::max()), end);
  EXPECT_EQ(deadline_after(std::chrono::steady_clock::duration::max()), end);
  EXPECT_EQ(deadline_after(std::chrono::duration<double>(std::numeric_limits<double>::infinity())), end);
}

TEST(C6_deadline, of_no_patience_has_passed) {
  EXPECT_TRUE(has_passed(deadline_after(0s)));
  EXPECT_TRUE(has_passed(deadline_after(std::chrono::hours::min())));
  EXPECT_TRUE(has_passed(deadline_after(std::chrono::duration<double>(std::numeric_limits<double>::quiet_NaN()))));
  EXPECT_FALSE(has_passed(deadline_after(24h)));
}

struct desk {
  std::mutex mutex;
  std::condition_variable condition;
  std::unique_lock<std::mutex> lock{mutex};
};

TEST(C6_wait_until, asks_what_it_waits_for_before_the_time) {
  desk here;
  EXPECT_TRUE(wait_until(here.condition, here.lock, no_deadline(), [] { return true; }));
  EXPECT_TRUE(wait_until(here.condition, here.lock, std::chrono::steady_clock::now() - 1h, [] { return true; }));
  stepping_clock::time = moment(50s);
  EXPECT_TRUE(wait_until(here.condition, here.lock, moment(1s), [] { return true; }));
  EXPECT_EQ(stepping_clock::time, moment(50s)) << "the time did not matter";
}

TEST(C6_wait_until, ends_at_the_deadline_by_the_clock_of_that) {
  desk here;
  EXPECT_FALSE(wait_until(here.condition, here.lock, std::chrono::steady_clock::now() - 1h, [] { return false; }));
  stepping_clock::time = moment(50s);
  EXPECT_FALSE(wait_until(here.condition, here.lock, moment(51s), [] { return false; }));
  EXPECT_TRUE(here.lock.owns_lock());
}

TEST(C6_wait_until, lets_out_what_the_clock_throws_with_the_lock_held) {
  desk here;
  stepping_clock::time = stepping_clock::last;
  EXPECT_THROW(wait_until(here.condition, here.lock, moment(1000s), [] { return false; }), std::runtime_error);
  EXPECT_TRUE(here.lock.owns_lock());
}

}  // namespace
