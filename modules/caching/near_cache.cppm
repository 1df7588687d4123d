/// @file
/// C20 · near_cache: a few values of a store that is far away, kept at hand.
export module patterns.caching:near_cache;

import std;
import :cache_store;
import :concepts;
import :loading;
import :loading_cache;
import :single_flight;
import :ttl_cache;

export namespace patterns::caching {

/// What a near_cache makes of a read for which the store throws cache_store_error.
enum class store_failure {
  raise,   ///< the caller gets the error
  stale,   ///< the value that is at hand, though too old; the error if there is none
  bypass,  ///< the store is taken to have nothing: what can be loaded is, and is kept at hand only
};

/// A cache that threads share and that keeps, of a store, what is at hand.
template <class Near, class Store>
concept near_part_of = requires(Near& near, const Near& reader, const typename Store::key_type& key,
                                const typename Store::mapped_type& value, std::chrono::nanoseconds time_to_live) {
  { near.get(key) } -> std::same_as<std::optional<typename Store::mapped_type>>;
  { reader.peek_stale(key) } -> std::same_as<std::optional<typename Store::mapped_type>>;
  near.put(key, value, time_to_live);
  near.erase(key);
  near.clear();
};

/// How the reads of a near_cache went that found nothing at hand.
struct near_stats {
  std::uint64_t store_hits = 0;
  std::uint64_t store_misses = 0;
  std::uint64_t store_failures = 0;  ///< reads, and writes of what was loaded
  std::uint64_t stale = 0;           ///< old values given, since the store failed
  std::uint64_t loads = 0;           ///< loaders called
  std::uint64_t overtaken = 0;       ///< values not kept, since put, erase or clear came first

  [[nodiscard]] constexpr bool operator==(const near_stats&) const = default;
};

/// A store with what is asked for often kept in this process, for a short time: most reads make no trip.
///
/// A read looks near, then in the store, and what it finds there it keeps near; get_or_load goes on to the loader, and
/// puts what that gives into the store and near. Of those who miss a key at the same time one makes the trip, or the
/// load, for all. What others put into the store is seen when the near copy has expired: its time to live is how far
/// out of date a read may be, beside the store's own.
///
/// put, erase and clear go to the store first, then near, and throw what the store throws, whatever is to be made of
/// reads: a write that fails silently would be read as one that was done. Near then has nothing of the key, so that the
/// next read asks what has become of it; a failed clear leaves near as it was. What put, erase or clear of this object
/// overtake is not kept, near or in the store. Between processes there is no order: there it is the store that has the
/// last word.
///
/// @tparam Store  what is far away; see cache_store. Must outlive this.
/// @tparam Near   what is at hand: a loading_cache or basic_striped_cache of ttl_cache
///
/// Thread-safety: every member may be called at any time by any thread.
/// Complexity: a hit is one of `Near`. Anything else is a trip to the store.
/// Exceptions: what the store and the loader throw; strong guarantee as far as the store gives it.
/// Source: row C20; the near cache of Hazelcast and of Ehcache's tiers.
template <cache_store Store,
          near_part_of<Store> Near = loading_cache<ttl_cache<typename Store::key_type, typename Store::mapped_type>>>
  requires cache_key<typename Store::key_type>
class near_cache {
 public:
  using key_type = typename Store::key_type;
  using mapped_type = typename Store::mapped_type;
  using store_type = Store;

  struct options {
    std::size_t capacity = 1000;
    std::chrono::nanoseconds time_to_live = std::chrono::seconds(1);  ///< near; the store has its own
    std::chrono::nanoseconds stale_for{0};                            ///< how much longer for store_failure::stale
    store_failure on_failure = store_failure::raise;

    /// Gets each error of the store that a read met, whatever is made of it, and those of writing what was loaded.
    /// What it throws is dropped.
    std::function<void(const key_type&, const std::exception_ptr&)> report = {};
  };

  /// Keeps values of `store` near, for as long as `clock` says.
  template <class Clock = std::chrono::steady_clock>
    requires std::constructible_from<Near, std::size_t, std::chrono::nanoseconds, Clock, std::chrono::nanoseconds>
  near_cache(Store& store, options how, Clock&& clock = Clock())
      : store_(store),
        how_(std::move(how)),
        near_(how_.capacity, how_.time_to_live, std::forward<Clock>(clock), how_.stale_for) {}

  near_cache(const near_cache&) = delete;
  near_cache& operator=(const near_cache&) = delete;

  /// The value of `key`, near or in the store; waits for no load.
  [[nodiscard]] std::optional<mapped_type> get(const key_type& key) {
    if (auto found = near_.get(key)) {
      return found;
    }
    return found_in_store(key).value;
  }

  /// The value of `key`, near or in the store, or else from `load(key)`, which may give a `loaded` value: that says how
  /// long it is to be kept.
  ///
  /// With store_failure::raise, that what was loaded cannot be put into the store is an error too.
  /// @throws recursive_load_error if the load waits for itself
  template <loader<key_type, mapped_type> Loader>
  [[nodiscard]] mapped_type get_or_load(const key_type& key, Loader&& load) {
    if (auto found = near_.get(key)) {
      return *std::move(found);
    }
    return loads_.run(key, [&](const key_type&) { return found_or_loaded(key, load); });
  }

  /// Puts `value` into the store, and near if the store keeps it, which is what is returned.
  bool put(const key_type& key, const mapped_type& value) {
    return write(key, [&] { return store_.put(key, value); }, [&] { near_.put(key, value, how_.time_to_live); });
  }

  bool put(const key_type& key, const mapped_type& value, std::chrono::milliseconds time_to_live) {
    return write(
        key, [&] { return store_.put(key, value, time_to_live); },
        [&] { near_.put(key, value, near_time(time_to_live)); });
  }

  /// Takes out the value of `key`; true if there was one in the store.
  bool erase(const key_type& key) {
    bool was_there = false;
    write(
        key,
        [&] {
          was_there = store_.erase(key);
          return false;
        },
        [] {});
    return was_there;
  }

  /// Empties the store and what is near.
  void clear() {
    overtake_all();
    store_.clear();
    overtake_all();
    near_.clear();
    fetches_.forget_all();
    loads_.forget_all();
  }

  /// Drops what is near, so that the next reads ask the store.
  void clear_near() {
    overtake_all();
    near_.clear();
  }

  [[nodiscard]] near_stats stats() const noexcept {
    return {store_hits_.load(), store_misses_.load(), store_failures_.load(),
            stale_.load(),      loads_made_.load(),   overtaken_.load()};
  }

  /// How many callers wait for the load of `key`, not counting the one who does it.
  [[nodiscard]] std::size_t waiting(const key_type& key) const { return loads_.waiting(key); }

 private:
  /// Counts the writes of some of the keys. What was read before one is not kept after it.
  struct alignas(64) stripe {
    std::mutex mutex;
    std::uint64_t writes = 0;
  };

  struct finding {
    std::optional<mapped_type> value;
    bool has_failed = false;
  };

  [[nodiscard]] stripe& stripe_of(const key_type& key) {
    return stripes_[static_cast<std::size_t>(key_hash<key_type>{}(key)) % stripes_.size()];
  }

  [[nodiscard]] std::uint64_t writes_of(const key_type& key) {
    auto& place = stripe_of(key);
    const std::lock_guard lock(place.mutex);
    return place.writes;
  }

  [[nodiscard]] std::chrono::nanoseconds near_time(std::chrono::nanoseconds time_to_live) const {
    return std::min(how_.time_to_live, time_to_live);
  }

  [[nodiscard]] std::chrono::nanoseconds near_time(std::chrono::milliseconds time_to_live) const {
    using std::chrono::milliseconds;
    return time_to_live < std::chrono::ceil<milliseconds>(how_.time_to_live)
               ? near_time(std::chrono::nanoseconds(std::max(time_to_live, milliseconds::zero())))
               : how_.time_to_live;
  }

  /// Two writers of a key at once leave nothing near: which of them the store had last nobody here knows.
  template <class ToStore, class ToNear>
  bool write(const key_type& key, ToStore to_store, ToNear to_near) {
    auto& place = stripe_of(key);
    std::uint64_t own = 0;
    {
      const std::lock_guard lock(place.mutex);
      own = ++place.writes;
    }
    bool is_kept = false;
    try {
      is_kept = to_store();
    } catch (...) {
      overtake(place, key);
      throw;
    }
    if (!is_kept) {
      overtake(place, key);
      return false;
    }
    forget_flights(key);
    const std::lock_guard lock(place.mutex);
    const bool is_alone = place.writes == own;
    ++place.writes;
    near_.erase(key);
    if (is_alone) {
      to_near();
    }
    return true;
  }

  void overtake(stripe& place, const key_type& key) {
    forget_flights(key);
    const std::lock_guard lock(place.mutex);
    ++place.writes;
    near_.erase(key);
  }

  void overtake_all() {
    for (auto& each : stripes_) {
      const std::lock_guard lock(each.mutex);
      ++each.writes;
    }
  }

  void forget_flights(const key_type& key) {
    fetches_.forget(key);
    loads_.forget(key);
  }

  /// Keeps a value near that was read when there had been `writes`.
  void keep_near(const key_type& key, const mapped_type& value, std::chrono::nanoseconds time, std::uint64_t writes) {
    auto& place = stripe_of(key);
    const std::lock_guard lock(place.mutex);
    if (place.writes == writes) {
      near_.put(key, value, time);
    } else {
      count(overtaken_);
    }
  }

  [[nodiscard]] finding found_in_store(const key_type& key) {
    try {
      return {fetches_.run(key, [&](const key_type&) { return fetch(key); })};
    } catch (const cache_store_error&) {
      if (how_.on_failure == store_failure::bypass) {
        return {std::nullopt, true};
      }
      if (how_.on_failure == store_failure::stale) {
        if (auto old = std::as_const(near_).peek_stale(key)) {
          count(stale_);
          return {std::move(old), true};
        }
      }
      throw;
    }
  }

  [[nodiscard]] std::optional<mapped_type> fetch(const key_type& key) {
    const auto writes = writes_of(key);
    std::optional<mapped_type> found;
    try {
      found = store_.get(key);
    } catch (const cache_store_error&) {
      note_failure(key);
      throw;
    }
    count(found ? store_hits_ : store_misses_);
    if (found) {
      keep_near(key, *found, how_.time_to_live, writes);
    }
    return found;
  }

  template <class Loader>
  [[nodiscard]] mapped_type found_or_loaded(const key_type& key, Loader& load) {
    if (auto found = near_.get(key)) {
      return *std::move(found);
    }
    const auto writes = writes_of(key);
    auto found = found_in_store(key);
    if (found.value) {
      return *std::move(found.value);
    }
    count(loads_made_);
    auto brought = detail::as_loaded<mapped_type>(std::invoke(load, key));
    keep(key, brought, writes, !found.has_failed);
    return std::move(brought.value);
  }

  void keep(const key_type& key, const loaded<mapped_type>& brought, std::uint64_t writes, bool to_store) {
    if (writes_of(key) != writes) {
      count(overtaken_);
      return;
    }
    if (to_store && !put_into_store(key, brought)) {
      return;
    }
    if (writes_of(key) == writes) {
      keep_near(key, brought.value, near_time(brought.ttl.value_or(how_.time_to_live)), writes);
      return;
    }
    count(overtaken_);
    if (to_store) {
      take_back(key);
    }
  }

  [[nodiscard]] bool put_into_store(const key_type& key, const loaded<mapped_type>& brought) {
    try {
      return brought.ttl ? store_.put(key, brought.value, std::chrono::ceil<std::chrono::milliseconds>(*brought.ttl))
                         : store_.put(key, brought.value);
    } catch (const cache_store_error&) {
      note_failure(key);
      if (how_.on_failure == store_failure::raise) {
        throw;
      }
      return true;
    }
  }

  /// A write came while the store was given what had been loaded before it: which the store had last nobody here knows.
  void take_back(const key_type& key) {
    try {
      store_.erase(key);
    } catch (const cache_store_error&) {
      note_failure(key);
    }
  }

  /// To be called while the exception is handled.
  void note_failure(const key_type& key) {
    count(store_failures_);
    if (how_.report) {
      try {
        how_.report(key, std::current_exception());
      } catch (...) {
      }
    }
  }

  static void count(std::atomic<std::uint64_t>& what) noexcept { what.fetch_add(1, std::memory_order::relaxed); }

  Store& store_;
  options how_;
  Near near_;
  std::array<stripe, 64> stripes_;
  single_flight<key_type, std::optional<mapped_type>> fetches_;
  single_flight<key_type, mapped_type> loads_;
  std::atomic<std::uint64_t> store_hits_ = 0;
  std::atomic<std::uint64_t> store_misses_ = 0;
  std::atomic<std::uint64_t> store_failures_ = 0;
  std::atomic<std::uint64_t> stale_ = 0;
  std::atomic<std::uint64_t> loads_made_ = 0;
  std::atomic<std::uint64_t> overtaken_ = 0;
};

}  // namespace patterns::caching
