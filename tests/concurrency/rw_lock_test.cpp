#include "googletest.hpp"

#include "../message_of.hpp"
#include "eventually.hpp"

import googletest;
import std;
import patterns.concurrency;

namespace {

using namespace std::chrono_literals;
using patterns::concurrency::prefer;
using patterns::concurrency::rw_lock;
using patterns::concurrency::shared_lockable;
using patterns::concurrency::with_shared;
using patterns_test::elsewhere;
using patterns_test::eventually;
using patterns_test::manual_clock;
using patterns_test::message_of;

static_assert(shared_lockable<rw_lock<>>);
static_assert(shared_lockable<rw_lock<prefer::readers>>);
static_assert(shared_lockable<std::shared_mutex>);
static_assert(!shared_lockable<std::mutex>);
static_assert(rw_lock<>::policy == prefer::fair);
static_assert(!std::is_copy_constructible_v<rw_lock<>>);
static_assert(!std::is_move_constructible_v<rw_lock<>>);
static_assert(std::is_nothrow_default_constructible_v<rw_lock<>>);

// Whatever is preferred.
template <class Test>
void with_every_policy(Test test) {
  test(rw_lock<prefer::readers>());
  test(rw_lock<prefer::writers>());
  test(rw_lock<prefer::fair>());
}

TEST(C6_rw_lock, lets_many_read_and_nobody_write_meanwhile) {
  with_every_policy([](auto&& lock) {
    const std::shared_lock first(lock);
    EXPECT_TRUE(elsewhere([&] {
      const bool entered = lock.try_lock_shared();
      if (entered) {
        lock.unlock_shared();
      }
      return entered;
    }));
    EXPECT_FALSE(elsewhere([&] { return lock.try_lock(); }));
  });
}

TEST(C6_rw_lock, lets_one_write_and_nobody_else_in) {
  with_every_policy([](auto&& lock) {
    {
      const std::unique_lock writing(lock);
      EXPECT_FALSE(elsewhere([&] { return lock.try_lock(); }));
      EXPECT_FALSE(elsewhere([&] { return lock.try_lock_shared(); }));
    }
    EXPECT_TRUE(lock.try_lock());
    lock.unlock();
  });
}

TEST(C6_rw_lock, works_with_the_locks_of_the_standard_library) {
  rw_lock<prefer::writers> left;
  rw_lock<> right;
  {
    const std::scoped_lock both(left, right);
    EXPECT_FALSE(elsewhere([&] { return left.try_lock_shared() || right.try_lock_shared(); }));
  }
  std::shared_lock reading(left, std::try_to_lock);
  EXPECT_TRUE(reading.owns_lock());
  reading.unlock();
  const std::unique_lock writing(left, 0s);
  EXPECT_TRUE(writing.owns_lock());
  const std::shared_lock late(left, std::chrono::steady_clock::now());
  EXPECT_FALSE(late.owns_lock());
}

// The readers overlap, so that there is always one, until the one who comes next is refused.
template <class Lock>
int overlapping_readers(Lock& lock, int at_most) {
  lock.lock_shared();
  int overlaps = 0;
  while (overlaps < at_most && lock.try_lock_shared()) {
    lock.unlock_shared();
    ++overlaps;
  }
  lock.unlock_shared();
  return overlaps;
}

TEST(C6_rw_lock, does_not_let_readers_who_overlap_starve_a_writer_when_it_is_fair) {
  rw_lock<prefer::fair> lock;
  std::atomic<bool> written = false;
  lock.lock_shared();
  std::thread writer([&] {
    const std::unique_lock writing(lock);
    written = true;
  });
  EXPECT_TRUE(eventually([&] { return lock.waiting() == 1; }));
  EXPECT_FALSE(lock.try_lock_shared());
  EXPECT_FALSE(written);
  lock.unlock_shared();
  writer.join();
  EXPECT_TRUE(written);
}

TEST(C6_rw_lock, serves_in_the_order_of_arrival_when_it_is_fair) {
  rw_lock<prefer::fair> lock;
  std::string order;  // written under the lock by writers, and by a reader who is alone in it
  lock.lock_shared();
  std::vector<std::thread> threads;
  const auto arrive = [&](auto wait) {
    const auto before = lock.waiting();
    threads.emplace_back(wait);
    return eventually([&] { return lock.waiting() == before + 1; });
  };
  EXPECT_TRUE(arrive([&] {
    const std::unique_lock writing(lock);
    order += 'a';
  }));
  EXPECT_TRUE(arrive([&] {
    const std::shared_lock reading(lock);
    order += 'b';
  }));
  EXPECT_TRUE(arrive([&] {
    const std::unique_lock writing(lock);
    order += 'c';
  }));
  EXPECT_TRUE(arrive([&] {
    const std::shared_lock reading(lock);
    order += 'd';
  }));
  lock.unlock_shared();
  for (auto& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(order, "abcd");
}

TEST(C6_rw_lock, hands_over_so_that_nobody_can_slip_in_before_the_one_whose_turn_it_is) {
  with_every_policy([](auto&& lock) {
    std::latch release(1);
    lock.lock();
    std::thread next([&] {
      const std::unique_lock writing(lock);
      release.wait();
    });
    EXPECT_TRUE(eventually([&] { return lock.waiting() == 1; }));
    lock.unlock();  // it may not have woken yet, but the lock is its own
    EXPECT_FALSE(lock.try_lock());
    EXPECT_FALSE(lock.try_lock_shared());
    release.count_down();
    next.join();
  });
}

TEST(C6_rw_lock, lets_readers_overtake_a_writer_that_waits_when_it_prefers_readers) {
  rw_lock<prefer::readers> lock;
  std::atomic<bool> written = false;
  lock.lock_shared();
  std::thread writer([&] {
    const std::unique_lock writing(lock);
    written = true;
  });
  EXPECT_TRUE(eventually([&] { return lock.waiting() == 1; }));
  EXPECT_EQ(overlapping_readers(lock, 1'000), 1'000);
  EXPECT_FALSE(written);
  lock.unlock_shared();
  writer.join();
  EXPECT_TRUE(written);
}

// One writer at work, a reader and then another writer in line: who is next is what the policies differ in.
template <prefer Policy>
std::string next_after_a_writer() {
  rw_lock<Policy> lock;
  std::string order;
  lock.lock();
  std::thread reader([&] {
    const std::shared_lock reading(lock);
    order += 'r';
  });
  EXPECT_TRUE(eventually([&] { return lock.waiting() == 1; }));
  std::thread writer([&] {
    const std::unique_lock writing(lock);
    order += 'w';
  });
  EXPECT_TRUE(eventually([&] { return lock.waiting() == 2; }));
  lock.unlock();
  reader.join();
  writer.join();
  return order;
}

TEST(C6_rw_lock, lets_in_first_whom_it_prefers) {
  EXPECT_EQ(next_after_a_writer<prefer::readers>(), "rw");
  EXPECT_EQ(next_after_a_writer<prefer::writers>(), "wr");
  EXPECT_EQ(next_after_a_writer<prefer::fair>(), "rw");
}

// With libstdc++, readers who overlap are let in past any writer; a writer never gets its turn. (Whether the writer has
// begun to wait cannot be seen from outside; many attempts make it likely, and none may be refused.)
TEST(C6_rw_lock, is_fair_where_the_standard_lock_need_not_be) {
  rw_lock<prefer::fair> fair;
  fair.lock_shared();
  std::thread writer([&] { const std::unique_lock writing(fair); });
  EXPECT_TRUE(eventually([&] { return fair.waiting() == 1; }));
  EXPECT_FALSE(fair.try_lock_shared());
  fair.unlock_shared();
  writer.join();
#if defined(__GLIBCXX__) && defined(__GLIBC__)
  std::shared_mutex standard;
  std::atomic<bool> written = false;
  std::latch about_to_write(1);
  standard.lock_shared();
  std::thread starving([&] {
    about_to_write.count_down();
    const std::unique_lock writing(standard);
    written = true;
  });
  about_to_write.wait();
  EXPECT_EQ(overlapping_readers(standard, 100'000), 100'000);
  EXPECT_FALSE(written);
  standard.unlock_shared();
  starving.join();
#endif
}

TEST(C6_rw_lock, takes_what_is_free_even_after_the_deadline) {
  with_every_policy([](auto&& lock) {
    EXPECT_TRUE(lock.try_lock_until(std::chrono::system_clock::time_point::min()));
    lock.unlock();
    EXPECT_TRUE(lock.try_lock_shared_for(-1h));
    lock.unlock_shared();
  });
}

TEST(C6_rw_lock, gives_up_at_once_when_the_deadline_has_passed) {
  with_every_policy([](auto&& lock) {
    const std::unique_lock writing(lock);
    EXPECT_FALSE(elsewhere([&] { return lock.try_lock_for(0s); }));
    EXPECT_FALSE(elsewhere([&] { return lock.try_lock_shared_for(-1h); }));
    EXPECT_FALSE(elsewhere([&] { return lock.try_lock_until(std::chrono::steady_clock::now()); }));
    EXPECT_FALSE(elsewhere([&] { return lock.try_lock_shared_until(std::chrono::system_clock::time_point::min()); }));
    EXPECT_EQ(lock.waiting(), 0U);
  });
}

TEST(C6_rw_lock, waits_for_the_longest_time_that_can_be_said) {
  with_every_policy([](auto&& lock) {
    lock.lock();
    std::thread reader([&] {
      EXPECT_TRUE(lock.try_lock_shared_for(std::chrono::hours::max()));
      lock.unlock_shared();
    });
    std::thread writer([&] {
      EXPECT_TRUE(lock.try_lock_until(std::chrono::steady_clock::time_point::max()));
      lock.unlock();
    });
    EXPECT_TRUE(eventually([&] { return lock.waiting() == 2; }));
    lock.unlock();
    reader.join();
    writer.join();
  });
}

// A writer that waits keeps readers out; one that has given up must not.
template <prefer Policy>
void let_readers_in_when_a_writer_gives_up() {
  rw_lock<Policy> lock;
  lock.lock_shared();
  const auto deadline = manual_clock::now() + 1ms;
  std::thread writer([&] { EXPECT_FALSE(lock.try_lock_until(deadline)); });
  EXPECT_TRUE(eventually([&] { return lock.waiting() == 1; }));
  std::thread reader([&] { const std::shared_lock reading(lock); });
  EXPECT_TRUE(eventually([&] { return lock.waiting() == 2; }));
  manual_clock::advance(1ms);
  writer.join();
  reader.join();
  lock.unlock_shared();
  EXPECT_TRUE(lock.try_lock());
  lock.unlock();
}

TEST(C6_rw_lock, lets_in_the_readers_behind_a_writer_that_gives_up) {
  let_readers_in_when_a_writer_gives_up<prefer::fair>();
  let_readers_in_when_a_writer_gives_up<prefer::writers>();
}

TEST(C6_rw_lock, is_as_before_when_the_clock_throws) {
  with_every_policy([](auto&& lock) {
    lock.lock();
    const auto deadline = manual_clock::now() + 1ms;
    std::thread failing([&] { EXPECT_THROW((void)lock.try_lock_until(deadline), std::runtime_error); });
    EXPECT_TRUE(eventually([&] { return lock.waiting() == 1; }));
    manual_clock::breaks = true;
    failing.join();
    manual_clock::breaks = false;
    EXPECT_EQ(lock.waiting(), 0U);
    lock.unlock();
    EXPECT_TRUE(lock.try_lock());
    lock.unlock();
  });
}

// The clock is asked once more when the lock has been handed over; whether that is so is the standard library's choice.
TEST(C6_rw_lock, is_not_lost_when_the_clock_throws_after_it_was_handed_over) {
  with_every_policy([](auto&& lock) {
    lock.lock();
    const auto deadline = manual_clock::now() + 1h;
    std::thread failing([&] {
      try {
        EXPECT_TRUE(lock.try_lock_until(deadline));
        lock.unlock();
      } catch (const std::runtime_error& error) {
        EXPECT_STREQ(error.what(), "the clock is broken");
      }
    });
    EXPECT_TRUE(eventually([&] { return lock.waiting() == 1; }));
    manual_clock::breaks = true;
    lock.unlock();
    failing.join();
    manual_clock::breaks = false;
    EXPECT_TRUE(lock.try_lock());
    lock.unlock();
  });
}

TEST(C6_rw_lock, refuses_to_unlock_what_is_not_locked) {
  rw_lock<> lock;
  const auto not_permitted = std::make_error_code(std::errc::operation_not_permitted).message();
  EXPECT_EQ(message_of<std::system_error>([&] { lock.unlock(); }),
            "rw_lock: unlock of a lock that no writer holds: " + not_permitted);
  EXPECT_EQ(message_of<std::system_error>([&] { lock.unlock_shared(); }),
            "rw_lock: unlock_shared of a lock that no reader holds: " + not_permitted);
  lock.lock_shared();
  EXPECT_THROW(lock.unlock(), std::system_error);
  EXPECT_FALSE(elsewhere([&] { return lock.try_lock(); }));  // the failed call has changed nothing
  lock.unlock_shared();
  EXPECT_TRUE(lock.try_lock());
  lock.unlock();
}

TEST(C6_rw_lock, is_held_while_a_function_runs_with_it_and_released_when_that_throws) {
  rw_lock<> lock;
  EXPECT_FALSE(with_shared(lock, [&] { return elsewhere([&] { return lock.try_lock(); }); }));
  EXPECT_THROW(with_shared(lock, [] { throw std::runtime_error("no such row"); }), std::runtime_error);
  EXPECT_TRUE(lock.try_lock());
  lock.unlock();
}

// What writers write in two steps no reader may see half done; ThreadSanitizer judges the rest.
template <prefer Policy>
void readers_and_writers_in_a_race() {
  constexpr int rounds = 1'500;
  rw_lock<Policy> lock;
  int first = 0;
  int second = 0;
  int gave_up = 0;  // under the lock, as the others
  std::atomic<int> torn = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 2; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < rounds; ++round) {
        const bool in_time = lock.try_lock_for(std::chrono::microseconds(round % 5));
        if (!in_time) {
          lock.lock();
          ++gave_up;
        }
        ++first;
        ++second;
        lock.unlock();
      }
    });
    threads.emplace_back([&] {
      for (int round = 0; round < rounds; ++round) {
        if (round % 3 == 0 || !lock.try_lock_shared_for(std::chrono::microseconds(round % 5))) {
          lock.lock_shared();
        }
        torn += first == second ? 0 : 1;
        lock.unlock_shared();
      }
    });
  }
  for (auto& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(torn, 0);
  EXPECT_EQ(first, 2 * rounds);
  EXPECT_EQ(second, 2 * rounds);
  EXPECT_LE(gave_up, 2 * rounds);
  EXPECT_EQ(lock.waiting(), 0U);
}

TEST(C6_rw_lock, keeps_readers_and_writers_apart_in_a_race) {
  readers_and_writers_in_a_race<prefer::readers>();
  readers_and_writers_in_a_race<prefer::writers>();
  readers_and_writers_in_a_race<prefer::fair>();
}

}  // namespace
