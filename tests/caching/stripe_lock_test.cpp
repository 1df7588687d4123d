#include "googletest.hpp"

import googletest;
import std;
import patterns.caching;

namespace {

using patterns::caching::lockable_for_cache;
using patterns::caching::stripe_lock;

static_assert(lockable_for_cache<stripe_lock>);
static_assert(sizeof(stripe_lock) == 4);
static_assert(!std::copyable<stripe_lock>);

TEST(C4_stripe_lock, is_held_by_one) {
  stripe_lock lock;
  ASSERT_TRUE(lock.try_lock());
  EXPECT_FALSE(lock.try_lock());
  lock.unlock();
  const std::unique_lock owner(lock, std::try_to_lock);
  EXPECT_TRUE(owner.owns_lock());
}

TEST(C4_stripe_lock, wakes_one_who_sleeps_and_then_the_next) {
  stripe_lock lock;
  std::atomic<int> inside = 0;
  lock.lock();
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      const std::lock_guard guard(lock);
      ++inside;
    });
  }
  for (int i = 0; i < 10'000; ++i) {
    std::this_thread::yield();
  }
  EXPECT_EQ(inside, 0);
  lock.unlock();
  for (auto& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(inside, 4);
}

TEST(C4_stripe_lock, lets_no_two_threads_in_at_once) {
  constexpr int threads = 4;
  constexpr int rounds = 20'000;
  stripe_lock lock;
  int counted = 0;
  std::vector<std::thread> workers;
  for (int id = 0; id < threads; ++id) {
    workers.emplace_back([&] {
      for (int round = 0; round < rounds; ++round) {
        const std::lock_guard guard(lock);
        ++counted;
      }
    });
  }
  for (auto& worker : workers) {
    worker.join();
  }
  EXPECT_EQ(counted, threads * rounds);
}

}  // namespace
