// The hash map of the standard library, made a cache by a ring of its keys.
#include <unordered_map>

#include "entry_bytes.hpp"
#include "fifo_of_map.hpp"

namespace {

using patterns_bench::fifo_of_map;
using patterns_bench::map_of_one_thread;

template <class Key, class Value>
using map = patterns_bench::filled_map<std::unordered_map<Key, Value>>;

const bool registered = [] {
  using number = std::uint64_t;
  benchmark::AddCustomContext("peer unordered_map",
                              "std::unordered_map, no cache: without bound, here first in, first out; a find is no "
                              "use; not to be shared");
  patterns_bench::register_bytes<map>("unordered_map");
  return patterns_bench::register_cache<fifo_of_map<map_of_one_thread<std::unordered_map<number, number>>>>(
      "unordered_map");
}();

}  // namespace
