/// @file
/// The recursive fork and join that every pool is given: a Fibonacci number computed the slow way, each call a task.
#pragma once

#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>

namespace patterns_bench {

inline constexpr int fibonacci_index = 30;

/// Runs `compute` once an iteration; its time is that of one call of the 1,346,269 of the recursion, all threads
/// together.
template <class Compute>
void fork_and_join(benchmark::State& state, Compute compute) {
  for (auto _ : state) {
    if (compute() != 832'040) {
      state.SkipWithError("the 30th Fibonacci number is 832040");
    }
  }
  state.SetItemsProcessed(state.iterations() * 1'346'269);
}

/// `fork_join_1/NAME` and `fork_join_2/NAME`, on so many threads: `run(state, threads)`.
template <class Run>
void register_fork_join(const std::string& name, Run run) {
  for (const int threads : {1, 2}) {
    const auto whole = "fork_join_" + std::to_string(threads) + "/" + name;
    benchmark::RegisterBenchmark(whole.c_str(), [run, threads](benchmark::State& state) { run(state, threads); })
        ->Iterations(1)
        ->UseRealTime()
        ->Unit(benchmark::kMillisecond);
  }
}

}  // namespace patterns_bench
