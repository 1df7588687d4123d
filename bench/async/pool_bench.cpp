#include <benchmark/benchmark.h>

#include "counted_loop.hpp"
#include "fork_join_workload.hpp"

import std;
import patterns.async;
import patterns.concurrency;

namespace {

using patterns::async::schedule_on;
using patterns::async::sync_wait;
using patterns::async::task;
using patterns::async::when_all;
using patterns::concurrency::thread_pool;

task<void> hop(benchmark::State& state, thread_pool& pool) {
  co_await pool.schedule();
  patterns_bench::counted_loop loop(state);
  for (auto _ : state) {
    co_await pool.schedule();
  }
  loop.finish();
}

task<std::uint64_t> fibonacci(thread_pool& pool, int n) {
  if (n < 2) {
    co_return static_cast<std::uint64_t>(n);
  }
  const auto [first, second] = co_await when_all(schedule_on(pool, fibonacci(pool, n - 1)), fibonacci(pool, n - 2));
  co_return first + second;
}

void fork_and_join(benchmark::State& state, int threads) {
  thread_pool pool(static_cast<std::size_t>(threads));
  patterns_bench::fork_and_join(
      state, [&] { return sync_wait(schedule_on(pool, fibonacci(pool, patterns_bench::fibonacci_index))); });
}

const bool registered = [] {
  benchmark::RegisterBenchmark("pool_hop/patterns", [](benchmark::State& state) {
    thread_pool pool(1);
    sync_wait(hop(state, pool));
  })->UseRealTime();
  patterns_bench::register_fork_join("patterns", &fork_and_join);
  return true;
}();

}  // namespace
