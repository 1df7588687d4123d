// What one writes by hand: a switch from value to name, and back a sorted array or a map.
#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include "enum_workload.hpp"

namespace {

using patterns_bench::word;
using patterns_bench::word_count;

#define NAME_AND_VALUE(name) std::pair<std::string_view, word>{#name, word::name},
#define CASE(name) \
  case word::name: \
    return #name;

struct with_switch {
  static std::string_view name_of(word value) {
    switch (value) { PATTERNS_BENCH_WORDS(CASE) }
    return {};
  }
};

struct with_sorted_array : with_switch {
  static std::optional<word> word_named(std::string_view name) {
    static const auto sorted = [] {
      std::array list{PATTERNS_BENCH_WORDS(NAME_AND_VALUE)};
      std::ranges::sort(list);
      return list;
    }();
    const auto found = std::ranges::lower_bound(sorted, name, {}, &std::pair<std::string_view, word>::first);
    return found != sorted.end() && found->first == name ? std::optional(found->second) : std::nullopt;
  }
};

struct with_map : with_switch {
  static std::optional<word> word_named(std::string_view name) {
    static const std::unordered_map<std::string_view, word> map{PATTERNS_BENCH_WORDS(NAME_AND_VALUE)};
    const auto found = map.find(name);
    return found != map.end() ? std::optional(found->second) : std::nullopt;
  }
};

const bool registered = [] {
  benchmark::AddCustomContext("peer floor", "a switch from value to name");
  benchmark::AddCustomContext("peer sorted_array", "std::ranges::lower_bound on pairs of name and value");
  benchmark::AddCustomContext("peer unordered_map", "std::unordered_map from std::string_view to value");
  benchmark::RegisterBenchmark("enum_name/floor", patterns_bench::name_of<with_switch>);
  patterns_bench::register_enum_cast<with_sorted_array>("sorted_array");
  return patterns_bench::register_enum_cast<with_map>("unordered_map");
}();

}  // namespace
