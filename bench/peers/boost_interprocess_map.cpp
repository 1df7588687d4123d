// What Boost.Interprocess has: an unordered map in shared memory, behind its mutex, which is not robust: a process that
// is killed under it blocks all others for good.
#include <boost/container_hash/hash.hpp>
#include <boost/interprocess/allocators/allocator.hpp>
#include <boost/interprocess/containers/string.hpp>
#include <boost/interprocess/managed_shared_memory.hpp>
#include <boost/interprocess/sync/interprocess_mutex.hpp>
#include <boost/interprocess/sync/scoped_lock.hpp>
#include <boost/unordered_map.hpp>
#include <boost/version.hpp>

#include <functional>
#include <string_view>

#include "shared_memory_workload.hpp"

namespace {

namespace ipc = boost::interprocess;
using patterns_bench::shared_value;

using segment_manager = ipc::managed_shared_memory::segment_manager;
using shared_string = ipc::basic_string<char, std::char_traits<char>, ipc::allocator<char, segment_manager>>;

struct text_hash {
  template <class Text>
  std::size_t operator()(const Text& text) const {
    return std::hash<std::string_view>{}(std::string_view(text.data(), text.size()));
  }
};

struct text_equal {
  template <class Left, class Right>
  bool operator()(const Left& left, const Right& right) const {
    return std::string_view(left.data(), left.size()) == std::string_view(right.data(), right.size());
  }
};

using shared_map = boost::unordered_map<shared_string, shared_value, text_hash, text_equal,
                                        ipc::allocator<std::pair<const shared_string, shared_value>, segment_manager>>;

class boost_interprocess_map {
 public:
  boost_interprocess_map()
      : name_("patterns-bench-boost-" + std::to_string(ipc::ipcdetail::get_current_process_id())),
        memory_(ipc::create_only, name_.c_str(), patterns_bench::shared_bytes),
        mutex_(memory_.construct<ipc::interprocess_mutex>(ipc::anonymous_instance)()),
        map_(memory_.construct<shared_map>(ipc::anonymous_instance)(patterns_bench::shared_entries, text_hash{},
                                                                    text_equal{}, memory_.get_segment_manager())) {
    ipc::shared_memory_object::remove(name_.c_str());
  }

  bool find(const std::string& key, shared_value& value) {
    const ipc::scoped_lock<ipc::interprocess_mutex> lock(*mutex_);
    const auto found = map_->find(key, text_hash{}, text_equal{});
    if (found == map_->end()) {
      return false;
    }
    value = found->second;
    return true;
  }

  void insert(const std::string& key, const shared_value& value) {
    const ipc::scoped_lock<ipc::interprocess_mutex> lock(*mutex_);
    if (const auto found = map_->find(key, text_hash{}, text_equal{}); found != map_->end()) {
      found->second = value;
      return;
    }
    map_->emplace(shared_string(key.data(), key.size(), memory_.get_segment_manager()), value);
  }

 private:
  std::string name_;
  ipc::managed_shared_memory memory_;
  ipc::interprocess_mutex* mutex_;
  shared_map* map_;
};

const bool registered = [] {
  benchmark::AddCustomContext(
      "peer boost_interprocess",
      "boost::unordered_map in boost::interprocess::managed_shared_memory, Boost " BOOST_LIB_VERSION);
  return patterns_bench::register_shared_cache<boost_interprocess_map>("boost_interprocess");
}();

}  // namespace
