// What one writes by hand: a hash map from names, alone, and behind the lock that its readers and writers must share.
#include <functional>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>

#include "registry_workload.hpp"

namespace {

struct text_hash : std::hash<std::string_view> {
  using is_transparent = void;
};

class unlocked_map {
 public:
  unlocked_map() {
    for (auto& name : patterns_bench::names_to_register()) {
      map_.emplace(std::move(name), map_.size());
    }
  }

  [[nodiscard]] const std::size_t* find(std::string_view name) const {
    const auto found = map_.find(name);
    return found != map_.end() ? &found->second : nullptr;
  }

 private:
  std::unordered_map<std::string, std::size_t, text_hash, std::equal_to<>> map_;
};

class map_with_shared_mutex {
 public:
  [[nodiscard]] const std::size_t* find(std::string_view name) const {
    const std::shared_lock lock(mutex_);
    return map_.find(name);
  }

 private:
  unlocked_map map_;
  mutable std::shared_mutex mutex_;
};

const bool registered = [] {
  benchmark::AddCustomContext("peer floor",
                              "std::unordered_map from std::string, which no thread may change meanwhile");
  benchmark::AddCustomContext("peer shared_mutex", "the same, behind std::shared_mutex");
  patterns_bench::register_lookup<unlocked_map>("floor");
  return patterns_bench::register_lookup<map_with_shared_mutex>("shared_mutex");
}();

}  // namespace
