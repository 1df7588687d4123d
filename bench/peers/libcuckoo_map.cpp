// The concurrent hash map of libcuckoo, made a cache by a ring of its keys.
#include <libcuckoo/cuckoohash_map.hh>
#include <utility>

#include "entry_bytes.hpp"
#include "fifo_of_map.hpp"

namespace {

template <class Key, class Value>
class cuckoo_map {
 public:
  static constexpr bool shared = true;

  explicit cuckoo_map(std::size_t capacity) : map_(capacity) {}

  Value find(const Key& key) const {
    Value value{};
    (void)map_.find(key, value);
    return value;
  }

  void put(Key key, Value value) { map_.insert(std::move(key), std::move(value)); }
  void erase(const Key& key) { map_.erase(key); }
  [[nodiscard]] std::size_t size() const { return map_.size(); }

 private:
  libcuckoo::cuckoohash_map<Key, Value> map_;
};

const bool registered = [] {
  benchmark::AddCustomContext(
      "peer libcuckoo",
      "libcuckoo::cuckoohash_map, no cache: without bound, here first in, first out; a find is no use");
  patterns_bench::register_bytes<cuckoo_map>("libcuckoo");
  return patterns_bench::register_cache<patterns_bench::fifo_of_map<cuckoo_map<std::uint64_t, std::uint64_t>>>(
      "libcuckoo");
}();

}  // namespace
