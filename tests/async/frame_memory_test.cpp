#include "googletest.hpp"

#include <cstdlib>

import googletest;
import std;
import patterns.async;

// Sanitizers bring an operator new of their own, and are given every frame anew so that they see it used after it was
// freed.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define FRAMES_ARE_RECYCLED 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define FRAMES_ARE_RECYCLED 0
#endif
#endif
#ifndef FRAMES_ARE_RECYCLED
#define FRAMES_ARE_RECYCLED 1
#endif

namespace {

std::atomic<std::size_t> allocations = 0;
std::atomic<std::size_t> allocated_bytes = 0;

}  // namespace

#if FRAMES_ARE_RECYCLED
void* operator new(std::size_t size) {
  ++allocations;
  allocated_bytes += size;
  if (void* const memory = std::malloc(size)) {
    return memory;
  }
  throw std::bad_alloc();
}

void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
#endif

namespace {

using namespace std::chrono_literals;
using patterns::async::async_event;
using patterns::async::manual_clock;
using patterns::async::run_loop;
using patterns::async::sync_wait;
using patterns::async::task;
using patterns::async::task_group;
using patterns::async::timeout;
using patterns::async::when_all;
using patterns::async::when_any;
using patterns::async::with_task_group;

task<int> value(int number) {
  co_return number;
}

// Not with ?:, where GCC 16 runs the co_await of the branch that is not taken.
task<int> nested(int depth) {
  if (depth == 0) {
    co_return 0;
  }
  co_return 1 + co_await nested(depth - 1);
}

TEST(async_frame_memory, allocates_nothing_per_await_at_steady_state) {
#if !FRAMES_ARE_RECYCLED
  GTEST_SKIP() << "a sanitizer watches the frames";
#endif
  const auto counted = sync_wait([]() -> task<std::size_t> {
    static_cast<void>(co_await value(0));
    static_cast<void>(co_await nested(50));
    const std::size_t before = allocations;
    for (int i = 0; i < 1'000; ++i) {
      static_cast<void>(co_await value(i));
      static_cast<void>(co_await nested(50));
    }
    co_return allocations - before;
  }());
  EXPECT_EQ(counted, 0U);
}

task<> wait_for(async_event& event) {
  co_await event.wait();
}

// A million of them are to fit into 300 MB.
TEST(async_frame_memory, a_task_that_waits_takes_less_than_300_bytes) {
#if !FRAMES_ARE_RECYCLED
  GTEST_SKIP() << "a sanitizer watches the frames";
#endif
  constexpr std::size_t count = 10'000;
  async_event event;
  std::vector<task<>> waiting;
  waiting.reserve(count);
  const std::size_t before = allocated_bytes;
  for (std::size_t i = 0; i < count; ++i) {
    waiting.push_back(wait_for(event));
  }
  const auto each = (allocated_bytes - before) / count;
  EXPECT_GT(each, 0U);
  EXPECT_LT(each, 300U);

  event.set();
  sync_wait(when_all(std::move(waiting)));
}

/// What `work` allocates when it is awaited once more.
template <class Make>
std::size_t allocations_at_steady_state(run_loop& loop, const Make& make) {
  return loop.run_until_complete([](const Make& work) -> task<std::size_t> {
    for (int warm = 0; warm < 3; ++warm) {
      static_cast<void>(co_await work());
    }
    const std::size_t before = allocations;
    for (int i = 0; i < 10; ++i) {
      static_cast<void>(co_await work());
    }
    co_return allocations - before;
  }(make));
}

task<int> resumed_later(run_loop& loop) {
  co_await loop.schedule();
  co_return 1;
}

TEST(async_frame_memory, serves_when_all_which_allocates_nothing_at_steady_state) {
#if !FRAMES_ARE_RECYCLED
  GTEST_SKIP() << "a sanitizer watches the frames";
#endif
  manual_clock time;
  run_loop loop(time);
  EXPECT_EQ(allocations_at_steady_state(loop, [] { return when_all(value(1), value(2), value(3)); }), 0U);
  EXPECT_EQ(allocations_at_steady_state(loop, [&] { return when_all(value(1), resumed_later(loop)); }), 0U);
}

TEST(async_frame_memory, serves_when_any_which_allocates_nothing_at_steady_state) {
#if !FRAMES_ARE_RECYCLED
  GTEST_SKIP() << "a sanitizer watches the frames";
#endif
  manual_clock time;
  run_loop loop(time);
  EXPECT_EQ(allocations_at_steady_state(loop, [] { return when_any(value(1), value(2)); }), 0U);
  EXPECT_EQ(allocations_at_steady_state(loop, [&] { return when_any(resumed_later(loop), resumed_later(loop)); }), 0U);
}

TEST(async_frame_memory, serves_timeout_which_allocates_nothing_at_steady_state) {
#if !FRAMES_ARE_RECYCLED
  GTEST_SKIP() << "a sanitizer watches the frames";
#endif
  manual_clock time;
  run_loop loop(time);
  EXPECT_EQ(allocations_at_steady_state(loop, [&] { return timeout(loop, 1h, value(1)); }), 0U);
  EXPECT_EQ(allocations_at_steady_state(loop, [&] { return timeout(loop, 1h, resumed_later(loop)); }), 0U);
}

TEST(async_frame_memory, serves_a_group_which_allocates_nothing_at_steady_state) {
#if !FRAMES_ARE_RECYCLED
  GTEST_SKIP() << "a sanitizer watches the frames";
#endif
  manual_clock time;
  run_loop loop(time);
  const auto work = [&] {
    return with_task_group([&loop](task_group& group) -> task<int> {
      group.spawn(value(1));
      group.spawn(resumed_later(loop));
      co_return co_await value(2);
    });
  };
  EXPECT_EQ(allocations_at_steady_state(loop, work), 0U);
}

TEST(async_core_when_all, allocates_for_a_range_its_results_besides_however_many_are_ready) {
#if !FRAMES_ARE_RECYCLED
  GTEST_SKIP() << "a sanitizer watches the frames";
#endif
  const auto counted = sync_wait([]() -> task<std::size_t> {
    const auto tasks = std::views::transform(std::views::iota(0, 1'000), [](int i) { return value(i); });
    static_cast<void>(co_await when_all(tasks));
    const std::size_t before = allocations;
    static_cast<void>(co_await when_all(tasks));
    co_return allocations - before;
  }());
  EXPECT_EQ(counted, 1U) << "the vector";
}

TEST(async_frame_memory, takes_back_frames_that_another_thread_freed) {
  for (int round = 0; round < 10; ++round) {
    std::vector<task<int>> made;
    std::thread maker([&] {
      for (int i = 0; i < 300; ++i) {
        made.push_back(value(i));
      }
    });
    maker.join();
    int sum = 0;
    for (auto& each : made) {
      sum += sync_wait(std::move(each));
    }
    EXPECT_EQ(sum, 300 * 299 / 2);
  }
}

// Adds up what is allocated and what is given back.
template <class T>
struct counting_allocator {
  using value_type = T;

  explicit counting_allocator(std::size_t& count, std::size_t& bytes) : allocated(&count), live_bytes(&bytes) {}
  template <class U>
  explicit counting_allocator(const counting_allocator<U>& other)
      : allocated(other.allocated), live_bytes(other.live_bytes) {}

  T* allocate(std::size_t count) {
    ++*allocated;
    *live_bytes += count * sizeof(T);
    return std::allocator<T>().allocate(count);
  }
  void deallocate(T* memory, std::size_t count) {
    *live_bytes -= count * sizeof(T);
    std::allocator<T>().deallocate(memory, count);
  }
  bool operator==(const counting_allocator&) const = default;

  std::size_t* allocated;
  std::size_t* live_bytes;
};

task<int> with_allocator(std::allocator_arg_t, counting_allocator<int>, int number) {
  co_return number;
}

struct adder {
  int base;

  task<int> add(std::allocator_arg_t, counting_allocator<int>, int number) const { co_return base + number; }
};

TEST(async_frame_memory, uses_the_allocator_that_a_coroutine_is_given) {
  std::size_t allocated = 0;
  std::size_t live_bytes = 0;
  const counting_allocator<int> allocator(allocated, live_bytes);
  {
    auto made = with_allocator(std::allocator_arg, allocator, 5);
    EXPECT_EQ(allocated, 1U);
    EXPECT_GT(live_bytes, 0U);
    EXPECT_EQ(sync_wait(std::move(made)), 5);
  }
  EXPECT_EQ(live_bytes, 0U);
  EXPECT_EQ(sync_wait(adder{10}.add(std::allocator_arg, allocator, 1)), 11);
  EXPECT_EQ(allocated, 2U);
  EXPECT_EQ(live_bytes, 0U);
}

task<int> on_the_stack(std::allocator_arg_t, std::pmr::polymorphic_allocator<> memory, int depth) {
  if (depth == 0) {
    co_return 0;
  }
  co_return 1 + co_await on_the_stack(std::allocator_arg, memory, depth - 1);
}

TEST(async_frame_memory, works_with_a_memory_resource) {
  std::array<std::byte, 16'384> buffer;
  std::pmr::monotonic_buffer_resource resource(buffer.data(), buffer.size(), std::pmr::null_memory_resource());
  EXPECT_EQ(sync_wait(on_the_stack(std::allocator_arg, &resource, 20)), 20);
  EXPECT_THROW(sync_wait(on_the_stack(std::allocator_arg, &resource, 1'000)), std::bad_alloc);
}

}  // namespace
