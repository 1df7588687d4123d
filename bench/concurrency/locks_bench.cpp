#include <benchmark/benchmark.h>

#include "counted_loop.hpp"

import std;
import patterns.concurrency;

namespace {

using patterns::concurrency::counting_gate;
using patterns::concurrency::object_pool;
using patterns::concurrency::rw_lock;

void shared_lock(benchmark::State& state) {
  rw_lock<> lock;
  patterns_bench::counted_loop loop(state);
  for (auto _ : state) {
    const std::shared_lock held(lock);
    benchmark::DoNotOptimize(&held);
  }
  loop.finish();
}

void permit(benchmark::State& state) {
  counting_gate gate(4);
  patterns_bench::counted_loop loop(state);
  for (auto _ : state) {
    const auto held = gate.acquire();
    benchmark::DoNotOptimize(&held);
  }
  loop.finish();
}

void borrowed_object(benchmark::State& state) {
  object_pool<std::uint64_t> pool(4, [] { return std::uint64_t{1}; });
  patterns_bench::counted_loop loop(state);
  for (auto _ : state) {
    const auto held = pool.acquire();
    benchmark::DoNotOptimize(++*held);
  }
  loop.finish();
}

const bool registered = [] {
  benchmark::AddCustomContext("peer patterns",
                              "patterns::concurrency::rw_lock (fair), counting_gate and object_pool, uncontended");
  benchmark::RegisterBenchmark("shared_lock/patterns", &shared_lock);
  benchmark::RegisterBenchmark("permit/patterns", &permit);
  benchmark::RegisterBenchmark("borrowed_object/patterns", &borrowed_object);
  return true;
}();

}  // namespace
