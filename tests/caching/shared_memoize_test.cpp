#include "googletest.hpp"

#include "../message_of.hpp"

import googletest;
import std;
import patterns.caching;

namespace {

using patterns::caching::cache_info;
using patterns::caching::recursive_load_error;
using patterns::caching::shared_memoize;
using patterns::caching::shared_memoized;
using patterns::caching::unbounded;
using patterns_test::message_of;

static_assert(!std::is_copy_constructible_v<shared_memoized<int(int), int (*)(int)>>);

/// Lets other threads run until `condition` holds.
template <class Condition>
void until(Condition condition) {
  while (!condition()) {
    std::this_thread::yield();
  }
}

int square(int number) {
  return number * number;
}

TEST(C3_memoize, shared_remembers_as_the_other_does) {
  auto known = shared_memoize(square, 2);
  for (const int number : {1, 2, 1, 3, 1, 2}) {
    EXPECT_EQ(known(number), number * number);
  }
  EXPECT_EQ(known.info(), (cache_info{.hits = 2, .misses = 4, .max_size = 2, .current_size = 2}));
  known.clear();
  EXPECT_EQ(known.info(), (cache_info{.max_size = 2}));
  auto length = shared_memoize(
      [](std::string_view text, int more) { return text.size() + static_cast<unsigned>(more); }, unbounded);
  EXPECT_EQ(length("abc", 1), 4U);
  EXPECT_EQ(length(std::string("abc"), 1L), 4U);
  EXPECT_EQ(length.info().hits, 1U);
}

TEST(C3_memoize, shared_is_linear_and_deep_for_a_recursive_function) {
  auto fibonacci = shared_memoize<std::uint64_t(int)>(
      [](auto& self, int n) -> std::uint64_t {
        return n < 2 ? static_cast<std::uint64_t>(n) : self(n - 1) + self(n - 2);
      },
      unbounded);
  EXPECT_EQ(fibonacci(80), 23'416'728'348'467'685U);
  EXPECT_EQ(fibonacci.info(), (cache_info{.hits = 78, .misses = 81, .max_size = unbounded, .current_size = 81}));
  EXPECT_NO_THROW((void)fibonacci(400));
}

TEST(C3_memoize, shared_computes_once_however_many_threads_ask) {
  constexpr int followers = 4;
  std::atomic<int> calls = 0;
  std::latch begun(1);
  std::latch go_on(1);
  auto slow = shared_memoize(
      [&](int number, const std::string& /* word */) {
        begun.count_down();
        go_on.wait();
        return number * ++calls;
      },
      10);
  std::vector<std::thread> threads;
  threads.emplace_back([&] { EXPECT_EQ(slow(7, "a"), 7); });
  begun.wait();
  for (int i = 0; i < followers; ++i) {
    threads.emplace_back([&] { EXPECT_EQ(slow(7, "a"), 7); });
  }
  until([&] { return slow.waiting(7, "a") == followers; });
  EXPECT_EQ(slow.waiting(7, "b"), 0U);
  go_on.count_down();
  for (auto& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(slow.info(), (cache_info{.hits = followers, .misses = 1, .max_size = 10, .current_size = 1}));
}

TEST(C3_memoize, shared_keeps_no_error_and_refuses_a_circle) {
  std::atomic<int> calls = 0;
  auto flaky = shared_memoize(
      [&](int number) {
        if (++calls == 1) {
          throw std::runtime_error("down");
        }
        return number;
      },
      2);
  EXPECT_THROW((void)flaky(5), std::runtime_error);
  EXPECT_EQ(flaky(5), 5);
  auto circle = shared_memoize<int(int, std::string)>(
      [](auto& self, int n, const std::string& s) -> int { return self(1 - n, s); }, unbounded);
  EXPECT_EQ(message_of<recursive_load_error>([&] { (void)circle(1, "x"); }),
            "versioned_cache: the load of key (1, x) waits for itself");
}

TEST(C3_memoize, shared_is_right_under_contention) {
  constexpr int threads = 4;
  auto known = shared_memoize(square, 50);
  std::atomic<int> wrong = 0;
  std::latch start(threads);
  std::vector<std::thread> workers;
  for (int id = 0; id < threads; ++id) {
    workers.emplace_back([&] {
      start.arrive_and_wait();
      for (int number = 0; number < 1'000; ++number) {
        wrong += known(number % 100) != (number % 100) * (number % 100);
      }
    });
  }
  for (auto& worker : workers) {
    worker.join();
  }
  EXPECT_EQ(wrong, 0);
  const auto info = known.info();
  EXPECT_EQ(info.hits + info.misses, 4'000U);
  EXPECT_EQ(info.current_size, 50U);
}

}  // namespace
