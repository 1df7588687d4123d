// The open-addressing map of Boost, without a lock.
#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/version.hpp>

#include "registry_workload.hpp"

namespace {

struct text_hash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const noexcept { return boost::hash<std::string_view>()(text); }
};

class flat_map {
 public:
  flat_map() {
    for (auto& name : patterns_bench::names_to_register()) {
      map_.emplace(std::move(name), map_.size());
    }
  }

  [[nodiscard]] const std::size_t* find(std::string_view name) const {
    const auto found = map_.find(name);
    return found != map_.end() ? &found->second : nullptr;
  }

 private:
  boost::unordered_flat_map<std::string, std::size_t, text_hash, std::equal_to<>> map_;
};

const bool registered = [] {
  benchmark::AddCustomContext("peer boost_flat_map", "boost::unordered_flat_map of Boost " BOOST_LIB_VERSION
                                                     ", which no thread may change meanwhile");
  return patterns_bench::register_lookup<flat_map>("boost_flat_map");
}();

}  // namespace
