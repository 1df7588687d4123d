/// @file
/// C11 · versioned_cache: a cache whose whole contents are out of date from one moment to the next.
export module patterns.caching:versioned_cache;

import std;
import :concepts;
import :flight;
import :retired_caches;

export namespace patterns::caching {

/// Any cache, all of whose entries can be made out of date at once, by `bump`: when the prices change, or the
/// configuration does.
///
///     versioned_cache<lru_cache<std::string, price>> prices(1000);
///     prices.get_or_load("apple", ask_the_database);
///     prices.bump();   // from here on every price is asked for again
///
/// A bump counts a version on, and no more; a look-up compares two numbers. No entry of an old version is ever given.
/// A load begun before the bump goes to those who wait for it, and never into the cache; who asks after the bump starts
/// a load of his own. The same holds for what put, erase and clear overtake, by key.
///
/// The first to store something after a bump sets the old cache aside, whole, and a few of its entries are dropped with
/// each thing that is stored, outside the lock, so that no caller pays for all; `purge` drops them at once. A cache
/// that does not list its entries is dropped in one go.
///
/// Loads are shared: one is done however many ask for a key at once. A loader that throws leaves nothing behind, and
/// its caller and those who wait for him get the exception. One that could only go on after itself gets
/// recursive_load_error.
///
/// @tparam Cache  the cache that is versioned, one for each version, all made from the same arguments. Its values are
///                handed out as copies: hold std::shared_ptr to const where a copy is dear.
/// @tparam Hash   with Equal: what finds the loads under way; see cache_key
///
/// Versions are counted in 64 bits: with a bump each nanosecond they come round after 584 years.
///
/// Complexity: that of `Cache`; bump is O(1), and waits for no lock.
/// Thread-safety: every member may be called at any time by any thread. Keys are hashed, values copied and
/// destroyed under a lock: they may not use this cache.
/// Exceptions: as the operation of `Cache`, and those of making one.
/// Source: row C11; Django's cache versions, memcached's namespaces by generation.
template <cache Cache, class Hash = key_hash<typename Cache::key_type>, class Equal = std::equal_to<>>
  requires std::copy_constructible<typename Cache::key_type> && std::copy_constructible<typename Cache::mapped_type> &&
           cache_key<typename Cache::key_type, Hash, Equal>
class versioned_cache {
 public:
  using key_type = typename Cache::key_type;
  using mapped_type = typename Cache::mapped_type;
  using cache_type = Cache;
  using version_type = std::uint64_t;

  /// What gives the cache of each version, empty.
  using factory = std::function<std::unique_ptr<Cache>()>;

  /// Makes each cache from copies of the arguments.
  template <class... Args>
    requires std::constructible_from<Cache, const std::decay_t<Args>&...> &&
             (std::copy_constructible<std::decay_t<Args>> && ...)
  explicit versioned_cache(Args&&... args)
      : versioned_cache(
            factory(detail::remake_cache<Cache, std::decay_t<Args>...>(std::in_place, std::forward<Args>(args)...))) {}

  /// Has each cache made by `make`, for those that need more than a constructor, such as a removal listener.
  /// @throws std::bad_function_call if `make` is empty
  explicit versioned_cache(factory make) : make_(std::move(make)), live_(make_()) {}

  versioned_cache(const versioned_cache&) = delete;
  versioned_cache& operator=(const versioned_cache&) = delete;

  /// Makes all that is held out of date; the new version.
  version_type bump() noexcept { return version_.fetch_add(1, std::memory_order_acq_rel) + 1; }

  /// The version that put_at compares with.
  [[nodiscard]] version_type version() const noexcept { return version_.load(std::memory_order_acquire); }

  /// A copy of the value of `key`, if there is one of this version.
  template <class Query = key_type>
    requires requires(Cache& cache, const Query& key) { cache.get(key); }
  [[nodiscard]] std::optional<mapped_type> get(const Query& key) {
    const std::lock_guard lock(mutex_);
    return find(key, version());
  }

  /// The value of `key`, from the cache or else from `load(key)`.
  /// @throws recursive_load_error if the load waits for itself
  template <loader<key_type, mapped_type> Loader>
  [[nodiscard]] mapped_type get_or_load(const key_type& key, Loader&& load) {
    auto [known, shared, leads] = join(key);
    if (known) {
      return *std::move(known);
    }
    if (leads) {
      return lead(key, *shared, load);
    }
    if (!shared->wait()) {
      throw recursive_load_error("versioned_cache", detail::shown_key(key));
    }
    return shared->result();
  }

  /// Holds `value` under `key`, as one of this version; false if `Cache` says that it had no room.
  template <class V = mapped_type>
    requires std::constructible_from<mapped_type, V>
  bool put(const key_type& key, V&& value) {
    const sweeping afterwards(*this);
    const std::lock_guard lock(mutex_);
    return store(key, std::forward<V>(value), version());
  }

  /// As put, for a value found while version() was `found_at`; false if it is out of date.
  template <class V = mapped_type>
    requires std::constructible_from<mapped_type, V>
  bool put_at(version_type found_at, const key_type& key, V&& value) {
    const sweeping afterwards(*this);
    const std::lock_guard lock(mutex_);
    return found_at == version() && store(key, std::forward<V>(value), found_at);
  }

  /// Forgets the value of `key`, and what a load of it under way will bring; true if there was either.
  bool erase(const key_type& key) {
    const std::lock_guard lock(mutex_);
    const auto now = version();
    const auto loading = loads_.find(key);
    const auto held = live_version_ == now && live_->erase(key);
    const auto found = loading != loads_.end();
    const auto counts = found && loading->second->begun == now;
    if (found) {
      loads_.erase(loading);
    }
    return held || counts;
  }

  template <class Query = key_type>
    requires requires(const Cache& cache, const Query& key) { cache.contains(key); }
  [[nodiscard]] bool contains(const Query& key) const {
    const std::lock_guard lock(mutex_);
    return live_version_ == version() && std::as_const(*live_).contains(key);
  }

  /// Forgets everything, loads under way included, and drops what is out of date.
  void clear() {
    retired out_of_date;
    const std::lock_guard lock(mutex_);
    live_->clear();
    loads_.clear();
    std::swap(out_of_date, retired_);
  }

  /// How many entries are of this version.
  [[nodiscard]] std::size_t size() const {
    const std::lock_guard lock(mutex_);
    return live_version_ == version() ? live_->size() : 0;
  }

  /// How many entries are out of date and take memory still.
  [[nodiscard]] std::size_t outdated() const {
    const std::lock_guard lock(mutex_);
    return retired_.entries() + (live_version_ == version() ? 0 : live_->size());
  }

  /// Drops all that is out of date.
  void purge() {
    retired out_of_date;
    const std::lock_guard lock(mutex_);
    (void)current(version());
    std::swap(out_of_date, retired_);
  }

  /// How many callers wait for the load of `key`, not counting the one who does it.
  [[nodiscard]] std::size_t waiting(const key_type& key) const {
    const std::lock_guard lock(mutex_);
    const auto found = loads_.find(key);
    return found == loads_.end() ? 0 : found->second->waiters();
  }

  /// What `action` gives when it is called with the cache of this version, alone. What it puts overtakes no load.
  template <std::invocable<Cache&> Action>
  auto with(Action&& action) {
    const std::lock_guard lock(mutex_);
    return std::invoke(std::forward<Action>(action), current(version()));
  }

 private:
  using retired = detail::retired_caches<Cache>;

  struct versioned_load : detail::flight<mapped_type> {
    explicit versioned_load(version_type now) : begun(now) {}
    version_type begun;
  };

  struct boarding {
    std::optional<mapped_type> known;
    std::shared_ptr<versioned_load> shared;
    bool leads = false;
  };

  // Two for each that is stored: what was set aside is gone before as many entries again have come.
  static constexpr std::size_t dropped_at_once = 2;

  /// Drops a few entries that are out of date when the lock is free again.
  class sweeping {
   public:
    explicit sweeping(versioned_cache& cache) noexcept : cache_(cache) {}
    sweeping(const sweeping&) = delete;
    sweeping& operator=(const sweeping&) = delete;
    ~sweeping() { cache_.sweep(); }

   private:
    versioned_cache& cache_;
  };

  void sweep() noexcept {
    retired first;
    {
      const std::lock_guard lock(mutex_);
      if (retired_.empty()) {
        return;
      }
      first = retired_.take_first();
    }
    first.drop(dropped_at_once);
    if (!first.empty()) {
      const std::lock_guard lock(mutex_);
      retired_.put_back(first);
    }
  }

  /// The cache of the version `now`, which the caller has read under the lock.
  [[nodiscard]] Cache& current(version_type now) {
    if (live_version_ != now) {
      if (live_->size() > 0) {
        retired_.add(live_, make_());
      }
      live_version_ = now;
    }
    return *live_;
  }

  template <class Query>
  [[nodiscard]] std::optional<mapped_type> find(const Query& key, version_type now) {
    if (live_version_ == now) {
      if (const auto found = live_->get(key)) {
        return std::optional<mapped_type>(std::in_place, *found);
      }
    }
    return std::nullopt;
  }

  template <class V>
  bool store(const key_type& key, V&& value, version_type now) {
    const auto loading = loads_.find(key);
    auto& cache = current(now);
    bool kept = true;
    if constexpr (requires { static_cast<bool>(cache.put(key, std::forward<V>(value))); }) {
      kept = static_cast<bool>(cache.put(key, std::forward<V>(value)));
    } else {
      cache.put(key, std::forward<V>(value));
    }
    if (loading != loads_.end()) {
      loads_.erase(loading);
    }
    return kept;
  }

  [[nodiscard]] boarding join(const key_type& key) {
    const std::lock_guard lock(mutex_);
    const auto now = version();
    if (auto known = find(key, now)) {
      return {std::move(known), nullptr, false};
    }
    const auto loading = loads_.find(key);
    if (loading == loads_.end()) {
      return {std::nullopt, loads_.emplace(key, std::make_shared<versioned_load>(now)).first->second, true};
    }
    if (loading->second->begun != now || loading->second->ended()) {
      loading->second = std::make_shared<versioned_load>(now);
      return {std::nullopt, loading->second, true};
    }
    return {std::nullopt, loading->second, false};
  }

  template <class Loader>
  [[nodiscard]] mapped_type lead(const key_type& key, versioned_load& own, Loader& load) {
    try {
      mapped_type value = std::invoke(load, key);
      land(key, own, value);
      own.land(std::move(value));
    } catch (...) {
      give_up(key, own);
      own.crash(std::current_exception());
    }
    return own.result();
  }

  /// Stores what was loaded, unless a bump or another operation on the key has overtaken the load.
  void land(const key_type& key, const versioned_load& own, const mapped_type& value) {
    const sweeping afterwards(*this);
    const std::lock_guard lock(mutex_);
    const auto found = loads_.find(key);
    if (found == loads_.end() || found->second.get() != &own) {
      return;
    }
    if (own.begun == version()) {
      (void)store(key, value, own.begun);
    } else {
      loads_.erase(found);
    }
  }

  /// Takes the failed load out of the table. One left there by a hash that throws is passed over by join.
  void give_up(const key_type& key, const versioned_load& own) noexcept {
    const std::lock_guard lock(mutex_);
    try {
      if (const auto found = loads_.find(key); found != loads_.end() && found->second.get() == &own) {
        loads_.erase(found);
      }
    } catch (...) {
    }
  }

  const factory make_;
  mutable std::mutex mutex_;
  std::unique_ptr<Cache> live_;
  version_type live_version_ = 0;
  std::atomic<version_type> version_ = 0;
  std::unordered_map<key_type, std::shared_ptr<versioned_load>, Hash, Equal> loads_;
  retired retired_;
};

}  // namespace patterns::caching
