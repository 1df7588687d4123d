#include "googletest.hpp"

#include "../message_of.hpp"
#include "eventually.hpp"

import googletest;
import std;
import patterns.concurrency;

namespace {

using namespace std::chrono_literals;
using patterns::concurrency::counting_gate;
using patterns::concurrency::stop_source;
using patterns::concurrency::stop_token;
using patterns_test::counting_clock;
using patterns_test::elsewhere;
using patterns_test::eventually;
using patterns_test::manual_clock;
using patterns_test::message_of;

using permit = counting_gate::permit;

static_assert(!std::is_copy_constructible_v<counting_gate>);
static_assert(!std::is_move_constructible_v<counting_gate>);
static_assert(!std::is_copy_constructible_v<permit>);
static_assert(std::is_nothrow_move_constructible_v<permit>);
static_assert(std::is_nothrow_move_assignable_v<permit>);
static_assert(std::is_nothrow_swappable_v<permit>);
static_assert(std::is_nothrow_default_constructible_v<permit>);

TEST(C15_counting_gate, lets_in_as_many_as_its_limit_says) {
  counting_gate gate(2);
  const auto first = gate.acquire();
  const auto second = gate.try_acquire();
  EXPECT_TRUE(first);
  EXPECT_TRUE(second);
  EXPECT_FALSE(gate.try_acquire());
  EXPECT_EQ(gate.in_use(), 2U);
  EXPECT_EQ(gate.limit(), 2U);
}

TEST(C15_counting_gate, refuses_a_limit_that_lets_nobody_in) {
  EXPECT_EQ(message_of<std::invalid_argument>([] { const counting_gate gate(0); }),
            "counting_gate: a limit of 0 would let nobody in");
}

TEST(C15_counting_gate, gets_its_place_back_at_the_end_of_a_scope_and_only_once) {
  counting_gate gate(2);
  const auto other = gate.acquire();
  {
    auto early = gate.acquire();
    early.release();
    EXPECT_FALSE(early);
    EXPECT_EQ(gate.in_use(), 1U);
    early.release();
  }
  EXPECT_EQ(gate.in_use(), 1U);
}

TEST(C15_counting_gate, keeps_one_place_for_a_permit_that_moves) {
  counting_gate gate(2);
  auto permit_held = gate.acquire();
  auto moved = std::move(permit_held);
  EXPECT_FALSE(permit_held);  // NOLINT(bugprone-use-after-move): what is left is what is tested
  EXPECT_EQ(gate.in_use(), 1U);
  auto other = gate.acquire();
  other = std::move(moved);
  EXPECT_EQ(gate.in_use(), 1U);
  permit empty;
  swap(empty, other);
  EXPECT_TRUE(empty);
  EXPECT_FALSE(other);
  auto& itself = empty;
  empty = std::move(itself);
  EXPECT_EQ(gate.in_use(), 1U);
}

TEST(C15_counting_gate, gets_its_place_back_from_one_who_throws) {
  counting_gate gate(1);
  const auto fail = [&] {
    const auto held = gate.acquire();
    throw std::runtime_error("no answer");
  };
  EXPECT_THROW(fail(), std::runtime_error);
  EXPECT_THROW(elsewhere(fail), std::runtime_error);
  EXPECT_EQ(gate.in_use(), 0U);
  EXPECT_TRUE(gate.try_acquire());
}

TEST(C15_counting_gate, serves_those_who_wait_in_the_order_in_which_they_came) {
  counting_gate gate(1);
  auto held = gate.acquire();
  std::string order;  // of those inside, who are one at a time
  std::vector<std::thread> threads;
  for (const char name : {'a', 'b', 'c', 'd'}) {
    const auto before = gate.waiting();
    threads.emplace_back([&, name] {
      const auto inside = gate.acquire();
      order += name;
    });
    EXPECT_TRUE(eventually([&] { return gate.waiting() == before + 1; }));
  }
  held.release();
  for (auto& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(order, "abcd");
}

TEST(C15_counting_gate, hands_over_so_that_nobody_can_slip_in_before_the_one_who_waits) {
  counting_gate gate(1);
  auto held = gate.acquire();
  std::latch release(1);
  std::thread next([&] {
    const auto inside = gate.acquire();
    release.wait();
  });
  EXPECT_TRUE(eventually([&] { return gate.waiting() == 1; }));
  held.release();  // the other may not have woken yet, but the place is its own
  EXPECT_EQ(gate.waiting(), 0U);
  EXPECT_EQ(gate.in_use(), 1U);
  EXPECT_FALSE(gate.try_acquire());
  release.count_down();
  next.join();
  EXPECT_EQ(gate.in_use(), 0U);
}

TEST(C15_counting_gate, takes_a_free_place_even_after_the_deadline_and_gives_up_at_once_if_there_is_none) {
  counting_gate gate(1);
  {
    const auto held = gate.try_acquire_until(std::chrono::system_clock::time_point::min());
    EXPECT_TRUE(held);
    EXPECT_FALSE(gate.try_acquire_for(0s));
    EXPECT_FALSE(gate.try_acquire_for(-1h));
    EXPECT_FALSE(gate.try_acquire_until(std::chrono::steady_clock::now()));
    EXPECT_FALSE(gate.try_acquire_until(std::chrono::system_clock::time_point::min()));
    EXPECT_EQ(gate.waiting(), 0U);
  }
  EXPECT_TRUE(gate.try_acquire_for(-1h));
}

TEST(C15_counting_gate, waits_for_the_longest_time_that_can_be_said) {
  counting_gate gate(1);
  auto held = gate.acquire();
  std::thread patient([&] { EXPECT_TRUE(gate.try_acquire_for(std::chrono::hours::max())); });
  std::thread other([&] { EXPECT_TRUE(gate.try_acquire_until(std::chrono::steady_clock::time_point::max())); });
  EXPECT_TRUE(eventually([&] { return gate.waiting() == 2; }));
  held.release();
  patient.join();
  other.join();
  EXPECT_EQ(gate.in_use(), 0U);
}

TEST(C15_counting_gate, passes_over_one_whose_deadline_came) {
  counting_gate gate(1);
  auto held = gate.acquire();
  const auto deadline = manual_clock::now() + 1ms;
  std::thread hasty([&] { EXPECT_FALSE(gate.try_acquire_until(deadline)); });
  EXPECT_TRUE(eventually([&] { return gate.waiting() == 1; }));
  std::thread patient([&] { EXPECT_TRUE(gate.acquire()); });
  EXPECT_TRUE(eventually([&] { return gate.waiting() == 2; }));
  manual_clock::advance(1ms);
  hasty.join();
  EXPECT_EQ(gate.waiting(), 1U);
  held.release();
  patient.join();
  EXPECT_EQ(gate.in_use(), 0U);
}

TEST(C15_counting_gate, loses_no_place_when_the_clock_throws) {
  counting_gate gate(1);
  auto held = gate.acquire();
  const auto deadline = manual_clock::now() + 1ms;
  std::thread failing([&] { EXPECT_THROW((void)gate.try_acquire_until(deadline), std::runtime_error); });
  EXPECT_TRUE(eventually([&] { return gate.waiting() == 1; }));
  manual_clock::breaks = true;
  failing.join();
  manual_clock::breaks = false;
  EXPECT_EQ(gate.waiting(), 0U);
  held.release();
  EXPECT_EQ(gate.in_use(), 0U);
}

TEST(C15_counting_gate, is_as_before_whenever_the_clock_throws) {
  counting_gate gate(1);
  auto held = gate.acquire();
  for (int looks = 0; looks < 5; ++looks) {
    counting_clock::looks_left = looks;
    EXPECT_THROW((void)gate.try_acquire_until(counting_clock::time_point(1ms)), std::runtime_error) << looks;
    EXPECT_EQ(gate.waiting(), 0U);
  }
  held.release();
  EXPECT_EQ(gate.in_use(), 0U);
}

TEST(C15_counting_gate, waits_for_no_time_that_is_no_number) {
  counting_gate gate(1);
  const auto held = gate.acquire();
  EXPECT_FALSE(gate.try_acquire_for(std::chrono::duration<double>(std::numeric_limits<double>::quiet_NaN())));
}

// The clock is asked once more when the place has been handed over; whether that is so is the standard library's
// choice.
TEST(C15_counting_gate, loses_no_place_when_the_clock_throws_after_it_was_handed_over) {
  counting_gate gate(1);
  auto held = gate.acquire();
  const auto deadline = manual_clock::now() + 1h;
  std::thread failing([&] {
    try {
      EXPECT_TRUE(gate.try_acquire_until(deadline));
    } catch (const std::runtime_error& error) {
      EXPECT_STREQ(error.what(), "the clock is broken");
    }
  });
  EXPECT_TRUE(eventually([&] { return gate.waiting() == 1; }));
  manual_clock::breaks = true;
  held.release();
  failing.join();
  manual_clock::breaks = false;
  EXPECT_EQ(gate.in_use(), 0U);
}

TEST(C15_counting_gate, lets_nobody_in_whose_stop_was_requested_before) {
  counting_gate gate(1);
  stop_source source;
  source.request_stop();
  EXPECT_FALSE(gate.acquire(source.get_token()));
  EXPECT_FALSE(gate.try_acquire_for(1h, source.get_token()));
  EXPECT_EQ(gate.in_use(), 0U);
  const auto held = gate.acquire();
  EXPECT_FALSE(gate.acquire(source.get_token()));
  EXPECT_FALSE(gate.try_acquire_until(std::chrono::steady_clock::time_point::max(), source.get_token()));
  EXPECT_EQ(gate.waiting(), 0U);
}

TEST(C15_counting_gate, lets_in_one_whose_token_nobody_stops) {
  counting_gate gate(2);
  const stop_source source;
  EXPECT_TRUE(gate.acquire(stop_token()));
  EXPECT_TRUE(gate.acquire(source.get_token()));
  EXPECT_TRUE(gate.try_acquire_for(0s, source.get_token()));
}

TEST(C15_counting_gate, lets_go_of_one_who_waits_when_its_stop_is_requested_and_serves_those_behind) {
  counting_gate gate(1);
  auto held = gate.acquire();
  stop_source source;
  std::thread stopped([&] { EXPECT_FALSE(gate.acquire(source.get_token())); });
  EXPECT_TRUE(eventually([&] { return gate.waiting() == 1; }));
  std::thread timed([&] { EXPECT_FALSE(gate.try_acquire_for(std::chrono::hours::max(), source.get_token())); });
  EXPECT_TRUE(eventually([&] { return gate.waiting() == 2; }));
  std::thread behind([&] { EXPECT_TRUE(gate.acquire()); });
  EXPECT_TRUE(eventually([&] { return gate.waiting() == 3; }));
  source.request_stop();
  stopped.join();
  timed.join();
  EXPECT_EQ(gate.waiting(), 1U);
  held.release();
  behind.join();
  EXPECT_EQ(gate.in_use(), 0U);
}

// The one who waits either got the place or did not: a place given to one who was stopped would be lost for ever.
TEST(C15_counting_gate, loses_no_place_when_a_stop_races_with_a_release) {
  constexpr int rounds = 200;
  counting_gate gate(1);
  int entered = 0;
  for (int round = 0; round < rounds; ++round) {
    stop_source source;
    auto held = gate.acquire();
    std::barrier start(3);
    std::thread waiting([&] {
      start.arrive_and_wait();
      entered += gate.acquire(source.get_token()).has_value() ? 1 : 0;
    });
    std::thread stopping([&] {
      start.arrive_and_wait();
      source.request_stop();
    });
    start.arrive_and_wait();
    held.release();
    waiting.join();
    stopping.join();
    ASSERT_EQ(gate.in_use(), 0U);
    ASSERT_EQ(gate.waiting(), 0U);
  }
  EXPECT_LE(entered, rounds);
}

TEST(C15_counting_gate, never_lets_in_more_than_its_limit_in_a_race) {
  constexpr int limit = 3;
  counting_gate gate(limit);
  std::atomic<int> inside = 0;
  std::atomic<int> over = 0;
  std::atomic<int> entries = 0;
  stop_source source;
  std::vector<std::thread> threads;
  for (int i = 0; i < 6; ++i) {
    threads.emplace_back([&, i] {
      for (int round = 0; round < 600; ++round) {
        try {
          std::optional<permit> held;
          switch ((round + i) % 4) {
            case 0:
              held = gate.acquire();
              break;
            case 1:
              held = gate.try_acquire();
              break;
            case 2:
              held = gate.try_acquire_for(std::chrono::microseconds(round % 7));
              break;
            default:
              held = gate.acquire(source.get_token());
          }
          if (held) {
            over += ++inside > limit ? 1 : 0;
            ++entries;
            --inside;
            if (round % 5 == 0) {
              throw std::runtime_error("no answer");
            }
          }
        } catch (const std::runtime_error&) {
          continue;
        }
      }
    });
  }
  EXPECT_TRUE(eventually([&] { return entries > 600; }));
  source.request_stop();
  for (auto& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(over, 0);
  EXPECT_EQ(gate.in_use(), 0U);
  EXPECT_EQ(gate.waiting(), 0U);
}

}  // namespace
