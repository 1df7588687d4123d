// What patterns.caching exports. To change it: tests/contract/names.py --write
import patterns.caching;

namespace caching_contract {
using patterns::caching::bounded_cache;
using patterns::caching::cache;
using patterns::caching::cache_info;
using patterns::caching::cache_key;
using patterns::caching::cache_slot;
using patterns::caching::cache_stats;
using patterns::caching::capacity_error;
using patterns::caching::clock_duration;
using patterns::caching::clock_like;
using patterns::caching::clock_time_point;
using patterns::caching::compute_reentry_error;
using patterns::caching::entry_function;
using patterns::caching::entry_info;
using patterns::caching::eviction_policy;
using patterns::caching::expire_after_access;
using patterns::caching::expire_after_write;
using patterns::caching::expiry_policy;
using patterns::caching::key_hash;
using patterns::caching::listener_reentry_error;
using patterns::caching::loader;
using patterns::caching::lockable_for_cache;
using patterns::caching::lookup_key;
using patterns::caching::lru;
using patterns::caching::lru_cache;
using patterns::caching::memo_argument;
using patterns::caching::memo_cache;
using patterns::caching::never_expires;
using patterns::caching::memo_result;
using patterns::caching::memo_signature;
using patterns::caching::memoize;
using patterns::caching::memoized;
using patterns::caching::no_slot;
using patterns::caching::object_maker;
using patterns::caching::recursive_load_error;
using patterns::caching::removal_cause;
using patterns::caching::removal_listener;
using patterns::caching::single_flight;
using patterns::caching::synchronized_cache;
using patterns::caching::ttl_cache;
using patterns::caching::unbounded;
using patterns::caching::unit_weigher;
using patterns::caching::weak_cache;
using patterns::caching::weigher;
}  // namespace caching_contract
