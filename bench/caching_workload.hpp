/// @file
/// The work that every cache is given: the same keys in the same order, by the same loop.
///
/// A subject is constructible from a capacity and has `std::uint64_t find(key)`, which counts as a use of the key, and
/// `void insert(key)`, which stores `value_of(key)`. Subjects that may be shared between threads say `shared = true`.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "counted_loop.hpp"

namespace patterns_bench {

inline constexpr std::size_t cache_entries = 32'768;
inline constexpr std::size_t trace_length = 1 << 17;
inline constexpr double zipf_exponent = 0.99;

/// A bijection that leaves no order in its results (the finalizer of splitmix64).
[[nodiscard]] inline std::uint64_t scramble(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

[[nodiscard]] inline std::uint64_t key_of_rank(std::size_t rank) {
  return scramble(rank);
}

[[nodiscard]] inline std::uint64_t value_of(std::uint64_t key) {
  return key ^ 0x5bd1e995;
}

/// Keys drawn by Zipf's law over `cache_entries` ranks; the same on every run, standard library and thread.
[[nodiscard]] inline const std::vector<std::uint64_t>& zipf_trace() {
  static const auto trace = [] {
    std::vector<double> cumulative(cache_entries);
    double sum = 0;
    for (std::size_t rank = 0; rank < cache_entries; ++rank) {
      sum += 1 / std::pow(static_cast<double>(rank + 1), zipf_exponent);
      cumulative[rank] = sum;
    }
    std::vector<std::uint64_t> keys(trace_length);
    for (std::size_t i = 0; i < trace_length; ++i) {
      const double drawn = static_cast<double>(scramble(~i) >> 11) * 0x1p-53 * sum;
      const auto rank = std::upper_bound(cumulative.begin(), cumulative.end() - 1, drawn) - cumulative.begin();
      keys[i] = key_of_rank(static_cast<std::size_t>(rank));
    }
    return keys;
  }();
  return trace;
}

template <class Subject>
[[nodiscard]] std::unique_ptr<Subject> full_cache() {
  auto subject = std::make_unique<Subject>(cache_entries);
  for (std::size_t rank = 0; rank < cache_entries; ++rank) {
    subject->insert(key_of_rank(rank));
  }
  return subject;
}

/// Finds present keys in a full cache. With several threads, each begins at its own place in the trace.
template <class Subject>
void lru_hit(benchmark::State& state) {
  static std::unique_ptr<Subject> subject;
  if (state.thread_index() == 0) {
    subject = full_cache<Subject>();
  }
  const std::vector<std::uint64_t>& trace = zipf_trace();
  auto position = static_cast<std::size_t>(state.thread_index()) * (trace_length / 2 + 1);
  std::uint64_t sum = 0;
  counted_loop loop(state);
  for (auto _ : state) {
    sum += subject->find(trace[position++ % trace_length]);
    benchmark::DoNotOptimize(sum);
  }
  loop.finish();
  if (state.thread_index() == 0) {
    for (std::size_t rank = 0; rank < cache_entries; ++rank) {
      if (subject->find(key_of_rank(rank)) != value_of(key_of_rank(rank))) {
        state.SkipWithError("a key that should have been present was not");
        break;
      }
    }
    subject.reset();
  }
}

/// Inserts a key never seen before into a full cache, so that each insertion evicts.
template <class Subject>
void evicting_insert(benchmark::State& state) {
  const auto subject = full_cache<Subject>();
  std::uint64_t next = cache_entries;
  counted_loop loop(state);
  for (auto _ : state) {
    subject->insert(scramble(next++));
  }
  loop.finish();
  if (subject->find(scramble(next - 1)) != value_of(scramble(next - 1))) {
    state.SkipWithError("the key inserted last was not present");
  }
}

/// Registers both under `lru_hit/NAME` and `evicting_insert/NAME`; the report knows the names `patterns` and `floor`.
template <class Subject>
bool register_cache(const char* name) {
  const auto hit = std::string("lru_hit/") + name;
  benchmark::RegisterBenchmark(hit.c_str(), &lru_hit<Subject>);
  if constexpr (Subject::shared) {
    benchmark::RegisterBenchmark((std::string("lru_hit_2_threads/") + name).c_str(), &lru_hit<Subject>)
        ->Threads(2)
        ->UseRealTime();
  }
  benchmark::RegisterBenchmark((std::string("evicting_insert/") + name).c_str(), &evicting_insert<Subject>);
  return true;
}

}  // namespace patterns_bench
