/// @file
/// The work that caches between processes are given: values of 64 bytes under a name.
///
/// A subject is default constructible and has `bool find(const std::string& key, std::array<char, 64>& value)` and
/// `void insert(const std::string& key, const std::array<char, 64>& value)`; it holds the keys of the workload at
/// least.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "counted_loop.hpp"

namespace patterns_bench {

using shared_value = std::array<char, 64>;

inline constexpr std::size_t shared_entries = 4096;
inline constexpr std::size_t shared_bytes = std::size_t{16} << 20U;

[[nodiscard]] inline const std::vector<std::string>& shared_keys() {
  static const auto keys = [] {
    std::vector<std::string> made;
    for (std::size_t i = 0; i < shared_entries; ++i) {
      made.push_back("session:" + std::to_string(i * 7919 % shared_entries + 100'000));
    }
    return made;
  }();
  return keys;
}

[[nodiscard]] inline shared_value value_of_shared(std::size_t i) {
  shared_value value{};
  value.fill(static_cast<char>(i));
  return value;
}

template <class Subject>
[[nodiscard]] std::unique_ptr<Subject> full_shared_cache() {
  auto subject = std::make_unique<Subject>();
  for (std::size_t i = 0; i < shared_entries; ++i) {
    subject->insert(shared_keys()[i], value_of_shared(i));
  }
  return subject;
}

template <class Subject>
void shared_hit(benchmark::State& state) {
  const auto subject = full_shared_cache<Subject>();
  std::size_t i = 0;
  shared_value value{};
  counted_loop loop(state);
  for (auto _ : state) {
    if (!subject->find(shared_keys()[i % shared_entries], value) || value[63] != static_cast<char>(i)) {
      state.SkipWithError("a key that should have been present was not");
      break;
    }
    ++i;
  }
  loop.finish();
}

/// Puts new values in place of old ones.
template <class Subject>
void shared_put(benchmark::State& state) {
  const auto subject = full_shared_cache<Subject>();
  std::size_t i = 0;
  counted_loop loop(state);
  for (auto _ : state) {
    subject->insert(shared_keys()[i % shared_entries], value_of_shared(i));
    ++i;
  }
  loop.finish();
}

/// Registers both under `shared_hit/NAME` and `shared_put/NAME`.
template <class Subject>
bool register_shared_cache(const char* name) {
  benchmark::RegisterBenchmark((std::string("shared_hit/") + name).c_str(), &shared_hit<Subject>);
  benchmark::RegisterBenchmark((std::string("shared_put/") + name).c_str(), &shared_put<Subject>);
  return true;
}

}  // namespace patterns_bench
