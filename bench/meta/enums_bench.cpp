#include <benchmark/benchmark.h>

#include "enum_workload.hpp"

import std;
import patterns.meta;

#define NAME_AND_VALUE(name) {#name, patterns_bench::word::name},

template <>
inline constexpr auto patterns::meta::describe_enum<patterns_bench::word> =
    patterns::meta::enumerators<patterns_bench::word>({PATTERNS_BENCH_WORDS(NAME_AND_VALUE)});

namespace {

using patterns_bench::word;

struct names {
  static std::string_view name_of(word value) { return patterns::meta::enum_name(value); }

  static std::optional<word> word_named(std::string_view name) { return patterns::meta::enum_cast<word>(name); }
};

const bool registered = [] {
  benchmark::AddCustomContext("peer patterns", "patterns::meta::enum_name and enum_cast");
  return patterns_bench::register_enum<names>("patterns");
}();

}  // namespace
