#include <benchmark/benchmark.h>

#include <cstdint>

#include "counted_loop.hpp"

import std;
import patterns.async;

namespace {

using patterns::async::async_mutex;
using patterns::async::async_queue;
using patterns::async::async_semaphore;
using patterns::async::run_loop;
using patterns::async::sync_wait;
using patterns::async::task;

task<> lock_and_unlock(benchmark::State& state) {
  async_mutex mutex;
  std::uint64_t guarded = 0;
  patterns_bench::counted_loop loop(state);
  for (auto _ : state) {
    const auto guard = co_await mutex.lock();
    benchmark::DoNotOptimize(++guarded);
  }
  loop.finish();
}

task<> acquire_and_release(benchmark::State& state) {
  async_semaphore semaphore(4);
  std::uint64_t guarded = 0;
  patterns_bench::counted_loop loop(state);
  for (auto _ : state) {
    const auto permit = co_await semaphore.acquire();
    benchmark::DoNotOptimize(++guarded);
  }
  loop.finish();
}

task<> push_and_pop(benchmark::State& state) {
  async_queue<std::uint64_t> queue(64);
  std::uint64_t sum = 0;
  patterns_bench::counted_loop loop(state);
  for (auto _ : state) {
    co_await queue.push(std::uint64_t{1});
    sum += *co_await queue.pop();
    benchmark::DoNotOptimize(sum);
  }
  loop.finish();
}

task<> return_each(async_queue<std::uint64_t>& calls, async_queue<std::uint64_t>& returns) {
  while (auto ball = co_await calls.pop()) {
    co_await returns.push(std::move(*ball));
  }
  returns.close();
}

// One message to another coroutine and one back, both of which wait each time.
task<> play(benchmark::State& state, async_queue<std::uint64_t>& calls, async_queue<std::uint64_t>& returns) {
  patterns_bench::counted_loop loop(state);
  for (auto _ : state) {
    co_await calls.push(std::uint64_t{1});
    auto ball = co_await returns.pop();
    benchmark::DoNotOptimize(ball);
  }
  loop.finish();
  calls.close();
}

class detached {
 public:
  struct promise_type {
    static detached get_return_object() noexcept { return {}; }
    static std::suspend_never initial_suspend() noexcept { return {}; }
    static std::suspend_never final_suspend() noexcept { return {}; }
    static void return_void() noexcept {}
    [[noreturn]] static void unhandled_exception() { std::terminate(); }
  };
};

detached run_detached(task<> work) {
  co_await std::move(work);
}

void ping_pong(benchmark::State& state) {
  run_loop loop;
  async_queue<std::uint64_t> calls(1);
  async_queue<std::uint64_t> returns(1);
  run_detached(return_each(calls, returns));
  loop.run_until_complete(play(state, calls, returns));
  loop.poll();
}

// Holds the mutex whenever the other asks for it, so that each lock is a hand-over.
task<> hand_over(benchmark::State& state, async_mutex& mutex, bool& over) {
  patterns_bench::counted_loop loop(state);
  co_await mutex.lock_unscoped();
  for (auto _ : state) {
    mutex.unlock();
    co_await mutex.lock_unscoped();
  }
  loop.finish();
  over = true;
  mutex.unlock();
}

task<> take_turns(async_mutex& mutex, bool& over) {
  while (!over) {
    co_await mutex.lock_unscoped();
    mutex.unlock();
  }
}

void mutex_turns(benchmark::State& state) {
  run_loop loop;
  async_mutex mutex;
  bool over = false;
  const auto both = [](benchmark::State& of, async_mutex& in, bool& end) -> task<> {
    co_await in.lock_unscoped();
    run_detached(take_turns(in, end));
    in.unlock();
    co_await hand_over(of, in, end);
  };
  loop.run_until_complete(both(state, mutex, over));
}

const bool registered = [] {
  benchmark::AddCustomContext("peer patterns, coordination",
                              "patterns::async's mutex, semaphore and queue, awaited in a task");
  benchmark::RegisterBenchmark("mutex_uncontended/patterns",
                               [](benchmark::State& state) { sync_wait(lock_and_unlock(state)); });
  benchmark::RegisterBenchmark("semaphore_uncontended/patterns",
                               [](benchmark::State& state) { sync_wait(acquire_and_release(state)); });
  benchmark::RegisterBenchmark("queue_push_pop/patterns",
                               [](benchmark::State& state) { sync_wait(push_and_pop(state)); });
  benchmark::RegisterBenchmark("queue_ping_pong/patterns", ping_pong);
  benchmark::RegisterBenchmark("mutex_handed_over/patterns", mutex_turns);
  return true;
}();

}  // namespace
