/// @file
/// What is done with a type-erased value, the same for all who erase.
#pragma once

#include <benchmark/benchmark.h>

#include <string>

#include "counted_loop.hpp"

namespace patterns_bench {

/// The small value that is erased.
struct adder {
  int amount = 1;
  [[nodiscard]] int add(int x) const noexcept { return x + amount; }
  [[nodiscard]] int twice(int x) const noexcept { return x + 2 * amount; }
  [[nodiscard]] int size() const noexcept { return amount; }
};

/// Registers what `Erasure` does: it can `make` a value and `copy` it, `call` it, convert it `to_weaker`, and ask what
/// is inside whether it `is_sized`. All of it but `make` and `copy` may be left out.
template <class Erasure>
bool register_erasure(const std::string& name) {
  benchmark::RegisterBenchmark(("erased_create/" + name).c_str(), [](benchmark::State& state) {
    int amount = 1;
    counted_loop loop(state);
    for (auto _ : state) {
      benchmark::DoNotOptimize(amount);
      auto value = Erasure::make(amount);
      benchmark::DoNotOptimize(value);
    }
    loop.finish();
  });
  if constexpr (requires { Erasure::call(Erasure::make(1), 1); }) {
    benchmark::RegisterBenchmark(("erased_call/" + name).c_str(), [](benchmark::State& state) {
      auto value = Erasure::make(1);
      counted_loop loop(state);
      for (auto _ : state) {
        benchmark::DoNotOptimize(value);
        auto sum = Erasure::call(value, 1);
        benchmark::DoNotOptimize(sum);
      }
      loop.finish();
    });
  }
  benchmark::RegisterBenchmark(("erased_copy/" + name).c_str(), [](benchmark::State& state) {
    auto value = Erasure::make(1);
    counted_loop loop(state);
    for (auto _ : state) {
      benchmark::DoNotOptimize(value);
      auto copy = Erasure::copy(value);
      benchmark::DoNotOptimize(copy);
    }
    loop.finish();
  });
  if constexpr (requires { Erasure::to_weaker(Erasure::make(1)); }) {
    benchmark::RegisterBenchmark(("erased_to_weaker/" + name).c_str(), [](benchmark::State& state) {
      auto value = Erasure::make(1);
      counted_loop loop(state);
      for (auto _ : state) {
        benchmark::DoNotOptimize(value);
        auto weaker = Erasure::to_weaker(value);
        benchmark::DoNotOptimize(weaker);
      }
      loop.finish();
    });
  }
  if constexpr (requires { Erasure::is_sized(Erasure::make(1)); }) {
    benchmark::RegisterBenchmark(("erased_is_instance/" + name).c_str(), [](benchmark::State& state) {
      auto value = Erasure::make(1);
      counted_loop loop(state);
      for (auto _ : state) {
        benchmark::DoNotOptimize(value);
        bool sized = Erasure::is_sized(value);
        benchmark::DoNotOptimize(sized);
      }
      loop.finish();
    });
  }
  return true;
}

}  // namespace patterns_bench
