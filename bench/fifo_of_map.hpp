/// @file
/// A hash map that is no cache, made one at the least cost: what was inserted first makes room, whether used or not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "caching_workload.hpp"

namespace patterns_bench {

/// `Map` has `find(key)`, which gives 0 for what is absent, `put(key, value)`, `erase(key)`, and says whether `shared`
/// threads may find at once. The keys in the order of their insertion stand in a ring.
template <class Map>
class fifo_of_map {
 public:
  static constexpr bool shared = Map::shared;

  explicit fifo_of_map(std::size_t capacity) : map_(capacity), keys_(capacity) {}

  std::uint64_t find(std::uint64_t key) { return map_.find(key); }

  void insert(std::uint64_t key) {
    auto& oldest = keys_[next_];
    if (full_) {
      map_.erase(oldest);
    }
    oldest = key;
    map_.put(key, value_of(key));
    if (++next_ == keys_.size()) {
      next_ = 0;
      full_ = true;
    }
  }

 private:
  Map map_;
  std::vector<std::uint64_t> keys_;
  std::size_t next_ = 0;
  bool full_ = false;
};

/// A map with the interface of the standard's, which no thread may change while another finds.
template <class Map>
class map_of_one_thread {
 public:
  static constexpr bool shared = false;

  explicit map_of_one_thread(std::size_t capacity) { map_.reserve(capacity); }

  std::uint64_t find(std::uint64_t key) const {
    const auto found = map_.find(key);
    return found == map_.end() ? 0 : found->second;
  }

  void put(std::uint64_t key, std::uint64_t value) { map_.emplace(key, value); }
  void erase(std::uint64_t key) { map_.erase(key); }

 private:
  Map map_;
};

}  // namespace patterns_bench
