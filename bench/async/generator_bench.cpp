#include <benchmark/benchmark.h>

#include "counted_loop.hpp"

import std;
import patterns.async;

namespace {

using patterns::async::async_generator;
using patterns::async::generator;
using patterns::async::sync_wait;
using patterns::async::task;

[[gnu::noinline]] async_generator<int> awaited_numbers() {
  for (int i = 0;; ++i) {
    co_yield i;
  }
}

[[gnu::noinline]] generator<int> numbers() {
  for (int i = 0;; ++i) {
    co_yield i;
  }
}

task<void> take_awaited(benchmark::State& state) {
  auto elements = awaited_numbers();
  patterns_bench::counted_loop loop(state);
  for (auto _ : state) {
    const int* const element = co_await elements.next();
    benchmark::DoNotOptimize(*element);
  }
  loop.finish();
}

void take(benchmark::State& state) {
  auto elements = numbers();
  auto at = elements.begin();
  patterns_bench::counted_loop loop(state);
  for (auto _ : state) {
    benchmark::DoNotOptimize(*at);
    ++at;
  }
  loop.finish();
}

const bool registered = [] {
  benchmark::RegisterBenchmark("async_generator_step/patterns",
                               [](benchmark::State& state) { sync_wait(take_awaited(state)); });
  benchmark::RegisterBenchmark("generator_step/patterns", &take);
  return true;
}();

}  // namespace
