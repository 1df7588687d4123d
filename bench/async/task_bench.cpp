#include <benchmark/benchmark.h>

#include <cstdint>

#include "counted_loop.hpp"

import std;
import patterns.async;

namespace {

using patterns::async::sync_wait;
using patterns::async::task;

// Out of line, as in a program whose coroutines stand in other files: the frame cannot be elided.
[[gnu::noinline]] task<std::uint64_t> leaf(std::uint64_t x) {
  co_return x + 1;
}

[[gnu::noinline]] task<std::uint64_t> chain(int depth) {
  if (depth == 0) {
    co_return 0;
  }
  co_return 1 + co_await chain(depth - 1);
}

task<void> await_leaves(benchmark::State& state) {
  std::uint64_t x = 0;
  patterns_bench::counted_loop loop(state);
  for (auto _ : state) {
    x = co_await leaf(x);
    benchmark::DoNotOptimize(x);
  }
  loop.finish();
}

task<void> await_chains(benchmark::State& state) {
  patterns_bench::counted_loop loop(state);
  for (auto _ : state) {
    auto depth = co_await chain(64);
    benchmark::DoNotOptimize(depth);
  }
  loop.finish();
}

const bool registered = [] {
  benchmark::AddCustomContext("peer patterns", "patterns::async::task under sync_wait");
  benchmark::RegisterBenchmark("task_await/patterns", [](benchmark::State& state) { sync_wait(await_leaves(state)); });
  benchmark::RegisterBenchmark("task_chain_64/patterns",
                               [](benchmark::State& state) { sync_wait(await_chains(state)); });
  return true;
}();

}  // namespace
