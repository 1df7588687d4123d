/// @file
/// What every benchmark states beside its time: operations, and allocations per operation.
#pragma once

#include <benchmark/benchmark.h>

#include "allocation_count.hpp"

namespace patterns_bench {

/// Begun before the loop; `finish` after it writes the counters.
class counted_loop {
 public:
  explicit counted_loop(benchmark::State& state) : state_(state), before_(allocations()) {}

  void finish() {
    const auto made = static_cast<double>(allocations() - before_);
    state_.SetItemsProcessed(state_.iterations());
    state_.counters["allocations"] = benchmark::Counter(made, benchmark::Counter::kAvgIterations);
  }

 private:
  benchmark::State& state_;
  std::size_t before_;
};

}  // namespace patterns_bench
