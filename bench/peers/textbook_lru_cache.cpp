// What a user writes in ten minutes, with and without its mutex, and what the same containers can do at best.
#include <iterator>
#include <list>
#include <mutex>
#include <type_traits>
#include <unordered_map>
#include <utility>

#include "entry_bytes.hpp"

namespace {

using patterns_bench::value_of;

struct no_mutex {
  void lock() {}
  void unlock() {}
};

/// A list in the order of use and a map into it, behind one mutex.
template <class Mutex, class Key = std::uint64_t, class Value = std::uint64_t>
class textbook_lru_cache {
 public:
  static constexpr bool shared = std::is_same_v<Mutex, std::mutex>;

  explicit textbook_lru_cache(std::size_t capacity) : capacity_(capacity) { index_.reserve(capacity); }

  Value find(const Key& key) {
    const std::lock_guard lock(mutex_);
    const auto found = index_.find(key);
    if (found == index_.end()) {
      return {};
    }
    order_.splice(order_.begin(), order_, found->second);
    return found->second->second;
  }

  void insert(const Key& key) { put(key, value_of(key)); }

  void put(const Key& key, Value value) {
    const std::lock_guard lock(mutex_);
    if (const auto found = index_.find(key); found != index_.end()) {
      found->second->second = std::move(value);
      order_.splice(order_.begin(), order_, found->second);
      return;
    }
    if (order_.size() == capacity_) {
      index_.erase(order_.back().first);
      order_.pop_back();
    }
    order_.emplace_front(key, std::move(value));
    index_.emplace(key, order_.begin());
  }

  [[nodiscard]] std::size_t size() const { return order_.size(); }

 private:
  using entry = std::pair<Key, Value>;

  Mutex mutex_;
  std::size_t capacity_;
  std::list<entry> order_;
  std::unordered_map<Key, typename std::list<entry>::iterator> index_;
};

template <class Key, class Value>
using textbook = textbook_lru_cache<std::mutex, Key, Value>;

/// A hit is a bare find in a hash map; an insertion reuses the nodes of what it evicts, so that nothing is allocated.
class floor_cache {
 public:
  static constexpr bool shared = true;  // to be found in, not to be changed, by several threads

  explicit floor_cache(std::size_t capacity) : capacity_(capacity) { index_.reserve(capacity); }

  std::uint64_t find(std::uint64_t key) {
    const auto found = index_.find(key);
    return found == index_.end() ? 0 : found->second.value;
  }

  void insert(std::uint64_t key) {
    if (order_.size() < capacity_) {
      order_.push_front(key);
      index_.emplace(key, mapped{value_of(key), order_.begin()});
      return;
    }
    auto node = index_.extract(order_.back());
    order_.splice(order_.begin(), order_, std::prev(order_.end()));
    order_.front() = key;
    node.key() = key;
    node.mapped() = {value_of(key), order_.begin()};
    index_.insert(std::move(node));
  }

 private:
  struct mapped {
    std::uint64_t value;
    std::list<std::uint64_t>::iterator place;
  };

  std::size_t capacity_;
  std::list<std::uint64_t> order_;
  std::unordered_map<std::uint64_t, mapped> index_;
};

const bool registered = [] {
  using patterns_bench::register_cache;
  benchmark::AddCustomContext("peer floor",
                              "hit: bare find in std::unordered_map; insert: std containers, nodes reused");
  benchmark::AddCustomContext("peer textbook", "std::mutex around std::list and std::unordered_map");
  benchmark::AddCustomContext("peer textbook_no_mutex", "the textbook without its mutex, not to be shared");
  patterns_bench::register_bytes<textbook>("textbook");
  return register_cache<floor_cache>("floor") && register_cache<textbook_lru_cache<no_mutex>>("textbook_no_mutex") &&
         register_cache<textbook_lru_cache<std::mutex>>("textbook");
}();

}  // namespace
