// What patterns.caching.redis exports. To change it: tests/contract/names.py --write
import patterns.caching.redis;

namespace caching_redis_contract {
using patterns::caching::redis_error;
using patterns::caching::redis_failure;
using patterns::caching::redis_options;
using patterns::caching::redis_options_error;
using patterns::caching::redis_stats;
using patterns::caching::redis_store;
}  // namespace caching_redis_contract
