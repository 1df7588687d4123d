// The hash maps of Boost, made caches by a ring of their keys.
#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_map.hpp>
#include <boost/version.hpp>

#include "entry_bytes.hpp"
#include "fifo_of_map.hpp"

namespace {

using patterns_bench::fifo_of_map;
using patterns_bench::map_of_one_thread;

template <class Key, class Value>
using flat_map = patterns_bench::filled_map<boost::unordered_flat_map<Key, Value>>;
template <class Key, class Value>
using map = patterns_bench::filled_map<boost::unordered_map<Key, Value>>;

const bool registered = [] {
  using number = std::uint64_t;
  using patterns_bench::register_cache;
  benchmark::AddCustomContext(
      "peer boost_flat_map", "boost::unordered_flat_map " BOOST_LIB_VERSION
                             ", no cache: without bound, here first in, first out; a find is no use; not to be shared");
  benchmark::AddCustomContext("peer boost_map", "boost::unordered_map, in the same way");
  patterns_bench::register_bytes<flat_map>("boost_flat_map");
  patterns_bench::register_bytes<map>("boost_map");
  return register_cache<fifo_of_map<map_of_one_thread<boost::unordered_flat_map<number, number>>>>("boost_flat_map") &&
         register_cache<fifo_of_map<map_of_one_thread<boost::unordered_map<number, number>>>>("boost_map");
}();

}  // namespace
