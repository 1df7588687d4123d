#include <benchmark/benchmark.h>

#include "pickle_workload.hpp"

import std;
import patterns.data_model;

namespace {

struct by_patterns {
  template <class T>
  static auto dump(const T& value) {
    return patterns::data_model::dumps(value);
  }

  template <class T>
  static T load(const std::vector<std::byte>& bytes) {
    return patterns::data_model::loads<T>(bytes);
  }
};

const bool registered = [] {
  patterns_bench::register_pickling<by_patterns>("flat", "patterns", patterns_bench::flat_value);
  patterns_bench::register_pickling<by_patterns>("nested", "patterns", patterns_bench::nested_value);
  patterns_bench::register_pickling<by_patterns>("fields", "patterns", patterns_bench::fields_value);
  return true;
}();

}  // namespace
