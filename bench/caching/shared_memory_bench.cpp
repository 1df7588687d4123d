// C20 · what an entry costs that processes share.
#include <benchmark/benchmark.h>
#include <unistd.h>

#include "shared_memory_workload.hpp"

import std;
import patterns.caching;

namespace {

using patterns_bench::shared_value;

class shared_memory_subject {
 public:
  shared_memory_subject()
      : cache_("patterns-bench-" + std::to_string(::getpid()), {.bytes = patterns_bench::shared_bytes}) {
    // Nobody else is to find it, and nothing is to be left of it.
    cache_type::remove(cache_.name());
  }

  bool find(const std::string& key, shared_value& value) {
    const auto found = cache_.get(key);
    if (found) {
      value = *found;
    }
    return found.has_value();
  }

  void insert(const std::string& key, const shared_value& value) { cache_.put(key, value); }

 private:
  using cache_type = patterns::caching::shared_memory_cache<std::string, shared_value>;

  cache_type cache_;
};

const bool registered = [] {
  benchmark::AddCustomContext("peer patterns_shared_memory", "patterns::caching::shared_memory_cache, alone");
  return patterns_bench::register_shared_cache<shared_memory_subject>("patterns");
}();

}  // namespace
