// The floor under a cache between processes: a map of this process alone, behind a mutex.
#include <mutex>
#include <unordered_map>

#include "shared_memory_workload.hpp"

namespace {

using patterns_bench::shared_value;

class private_map {
 public:
  private_map() { map_.reserve(patterns_bench::shared_entries); }

  bool find(const std::string& key, shared_value& value) {
    const std::lock_guard lock(mutex_);
    const auto found = map_.find(key);
    if (found == map_.end()) {
      return false;
    }
    value = found->second;
    return true;
  }

  void insert(const std::string& key, const shared_value& value) {
    const std::lock_guard lock(mutex_);
    map_.insert_or_assign(key, value);
  }

 private:
  std::mutex mutex_;
  std::unordered_map<std::string, shared_value> map_;
};

const bool registered = patterns_bench::register_shared_cache<private_map>("floor");

}  // namespace
