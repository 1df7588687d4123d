/// @file
/// patterns.caching.redis: a cache_store that machines share, kept by a server that speaks the Redis protocol.
/// Optional: it needs hiredis to be compiled, and shows its importers nothing of it.
export module patterns.caching.redis;

export import :redis_client;
export import :redis_connection;
export import :redis_error;
export import :redis_options;
export import :redis_pool;
export import :redis_store;
