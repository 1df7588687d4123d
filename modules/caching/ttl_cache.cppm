/// @file
/// C8 · ttl_cache: what was found out is good for a while.
export module patterns.caching:ttl_cache;

import std;
import :bounded_cache;
import :clock;
import :concepts;
import :eviction;
import :expiry;
import :weight;

export namespace patterns::caching {

/// Entries that are good for a time after they have been put, up to a capacity: bounded_cache with expire_after_write.
///
///     ttl_cache<std::string, address> names(1000, 5min);
///     names.put("example.org", found, 30s);  // good for less than the others
///
/// Made from the capacity, the time to live and, if they are not to be the default, the clock and how long an entry is
/// held stale after that, see expire_after_write.
///
/// @tparam Clock  see clock_like; a reference is held as such
template <class Key, class Value, clock_like Clock = std::chrono::steady_clock, class Hash = key_hash<Key>,
          class Equal = std::equal_to<>, class Weigher = unit_weigher, eviction_policy Policy = lru>
using ttl_cache = bounded_cache<Key, Value, Policy, Hash, Equal, Weigher, expire_after_write<Clock>>;

}  // namespace patterns::caching
