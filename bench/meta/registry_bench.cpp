#include <benchmark/benchmark.h>

#include "registry_workload.hpp"

import std;
import patterns.meta;

namespace {

struct codec {
  virtual ~codec() = default;
};

class codecs {
 public:
  codecs() {
    for (auto& name : patterns_bench::names_to_register()) {
      registry_.add<codec>(std::move(name));
    }
  }

  [[nodiscard]] const auto* find(std::string_view name) const { return registry_.find(name); }

 private:
  patterns::meta::registry<codec> registry_;
};

const bool registered = [] {
  benchmark::AddCustomContext("peer patterns", "patterns::meta::registry, which any thread may change meanwhile");
  return patterns_bench::register_lookup<codecs>("patterns");
}();

}  // namespace
