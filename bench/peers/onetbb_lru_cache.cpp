// oneTBB's LRU cache is a template that uses no symbol of its library, so nothing of the standard library that the
// library was built with comes in: the program links without it.
#define TBB_PREVIEW_CONCURRENT_LRU_CACHE 1
#include <oneapi/tbb/concurrent_lru_cache.h>
#include <oneapi/tbb/version.h>

#include "entry_bytes.hpp"

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

/// It makes a value of a key by the function it was given, which is told here what to make.
template <class Key, class Value>
class filled_cache {
 public:
  explicit filled_cache(std::size_t capacity) : cache_(&make, capacity) {}

  void put(const Key& key, Value value) {
    next = std::move(value);
    benchmark::DoNotOptimize(cache_[key].value());
    ++size_;
  }

  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  static Value make(Key) { return std::move(next); }

  static inline Value next{};
  tbb::concurrent_lru_cache<Key, Value, Value (*)(Key)> cache_;
  std::size_t size_ = 0;
};

const bool registered = [] {
  benchmark::AddCustomContext("peer onetbb", "tbb::concurrent_lru_cache, oneTBB " TBB_VERSION_STRING);
  patterns_bench::register_bytes<filled_cache>("onetbb");
  return patterns_bench::register_cache<onetbb_lru_cache>("onetbb");
}();

}  // namespace
