/// @file
/// The work that every way to walk over the fields of a struct does: add up ten of them.
#pragma once

#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>

#include "counted_loop.hpp"

namespace patterns_bench {

struct ten_fields {
  std::int32_t a;
  std::int64_t b;
  float c;
  double d;
  std::uint8_t e;
  std::int32_t f;
  std::int64_t g;
  float h;
  double i;
  std::uint16_t j;
};

/// `sum(fields)` adds up as double.
template <class Fields>
void sum_of_fields(benchmark::State& state) {
  ten_fields fields{1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
  if (Fields::sum(fields) != 55) {
    state.SkipWithError("a wrong sum");
    return;
  }
  counted_loop loop(state);
  for (auto _ : state) {
    benchmark::DoNotOptimize(fields);
    benchmark::DoNotOptimize(Fields::sum(fields));
  }
  loop.finish();
}

template <class Fields>
bool register_record(const std::string& implementation) {
  benchmark::RegisterBenchmark(("sum_of_10_fields/" + implementation).c_str(), sum_of_fields<Fields>);
  return true;
}

}  // namespace patterns_bench
