#include <benchmark/benchmark.h>

#include "counted_loop.hpp"

import std;
import patterns.async;
import patterns.concurrency;

namespace {

using patterns::async::sync_wait;
using patterns::async::task;
using patterns::concurrency::thread_pool;

task<void> hop(benchmark::State& state, thread_pool& pool) {
  co_await pool.schedule();
  patterns_bench::counted_loop loop(state);
  for (auto _ : state) {
    co_await pool.schedule();
  }
  loop.finish();
}

const bool registered = [] {
  benchmark::RegisterBenchmark("pool_hop/patterns", [](benchmark::State& state) {
    thread_pool pool(1);
    sync_wait(hop(state, pool));
  })->UseRealTime();
  return true;
}();

}  // namespace
