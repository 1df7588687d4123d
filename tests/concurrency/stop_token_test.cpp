#include "googletest.hpp"

import googletest;
import std;
import patterns.concurrency;

namespace {

using patterns::concurrency::nostopstate;
using patterns::concurrency::stop_callback;
using patterns::concurrency::stop_source;
using patterns::concurrency::stop_token;

static_assert(std::is_nothrow_default_constructible_v<stop_token>);
static_assert(std::is_nothrow_copy_constructible_v<stop_token>);
static_assert(std::is_nothrow_move_assignable_v<stop_source>);
static_assert(!std::is_copy_constructible_v<stop_callback<void (*)()>>);
static_assert(!std::is_move_constructible_v<stop_callback<void (*)()>>);

TEST(concurrency_stop_token, is_never_stopped_without_a_source) {
  const stop_token token;
  EXPECT_FALSE(token.stop_possible());
  EXPECT_FALSE(token.stop_requested());
  EXPECT_EQ(token, stop_token());
}

TEST(concurrency_stop_token, has_no_state_when_asked_for_none) {
  stop_source source(nostopstate);
  EXPECT_FALSE(source.stop_possible());
  EXPECT_FALSE(source.request_stop());
  EXPECT_FALSE(source.get_token().stop_possible());
}

TEST(concurrency_stop_token, sees_the_request_in_every_copy) {
  stop_source source;
  const auto token = source.get_token();
  const auto copy = token;
  EXPECT_FALSE(copy.stop_requested());
  EXPECT_TRUE(source.request_stop());
  EXPECT_TRUE(copy.stop_requested());
  EXPECT_TRUE(stop_source(source).stop_requested());
  EXPECT_EQ(token, copy);
  EXPECT_NE(token, stop_source().get_token());
}

/// Counts what it has given and not got back.
template <class T>
struct counting_allocator {
  using value_type = T;

  explicit counting_allocator(int& count) : live(&count) {}
  template <class U>
  explicit counting_allocator(const counting_allocator<U>& other) : live(other.live) {}

  T* allocate(std::size_t count) {
    ++*live;
    return std::allocator<T>().allocate(count);
  }
  void deallocate(T* memory, std::size_t count) {
    --*live;
    std::allocator<T>().deallocate(memory, count);
  }
  bool operator==(const counting_allocator&) const = default;

  int* live;
};

TEST(concurrency_stop_token, takes_its_memory_from_an_allocator_and_gives_it_back_with_the_last_owner) {
  int live = 0;
  stop_token token;
  {
    stop_source source(std::allocator_arg, counting_allocator<char>(live));
    EXPECT_EQ(live, 1);
    token = source.get_token();
    EXPECT_TRUE(source.request_stop());
  }
  EXPECT_EQ(live, 1);
  EXPECT_TRUE(token.stop_requested());
  token = {};
  EXPECT_EQ(live, 0);
}

TEST(concurrency_stop_token, accepts_one_request_only) {
  stop_source source;
  const auto other = source;
  EXPECT_TRUE(source.request_stop());
  EXPECT_FALSE(source.request_stop());
  EXPECT_FALSE(stop_source(other).request_stop());
}

TEST(concurrency_stop_token, cannot_be_stopped_after_the_last_source_is_gone) {
  stop_token token;
  {
    const stop_source source;
    const auto copy = source;
    token = source.get_token();
    EXPECT_TRUE(token.stop_possible());
  }
  EXPECT_FALSE(token.stop_possible());
}

TEST(concurrency_stop_token, stays_stopped_after_the_last_source_is_gone) {
  stop_token token;
  {
    stop_source source;
    token = source.get_token();
    source.request_stop();
  }
  EXPECT_TRUE(token.stop_possible());
  EXPECT_TRUE(token.stop_requested());
}

TEST(concurrency_stop_token, leaves_an_empty_source_behind_when_moved) {
  stop_source source;
  const auto token = source.get_token();
  stop_source taken = std::move(source);
  EXPECT_FALSE(source.stop_possible());  // NOLINT(bugprone-use-after-move): what is left is what is tested
  EXPECT_TRUE(taken.request_stop());
  EXPECT_TRUE(token.stop_requested());
  stop_source other;
  swap(other, taken);
  EXPECT_TRUE(other.stop_requested());
  EXPECT_FALSE(taken.stop_requested());
}

TEST(concurrency_stop_callback, runs_on_the_requesting_thread_the_latest_first) {
  stop_source source;
  std::vector<int> order;
  const stop_callback first(source.get_token(), [&] { order.push_back(1); });
  const stop_callback second(source.get_token(), [&] { order.push_back(2); });
  EXPECT_TRUE(order.empty());
  source.request_stop();
  EXPECT_EQ(order, (std::vector{2, 1}));
}

TEST(concurrency_stop_callback, runs_at_once_when_the_request_came_first) {
  stop_source source;
  source.request_stop();
  bool ran = false;
  const stop_callback callback(source.get_token(), [&] { ran = true; });
  EXPECT_TRUE(ran);
}

TEST(concurrency_stop_callback, does_not_run_once_destroyed) {
  stop_source source;
  int runs = 0;
  {
    const stop_callback kept(source.get_token(), [&] { ++runs; });
    std::optional<stop_callback<std::function<void()>>> dropped;
    dropped.emplace(source.get_token(), [&] { runs += 10; });
    const stop_callback last(source.get_token(), [&] { ++runs; });
    dropped.reset();
    source.request_stop();
    EXPECT_EQ(runs, 2);
  }
  EXPECT_EQ(runs, 2);
}

TEST(concurrency_stop_callback, may_destroy_itself_while_it_runs) {
  stop_source source;
  std::optional<stop_callback<std::function<void()>>> callback;
  bool ran = false;
  callback.emplace(source.get_token(), [&] {
    auto& flag = ran;
    callback.reset();
    flag = true;
  });
  source.request_stop();
  EXPECT_TRUE(ran);
  EXPECT_FALSE(callback);
}

TEST(concurrency_stop_callback, may_destroy_another_that_has_not_run) {
  stop_source source;
  bool ran = false;
  std::optional<stop_callback<std::function<void()>>> earlier;
  earlier.emplace(source.get_token(), [&] { ran = true; });
  const stop_callback latest(source.get_token(), [&] { earlier.reset(); });
  source.request_stop();
  EXPECT_FALSE(ran);
}

TEST(concurrency_stop_callback, may_drop_the_last_source_while_it_runs) {
  auto source = std::make_unique<stop_source>();
  const auto token = source->get_token();
  const stop_callback callback(token, [&] { source.reset(); });
  source->request_stop();
  EXPECT_EQ(source, nullptr);
  EXPECT_TRUE(token.stop_requested());
}

TEST(concurrency_stop_callback, is_waited_for_by_its_destructor_on_another_thread) {
  stop_source source;
  std::latch running(1);
  std::latch release(1);
  std::atomic<bool> finished = false;
  std::atomic<bool> destroyed = false;
  auto callback = std::make_unique<stop_callback<std::function<void()>>>(source.get_token(), [&] {
    running.count_down();
    release.wait();
    EXPECT_FALSE(destroyed);
    finished = true;
  });
  std::thread requester([&] { source.request_stop(); });
  running.wait();
  std::latch destroying(1);
  std::thread destroyer([&] {
    destroying.count_down();
    callback.reset();
    destroyed = true;
    EXPECT_TRUE(finished);
  });
  destroying.wait();
  release.count_down();
  destroyer.join();
  requester.join();
}

// Either the callback was linked before the request, or it ran in its constructor: never neither, never both.
TEST(concurrency_stop_callback, runs_exactly_once_in_a_race_with_the_request) {
  for (int round = 0; round < 300; ++round) {
    stop_source source;
    std::barrier start(2);
    std::atomic<int> runs = 0;
    std::thread requester([&] {
      start.arrive_and_wait();
      source.request_stop();
    });
    start.arrive_and_wait();
    {
      const stop_callback callback(source.get_token(), [&] { ++runs; });
      requester.join();
    }
    ASSERT_EQ(runs, 1);
  }
}

TEST(concurrency_stop_callback, survives_registration_and_removal_in_a_race_with_the_request) {
  constexpr int threads = 2;
  for (int round = 0; round < 100; ++round) {
    stop_source source;
    std::barrier start(threads + 1);
    std::atomic<int> after_destruction = 0;
    std::vector<std::thread> registrants;
    for (int i = 0; i < threads; ++i) {
      registrants.emplace_back([&] {
        start.arrive_and_wait();
        while (!source.stop_requested()) {
          auto alive = std::make_unique<bool>(true);
          {
            const stop_callback callback(source.get_token(), [&] { after_destruction += *alive ? 0 : 1; });
          }
          *alive = false;
        }
      });
    }
    start.arrive_and_wait();
    source.request_stop();
    for (auto& registrant : registrants) {
      registrant.join();
    }
    ASSERT_EQ(after_destruction, 0);
  }
}

}  // namespace
