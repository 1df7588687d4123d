/// @file
/// The work that every implementation of a registry does: one of ten thousand names, found in random order.
#pragma once

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstddef>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "counted_loop.hpp"

namespace patterns_bench {

inline constexpr std::size_t registered_names = 10'000;

/// "codec.00042.decoder": names of a length and likeness that plug-ins have.
inline std::vector<std::string> names_to_register() {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < registered_names; ++i) {
    const auto number = std::to_string(i);
    names.push_back("codec." + std::string(5 - number.size(), '0') + number + ".decoder");
  }
  return names;
}

/// What is asked for: every one of `asked` names that are registered, in random order, as a view into a text of its
/// own.
inline std::vector<std::string> names_to_find(std::size_t asked) {
  auto names = names_to_register();
  std::ranges::shuffle(names, std::mt19937(7));
  names.resize(asked);
  return names;
}

/// `Registry` holds names_to_register() once constructed; `find(std::string_view)` gives a pointer, null if unknown.
template <class Registry>
void find_name(benchmark::State& state) {
  static const Registry registry;
  const auto names = names_to_find(static_cast<std::size_t>(state.range(0)));
  if (!std::ranges::all_of(names, [](const std::string& name) { return registry.find(name) != nullptr; }) ||
      registry.find("codec.10000.decoder") != nullptr) {
    state.SkipWithError("a wrong answer");
    return;
  }
  std::size_t i = 0;
  counted_loop loop(state);
  for (auto _ : state) {
    benchmark::DoNotOptimize(registry.find(std::string_view(names[i])));
    i = i + 1 < names.size() ? i + 1 : 0;
  }
  loop.finish();
}

/// A hundred that are asked for again and again, and all of them in turn, which no first-level cache holds.
template <class Registry>
bool register_lookup(const std::string& implementation) {
  benchmark::RegisterBenchmark(("registry_find_hot/" + implementation).c_str(), find_name<Registry>)->Arg(100);
  benchmark::RegisterBenchmark(("registry_find_all/" + implementation).c_str(), find_name<Registry>)
      ->Arg(registered_names);
  return true;
}

}  // namespace patterns_bench
