/// @file
/// patterns.caching: caches built from orthogonal parts. Gives patterns.concurrency too.
///
/// A cache is storage, an eviction policy, a weigher, an expiry, a removal listener, loading and locking, each a
/// concept of its own; the named caches are combinations of them.
export module patterns.caching;

export import patterns.concurrency;
export import :arc;
export import :async_loader;
export import :async_single_flight;
export import :async_ttl_cache;
export import :batch_function;
export import :batch_loader;
export import :bounded_cache;
export import :cache_store;
export import :cache_warmer;
export import :clock;
export import :concepts;
export import :default_policy;
export import :entry_iterator;
export import :entry_table;
export import :eviction;
export import :expiry;
export import :flight;
export import :flight_table;
export import :frequency_sketch;
export import :ghosts;
export import :hash_index;
export import :lazy_async;
export import :lifetimes;
export import :limited_fetcher;
export import :load_frame;
export import :load_graph;
export import :load_outcome;
export import :loading;
export import :loading_cache;
export import :memo_arguments;
export import :memo_cache;
export import :memoize;
export import :notifying_cache;
export import :observation;
export import :process_cache;
export import :read_gate;
export import :reentrant_cache;
export import :refill_line;
export import :refreshing_cache;
export import :retired_caches;
export import :s3_fifo;
export import :shared_cached_property;
export import :shared_memoize;
export import :sieve;
export import :single_flight;
export import :slot_lists;
export import :snapshot;
export import :storage;
export import :stripe_lock;
export import :striped_cache;
export import :synchronized_cache;
export import :timer_wheel;
export import :tiny_lfu_regions;
export import :ttl_cache;
export import :versioned_cache;
export import :w_tiny_lfu;
export import :weak_cache;
export import :weight;
export import :window_scouts;
