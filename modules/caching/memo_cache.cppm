/// @file
/// C1 · memo_cache: what was found out once is known to every thread.
export module patterns.caching:memo_cache;

import std;
import :concepts;
import :flight;

export namespace patterns::caching {

/// Loads the value of a key once and keeps it until it is told otherwise.
///
/// A look-up checks under a lock that is held for no longer than that; only who finds nothing becomes the one to load,
/// outside any lock, and those who ask meanwhile wait for him: however many threads ask at once, one load is done.
/// Loads of different keys run at once. That a key has a value is no matter of what the value is: 0, "" and an empty
/// optional are kept as any other.
///
/// A loader that throws leaves nothing behind: its caller and those who wait for him get the exception, the next caller
/// loads again. What put, erase or clear have overtaken never comes back: a load begun before them goes to those who
/// wait for it, not into the cache. A loader may use the cache; one that could only go on after itself gets
/// recursive_load_error instead of a deadlock.
///
/// @tparam Key    what values are held under; see cache_key
/// @tparam Value  what is held; each caller gets a copy, so hold std::shared_ptr to const where a copy is dear
///
/// Thread-safety: every member may be called at any time by any thread. Values are copied outside the lock.
/// Complexity: O(1) on average beside the load.
/// Exceptions: strong guarantee.
/// Source: row C1; Schmidt and Harrison, Double-Checked Locking, 1996.
template <std::copy_constructible Key, std::copy_constructible Value, class Hash = key_hash<Key>,
          class Equal = std::equal_to<>>
  requires cache_key<Key, Hash, Equal>
class memo_cache {
 public:
  using key_type = Key;
  using mapped_type = Value;

  memo_cache() = default;
  explicit memo_cache(Hash hash, Equal equal = Equal()) : flights_(0, std::move(hash), std::move(equal)) {}

  memo_cache(const memo_cache&) = delete;
  memo_cache& operator=(const memo_cache&) = delete;

  /// The value of `key`, from the cache or else from `load(key)`.
  /// @throws recursive_load_error if the load waits for itself
  template <loader<Key, Value> Loader>
  [[nodiscard]] Value get_or_load(const Key& key, Loader&& load) {
    const auto [shared, leads] = join(key);
    if (leads) {
      return lead(key, *shared, load);
    }
    if (!shared->wait()) {
      throw recursive_load_error("memo_cache", detail::shown_key(key));
    }
    return shared->result();
  }

  /// The value of `key` if it is there; waits for no load.
  [[nodiscard]] std::optional<Value> get(const Key& key) const {
    const auto shared = find(key);
    if (shared == nullptr || !shared->ended() || shared->value() == nullptr) {
      return std::nullopt;
    }
    return *shared->value();
  }

  /// Holds `value` under `key`, in place of what was there or is being loaded.
  template <class V = Value>
    requires std::constructible_from<Value, V>
  void put(const Key& key, V&& value) {
    const auto ready = std::make_shared<flight>();
    ready->land(std::forward<V>(value));
    const std::lock_guard lock(mutex_);
    flights_.insert_or_assign(key, ready);
  }

  /// Forgets the value of `key`, and what a load of it under way will bring; true if there was either.
  bool erase(const Key& key) {
    const std::lock_guard lock(mutex_);
    return flights_.erase(key) > 0;
  }

  /// Forgets everything, loads under way included.
  void clear() {
    const std::lock_guard lock(mutex_);
    flights_.clear();
  }

  /// Whether get would find `key`.
  [[nodiscard]] bool contains(const Key& key) const {
    const auto shared = find(key);
    return shared != nullptr && shared->ended() && shared->value() != nullptr;
  }

  /// How many keys are held or being loaded.
  [[nodiscard]] std::size_t size() const {
    const std::lock_guard lock(mutex_);
    return flights_.size();
  }

  /// How many callers wait for the load of `key`, not counting the one who does it.
  [[nodiscard]] std::size_t waiting(const Key& key) const {
    const auto shared = find(key);
    return shared == nullptr ? 0 : shared->waiters();
  }

 private:
  // An entry is the flight that brought it: as long as it is in the table, what it brings counts.
  using flight = detail::flight<Value>;

  struct boarding {
    std::shared_ptr<flight> shared;
    bool leads;
  };

  [[nodiscard]] std::shared_ptr<flight> find(const Key& key) const {
    const std::lock_guard lock(mutex_);
    const auto found = flights_.find(key);
    return found == flights_.end() ? nullptr : found->second;
  }

  [[nodiscard]] boarding join(const Key& key) {
    const std::lock_guard lock(mutex_);
    if (const auto found = flights_.find(key); found == flights_.end()) {
      return {flights_.emplace(key, std::make_shared<flight>()).first->second, true};
    } else if (found->second->ended() && found->second->value() == nullptr) {
      found->second = std::make_shared<flight>();
      return {found->second, true};
    } else {
      return {found->second, false};
    }
  }

  template <class Loader>
  [[nodiscard]] Value lead(const Key& key, flight& own, Loader& load) {
    try {
      own.land(static_cast<Value>(std::invoke(load, key)));
    } catch (...) {
      give_up(key, own);
      own.crash(std::current_exception());
    }
    return own.result();
  }

  /// Takes the failed flight out of the table. One left there by a hash that throws is passed over by join.
  void give_up(const Key& key, const flight& own) noexcept {
    const std::lock_guard lock(mutex_);
    try {
      if (const auto found = flights_.find(key); found != flights_.end() && found->second.get() == &own) {
        flights_.erase(found);
      }
    } catch (...) {
    }
  }

  mutable std::mutex mutex_;
  std::unordered_map<Key, std::shared_ptr<flight>, Hash, Equal> flights_;
};

}  // namespace patterns::caching
