// The concurrent hash map of oneTBB, made a cache by a ring of its keys. With the standard's allocator it uses no
// symbol of its library; see onetbb_lru_cache.cpp.
#include <oneapi/tbb/concurrent_hash_map.h>
#include <oneapi/tbb/version.h>

#include <memory>
#include <utility>

#include "entry_bytes.hpp"
#include "fifo_of_map.hpp"

namespace {

template <class Key, class Value>
class hash_map {
 public:
  static constexpr bool shared = true;

  explicit hash_map(std::size_t capacity) : map_(capacity) {}

  Value find(const Key& key) const {
    typename map::const_accessor found;
    return map_.find(found, key) ? found->second : Value{};
  }

  void put(Key key, Value value) { map_.emplace(std::move(key), std::move(value)); }
  void erase(const Key& key) { map_.erase(key); }
  [[nodiscard]] std::size_t size() const { return map_.size(); }

 private:
  using map =
      tbb::concurrent_hash_map<Key, Value, tbb::tbb_hash_compare<Key>, std::allocator<std::pair<const Key, Value>>>;
  map map_;
};

const bool registered = [] {
  benchmark::AddCustomContext("peer onetbb_hash_map",
                              "tbb::concurrent_hash_map, oneTBB " TBB_VERSION_STRING
                              ", no cache: without bound, here first in, first out; a find is no use");
  patterns_bench::register_bytes<hash_map>("onetbb_hash_map");
  return patterns_bench::register_cache<patterns_bench::fifo_of_map<hash_map<std::uint64_t, std::uint64_t>>>(
      "onetbb_hash_map");
}();

}  // namespace
