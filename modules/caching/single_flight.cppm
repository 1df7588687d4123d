/// @file
/// C5 · single_flight: callers who want the same thing at the same time share one load of it.
export module patterns.caching:single_flight;

import std;
import :concepts;
import :flight;

export namespace patterns::caching {

/// One load for all who ask for a key while it is being loaded; remembers nothing afterwards.
///
/// The first caller of a key is its leader and calls the loader, outside any lock, so that loads of different keys run
/// at once. Who asks before the load has ended waits and gets a copy of the same value, or the same exception. Who asks
/// later starts a load of his own: what a caller gets was never complete before he asked.
///
/// A loader may load other keys. One that could only go on after itself gets recursive_load_error instead of a
/// deadlock, also when the circle leads through other threads, or through other objects of this module.
///
/// @tparam Key    what is asked for; see cache_key
/// @tparam Value  what a load gives; each caller gets a copy, so hold std::shared_ptr to const where a copy is dear
///
/// Thread-safety: every member may be called at any time by any thread.
/// Complexity: O(1) on average beside the load; waiting looks through the threads that wait already.
/// Exceptions: what the loader throws, to its caller and all who wait; nothing is left behind.
/// Source: row C5; groupcache's singleflight.
template <std::copy_constructible Key, std::copy_constructible Value, class Hash = key_hash<Key>,
          class Equal = std::equal_to<>>
  requires cache_key<Key, Hash, Equal>
class single_flight {
 public:
  using key_type = Key;
  using mapped_type = Value;

  single_flight() = default;
  explicit single_flight(Hash hash, Equal equal = Equal()) : flights_(0, std::move(hash), std::move(equal)) {}

  single_flight(const single_flight&) = delete;
  single_flight& operator=(const single_flight&) = delete;

  /// What `load(key)` gives: by this call, or by one under way.
  /// @throws recursive_load_error if the load waits for itself
  template <loader<Key, Value> Loader>
  [[nodiscard]] Value run(const Key& key, Loader&& load) {
    const auto [shared, leads] = join(key);
    if (leads) {
      return lead(key, *shared, load);
    }
    if (!shared->wait()) {
      throw recursive_load_error("single_flight", detail::shown_key(key));
    }
    return shared->result();
  }

  /// Lets no one else join the load of `key` that is under way, since what it brings is out of date; true if there is
  /// one. Who waits for it already gets its result.
  bool forget(const Key& key) {
    const std::lock_guard lock(mutex_);
    return flights_.erase(key) > 0;
  }

  /// As above, for all keys.
  void forget_all() {
    const std::lock_guard lock(mutex_);
    flights_.clear();
  }

  /// How many callers wait for the load of `key`, not counting the one who does it.
  [[nodiscard]] std::size_t waiting(const Key& key) const {
    const std::lock_guard lock(mutex_);
    const auto found = flights_.find(key);
    return found == flights_.end() ? 0 : found->second->waiters();
  }

  /// How many loads are under way.
  [[nodiscard]] std::size_t size() const {
    const std::lock_guard lock(mutex_);
    return flights_.size();
  }

 private:
  using flight = detail::flight<Value>;

  struct boarding {
    std::shared_ptr<flight> shared;
    bool leads;
  };

  [[nodiscard]] boarding join(const Key& key) {
    const std::lock_guard lock(mutex_);
    if (const auto found = flights_.find(key); found == flights_.end()) {
      return {flights_.emplace(key, std::make_shared<flight>()).first->second, true};
    } else if (found->second->ended()) {
      found->second = std::make_shared<flight>();
      return {found->second, true};
    } else {
      return {found->second, false};
    }
  }

  template <class Loader>
  [[nodiscard]] Value lead(const Key& key, flight& own, Loader& load) {
    try {
      Value value = std::invoke(load, key);
      leave(key, own);
      own.land(std::move(value));
    } catch (...) {
      leave(key, own);
      own.crash(std::current_exception());
    }
    return own.result();
  }

  /// Takes the flight out of the table, which it must not hold up: one left there by a hash that throws ends all the
  /// same, and join passes it over.
  void leave(const Key& key, const flight& own) noexcept {
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
