// oneTBB's LRU cache is a template that uses no symbol of its library, so nothing of the standard library that the
// library was built with comes in: the program links without it.
#define TBB_PREVIEW_CONCURRENT_LRU_CACHE 1
#include <oneapi/tbb/concurrent_lru_cache.h>
#include <oneapi/tbb/version.h>

#include "caching_workload.hpp"

namespace {

class onetbb_lru_cache {
 public:
  static constexpr bool shared = true;

  explicit onetbb_lru_cache(std::size_t capacity) : cache_(&patterns_bench::value_of, capacity) {}

  std::uint64_t find(std::uint64_t key) { return cache_[key].value(); }

  // It computes what is absent by the function it was given, so reading an absent key is how one inserts.
  void insert(std::uint64_t key) { benchmark::DoNotOptimize(cache_[key].value()); }

 private:
  tbb::concurrent_lru_cache<std::uint64_t, std::uint64_t, std::uint64_t (*)(std::uint64_t)> cache_;
};

const bool registered = [] {
  benchmark::AddCustomContext("peer onetbb", "tbb::concurrent_lru_cache, oneTBB " TBB_VERSION_STRING);
  return patterns_bench::register_cache<onetbb_lru_cache>("onetbb");
}();

}  // namespace
