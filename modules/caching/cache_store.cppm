/// @file
/// C20 · cache_store, local_store: where values are kept for more than one thread, process or machine.
export module patterns.caching:cache_store;

import std;
import :clock;
import :concepts;
import :synchronized_cache;
import :ttl_cache;

export namespace patterns::caching {

/// What keeps values for whoever asks, be it on this machine or another; a cache whose content is not one's own.
///
/// Values come and go as copies. What is put may be gone at once, for others use the store too, so no size is asked
/// for; a time to live is kept as exactly as the store can. What cannot be reached throws cache_store_error. What is
/// there but cannot be read back as a value is a miss.
///
/// Every member may be called at any time by any thread.
/// Source: row C20; the CacheBackend of Django and the region backends of dogpile.cache.
template <class Store>
concept cache_store =
    requires {
      typename Store::key_type;
      typename Store::mapped_type;
    } && requires(Store& store, const typename Store::key_type& key, const typename Store::mapped_type& value,
                  std::chrono::milliseconds time_to_live) {
      { store.get(key) } -> std::same_as<std::optional<typename Store::mapped_type>>;
      { store.put(key, value) } -> std::same_as<bool>;
      { store.put(key, value, time_to_live) } -> std::same_as<bool>;
      { store.erase(key) } -> std::same_as<bool>;
      store.clear();
    };

/// A store could not do what it was asked: it is out of reach, or is not what it should be. The message names the
/// store.
class cache_store_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The store of one process: ttl_cache behind a lock.
template <class Key, class Value, clock_like Clock = std::chrono::steady_clock>
using local_store = synchronized_cache<ttl_cache<Key, Value, Clock>>;

}  // namespace patterns::caching
