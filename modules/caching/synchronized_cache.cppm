/// @file
/// C9 · synchronized_cache: any cache, shared by threads.
export module patterns.caching:synchronized_cache;

import std;
import :concepts;
import :observation;
import :telling_lock;

export namespace patterns::caching {

/// What can be locked and unlocked, such as std::mutex.
template <class Mutex>
concept lockable_for_cache = std::default_initializable<Mutex> && requires(Mutex& mutex) {
  mutex.lock();
  mutex.unlock();
};

/// A cache behind one lock.
///
/// @tparam Cache  the cache that is guarded; its values are handed out as copies, since a reference would outlive the
///                lock. Hold std::shared_ptr to const where a copy is dear.
/// @tparam Mutex  what guards it
///
/// Each operation is atomic; `with` makes one of several. Keys are hashed and compared and values copied under the
/// lock: none of that may use this cache.
///
/// The removal listener of a bounded_cache is called when the lock is free again, at the end of the operation, or of
/// `with`, that took the entries out, by its thread, in order, with a copy of the key and what was the value. It may
/// use this cache, and change it: what leaves by that is told after it returns, so one that puts whenever something is
/// evicted may go on for ever. Threads may call it at once, and it may learn late of what others have replaced since. A
/// failure of it, or of the copy, is counted in stats. Where keys cannot be copied it is called under the lock, and
/// must not use this cache.
///
/// Thread-safety: every member may be called at any time by any thread.
/// Exceptions: as the operation of `Cache`.
template <cache Cache, lockable_for_cache Mutex = std::mutex>
  requires std::copy_constructible<typename Cache::mapped_type>
class synchronized_cache {
 public:
  using key_type = typename Cache::key_type;
  using mapped_type = typename Cache::mapped_type;
  using cache_type = Cache;

  synchronized_cache()
    requires std::default_initializable<Cache>
  {
    locked::defer(cache_);
  }

  /// Guards a cache made from `capacity` and whatever else it takes.
  template <class... More>
    requires std::constructible_from<Cache, std::size_t, More...>
  explicit synchronized_cache(std::size_t capacity, More&&... more) : cache_(capacity, std::forward<More>(more)...) {
    locked::defer(cache_);
  }

  /// A copy of the value of `key`, if there is one.
  template <class Query = key_type>
    requires requires(Cache& cache, const Query& key) { cache.get(key); }
  [[nodiscard]] std::optional<mapped_type> get(const Query& key) {
    const locked lock(mutex_, cache_);
    return copy_of(cache_.get(key));
  }

  /// Holds `value` under `key`, for a time to live if one is given; whether there was room for it.
  template <class K, class V = mapped_type, class... Ttl>
    requires requires(Cache& cache, K&& key, V&& value, const Ttl&... ttl) {
      cache.put(std::forward<K>(key), std::forward<V>(value), ttl...);
    }
  auto put(K&& key, V&& value, const Ttl&... ttl) {
    const locked lock(mutex_, cache_);
    return cache_.put(std::forward<K>(key), std::forward<V>(value), ttl...);
  }

  /// A copy of the value of `key`, or else of what `load(key)` gives, which is put; nothing if there is no room for
  /// that. The lock is held over the load: all others wait for it.
  template <class Loader>
    requires requires(Cache& cache, const key_type& key, Loader& load) { cache.get_or_put(key, load); }
  [[nodiscard]] std::optional<mapped_type> get_or_put(const key_type& key, Loader&& load) {
    const locked lock(mutex_, cache_);
    return copy_of(cache_.get_or_put(key, load));
  }

  /// Puts what `function` makes of the value of `key`, or takes it out, as one step; a copy of what is held then.
  template <class Fn>
    requires requires(Cache& cache, const key_type& key, Fn& function) { cache.compute(key, function); }
  std::optional<mapped_type> compute(const key_type& key, Fn&& function) {
    const locked lock(mutex_, cache_);
    return copy_of(cache_.compute(key, function));
  }

  template <class Query = key_type>
    requires requires(Cache& cache, const Query& key) { cache.erase(key); }
  bool erase(const Query& key) {
    const locked lock(mutex_, cache_);
    return cache_.erase(key);
  }

  template <class Query = key_type>
    requires requires(const Cache& cache, const Query& key) { cache.contains(key); }
  [[nodiscard]] bool contains(const Query& key) const {
    const std::lock_guard lock(mutex_);
    return cache_.contains(key);
  }

  void clear() {
    const locked lock(mutex_, cache_);
    cache_.clear();
  }

  [[nodiscard]] std::size_t size() const {
    const std::lock_guard lock(mutex_);
    return cache_.size();
  }

  [[nodiscard]] cache_stats stats() const
    requires requires(const Cache& cache) {
      { cache.stats() } -> std::convertible_to<cache_stats>;
    }
  {
    const std::lock_guard lock(mutex_);
    return cache_.stats();
  }

  /// Calls `listener` for every entry that leaves from now on, in place of the one before; an empty one ends that.
  template <class Listener>
    requires requires(Cache& cache, Listener listener) { cache.on_removal(std::move(listener)); }
  void on_removal(Listener listener) {
    const std::lock_guard lock(mutex_);
    cache_.on_removal(std::move(listener));
  }

  /// What `action` gives when it is called with the cache, alone: a listing, or several operations as one.
  ///
  /// The result is returned by value, so that no reference into the cache leaves the lock by accident.
  template <std::invocable<Cache&> Action>
  auto with(Action&& action) {
    const locked lock(mutex_, cache_);
    return std::invoke(std::forward<Action>(action), cache_);
  }

  /// How much longer the entry of `key` is good for, if there is one.
  template <class Query = key_type>
    requires requires(const Cache& cache, const Query& key) { cache.remaining(key); }
  [[nodiscard]] auto remaining(const Query& key) const {
    const std::lock_guard lock(mutex_);
    return cache_.remaining(key);
  }

  /// The entry of `key` is good for `ttl` from now on; whether there was one.
  template <class Ttl, class Query = key_type>
    requires requires(Cache& cache, const Query& key, const Ttl& ttl) { cache.renew(key, ttl); }
  bool renew(const Query& key, const Ttl& ttl) {
    const locked lock(mutex_, cache_);
    return cache_.renew(key, ttl);
  }

  /// Takes out what has expired; how many there were.
  std::size_t purge_expired()
    requires requires(Cache& cache) { cache.purge_expired(); }
  {
    const locked lock(mutex_, cache_);
    return cache_.purge_expired();
  }

 private:
  using locked = detail::telling_lock<Cache, Mutex>;

  template <class Found>
  [[nodiscard]] static std::optional<mapped_type> copy_of(const Found& found) {
    return found ? std::optional<mapped_type>(std::in_place, *found) : std::nullopt;
  }

  mutable Mutex mutex_;
  Cache cache_;
};

}  // namespace patterns::caching
