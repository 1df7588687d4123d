/// @file
/// C13 · async_ttl_cache: values that coroutines wait for, and that are good for a while.
export module patterns.caching:async_ttl_cache;

import std;
import patterns.async;
import patterns.concurrency;
import :async_loader;
import :async_single_flight;
import :bounded_cache;
import :concepts;
import :eviction;
import :expiry;
import :loading;
import :observation;
import :telling_lock;
import :weight;

export namespace patterns::caching {

/// How an async_ttl_cache works. Spans below zero are zero.
struct async_ttl_options {
  using duration = std::chrono::steady_clock::duration;

  /// What the values that are held may weigh together, which is how many they are unless there is a weigher.
  std::size_t capacity = 1024;
  /// How long a value is good, unless it is told otherwise. With zero nothing is kept, but loads are shared.
  duration ttl = std::chrono::minutes(1);
  /// For how long after that a value is given in place of the error when its load fails.
  duration stale_on_error{};
  /// For how long before its end a value that is asked for is loaded anew: by the first who asks, and whoever asks
  /// meanwhile gets what there is. If that load fails there is no error, and the next who asks tries again.
  duration refresh_ahead{};
};

/// How an async_ttl_cache has done since it was made.
struct async_ttl_stats {
  std::uint64_t hits = 0;          ///< found and good
  std::uint64_t misses = 0;        ///< not found, or too old
  std::uint64_t loads = 0;         ///< begun
  std::uint64_t failures = 0;      ///< loads that threw, cancelled ones apart
  std::uint64_t served_stale = 0;  ///< failures for which there was an older value
  std::uint64_t evictions = 0;     ///< to make room
  std::uint64_t expirations = 0;   ///< taken out since they were too old

  [[nodiscard]] constexpr bool operator==(const async_ttl_stats&) const = default;
};

/// What fills an async_ttl_cache: an async_loader of values, or of `loaded` values, which say how long they are good.
template <class Fn, class Key, class Value>
concept ttl_loader = async_loader<Fn, Key, Value> || async_loader<Fn, Key, loaded<Value>>;

}  // namespace patterns::caching

namespace patterns::caching::detail {

/// The clock of an async_ttl_cache, whatever its type is: it is read under a lock, beside which a call is nothing.
class any_steady_clock {
 public:
  using time_point = std::chrono::steady_clock::time_point;

  any_steady_clock(void* clock, time_point (*read)(void*)) noexcept : clock_(clock), read_(read) {}

  [[nodiscard]] time_point now() const { return read_(clock_); }

 private:
  void* clock_;
  time_point (*read_)(void*);
};

}  // namespace patterns::caching::detail

export namespace patterns::caching {

/// Loads the value of a key when it is asked for and keeps it for a while; those who ask at once share one load.
///
///     const auto rate = co_await rates.get_or_load("EUR", [&](const std::string& code) { return bank.ask(code); });
///
/// Loads of different keys run at once, and a slow one holds nobody else up: there is one lock, which is held for no
/// longer than a look-up and never while anybody waits. For errors, cancellation and loads that wait for themselves see
/// async_single_flight: nothing is remembered of a load that fails, and one whose leader is cancelled is handed over.
///
/// What put, erase or clear have overtaken never comes back: a load begun before them goes to those who wait for it,
/// not into the cache.
///
/// What is held, and for how long, is as in the bounded_cache that it is made of: what is too old is never given but as
/// stale_on_error says, puts take it out a little at a time, and for a clock that goes back see expiry_policy.
///
/// Models: cache.
///
/// @tparam Key      what values are held under; see cache_key
/// @tparam Value    what is held; each caller gets a copy, so hold std::shared_ptr to const where a copy is dear
/// @tparam Weigher  what an entry takes of the capacity; see weigher
/// @tparam Policy   which values go when there is no room; see eviction_policy
///
/// Complexity: O(1) on average beside the load; a hit is one coroutine and no allocation.
/// Thread-safety: every member, from any thread; keys are hashed and values copied under the lock. It outlives every
/// get_or_load. Exceptions: strong guarantee.
/// Source: row C13; Caffeine's AsyncCache; RFC 5861 for what is stale.
template <std::copy_constructible Key, std::copy_constructible Value, class Hash = key_hash<Key>,
          class Equal = std::equal_to<>, class Weigher = unit_weigher, eviction_policy Policy = lru>
  requires cache_key<Key, Hash, Equal> && weigher<Weigher, Key, Value>
class async_ttl_cache {
 public:
  using key_type = Key;
  using mapped_type = Value;
  using duration = std::chrono::steady_clock::duration;
  using time_point = std::chrono::steady_clock::time_point;

  /// A cache by the machine's own clock.
  explicit async_ttl_cache(async_ttl_options how = {}, Hash hash = Hash(), Equal equal = Equal(),
                           Weigher weigher = Weigher())
      : async_ttl_cache(how, detail::any_steady_clock(nullptr, [](void*) { return async::system_clock::now(); }),
                        std::move(hash), std::move(equal), std::move(weigher)) {}

  /// @param source  tells the time, such as a run_loop; outlives the cache
  template <async::clock Clock>
  async_ttl_cache(async_ttl_options how, Clock& source, Hash hash = Hash(), Equal equal = Equal(),
                  Weigher weigher = Weigher())
      : async_ttl_cache(
            how,
            detail::any_steady_clock(const_cast<std::remove_const_t<Clock>*>(std::addressof(source)),
                                     [](void* from) -> time_point { return static_cast<Clock*>(from)->now(); }),
            std::move(hash), std::move(equal), std::move(weigher)) {}

  async_ttl_cache(const async_ttl_cache&) = delete;
  async_ttl_cache& operator=(const async_ttl_cache&) = delete;

  /// The value of `key`, from the cache if it is good, or else from `load(key)`.
  /// @throws when awaited: what the load throws; operation_cancelled; recursive_load_error
  template <ttl_loader<Key, Value> Loader>
  [[nodiscard]] async::task<Value> get_or_load(Key key, Loader load) {
    if (auto found = look_up(key)) {
      co_return *std::move(found);
    }
    co_return co_await flights_.run(key, leading<Loader>{this, std::addressof(load)});
  }

  /// The value of `key` if it is there and good; waits for no load.
  [[nodiscard]] std::optional<Value> get(const Key& key) {
    const locked lock(mutex_, entries_);
    const Value* const found = entries_.get(key);
    return found == nullptr ? std::nullopt : std::optional<Value>(*found);
  }

  /// Holds `value` under `key`, in place of what was there or is being loaded; whether there was room and time for it.
  template <class V = Value>
    requires std::constructible_from<Value, V>
  bool put(const Key& key, V&& value) {
    return put(key, std::forward<V>(value), options_.ttl);
  }

  /// As above, for `ttl` from now; zero or less only takes out what was there, and the longest there is has no end.
  template <class V, class Rep, class Period>
    requires std::constructible_from<Value, V>
  bool put(const Key& key, V&& value, std::chrono::duration<Rep, Period> ttl) {
    flights_.forget(key);
    const locked lock(mutex_, entries_);
    const bool kept = keep(key, std::forward<V>(value), ttl);
    loading_.erase(key);
    return kept;
  }

  /// Takes the value of `key` out, and lets what a load under way brings not be kept; true if there was a value.
  bool erase(const Key& key) {
    flights_.forget(key);
    const locked lock(mutex_, entries_);
    loading_.erase(key);
    return entries_.erase(key);
  }

  /// As erase, for all keys.
  void clear() {
    flights_.forget_all();
    const locked lock(mutex_, entries_);
    loading_.clear();
    entries_.clear();
  }

  /// Whether get would find `key`; neither a use nor a hit.
  [[nodiscard]] bool contains(const Key& key) const {
    const std::lock_guard lock(mutex_);
    return entries_.contains(key);
  }

  /// How much longer the value of `key` is good, if there is one.
  [[nodiscard]] std::optional<duration> remaining(const Key& key) const {
    const std::lock_guard lock(mutex_);
    return entries_.remaining(key);
  }

  /// Takes out what is too old even to be given in place of an error; how many there were.
  std::size_t purge_expired() {
    const locked lock(mutex_, entries_);
    return entries_.purge_expired();
  }

  /// Calls `listener` for every value that leaves from now on, in place of the one before: outside the lock, see
  /// synchronized_cache. An empty one ends that.
  template <class Listener>
    requires removal_listener<Listener, Key, Value>
  void on_removal(Listener listener) {
    const std::lock_guard lock(mutex_);
    entries_.on_removal(std::move(listener));
  }

  /// How many values are held, those included that are too old and have not gone yet.
  [[nodiscard]] std::size_t size() const {
    const std::lock_guard lock(mutex_);
    return entries_.size();
  }

  [[nodiscard]] std::size_t capacity() const noexcept { return options_.capacity; }

  /// How many coroutines wait for the load of `key`, not counting the one who does it.
  [[nodiscard]] std::size_t waiting(const Key& key) const { return flights_.waiting(key); }

  [[nodiscard]] async_ttl_stats stats() const {
    const std::lock_guard lock(mutex_);
    const cache_stats held = entries_.stats();
    auto told = loads_;
    told.hits = held.hits;
    told.misses = held.misses;
    told.evictions = held.evictions;
    told.expirations = held.expirations;
    return told;
  }

 private:
  using entries = bounded_cache<Key, Value, Policy, Hash, Equal, Weigher, expire_after_write<detail::any_steady_clock>>;
  using locked = detail::telling_lock<entries, std::mutex>;

  async_ttl_cache(async_ttl_options how, detail::any_steady_clock clock, Hash hash, Equal equal, Weigher weigher)
      : options_(how),
        entries_(how.capacity, hash, equal, std::move(weigher), {how.ttl, clock, how.stale_on_error}),
        loading_(0, hash, equal),
        flights_(on_leader_cancelled::hand_over, "async_ttl_cache", hash, equal) {
    options_.refresh_ahead = std::max(options_.refresh_ahead, duration::zero());
    locked::defer(entries_);
  }

  /// The loader of one caller, for when it leads.
  template <class Loader>
  struct leading {
    async_ttl_cache* owner;
    Loader* load;

    [[nodiscard]] async::task<Value> operator()(const Key& key) const { return owner->load_and_keep(key, *load); }
  };

  /// A load whose result is to be kept, unless its number is no longer the one that stands for the key.
  class ticket {
   public:
    explicit ticket(async_ttl_cache& cache, const Key& key) : cache_(cache), key_(key), number_(++cache.last_ticket_) {
      cache_.loading_.insert_or_assign(key, number_);
      ++cache_.loads_.loads;
    }
    ticket(const ticket&) = delete;
    ticket& operator=(const ticket&) = delete;

    // What a hash that throws leaves behind stands for nothing: a number is given once.
    ~ticket() {
      const std::lock_guard lock(cache_.mutex_);
      try {
        if (valid()) {
          cache_.loading_.erase(key_);
        }
      } catch (...) {
      }
    }

    /// With the lock held.
    [[nodiscard]] bool valid() const {
      const auto found = cache_.loading_.find(key_);
      return found != cache_.loading_.end() && found->second == number_;
    }

   private:
    async_ttl_cache& cache_;
    const Key& key_;
    std::uint64_t number_;
  };

  [[nodiscard]] bool is_about_to_end(const Key& key) const {
    return options_.refresh_ahead > duration::zero() && entries_.remaining(key) <= options_.refresh_ahead;
  }

  [[nodiscard]] std::optional<Value> look_up(const Key& key) {
    const locked lock(mutex_, entries_);
    const Value* const found = entries_.get(key);
    if (found == nullptr || (is_about_to_end(key) && !loading_.contains(key))) {
      return std::nullopt;
    }
    return *found;
  }

  /// What came while this caller was on its way to lead.
  [[nodiscard]] std::optional<Value> look_again(const Key& key, std::optional<ticket>& load) {
    const std::lock_guard lock(mutex_);
    const Value* const found = entries_.peek(key);
    if (found != nullptr && !is_about_to_end(key)) {
      return *found;
    }
    load.emplace(*this, key);
    return std::nullopt;
  }

  template <class Loader>
  [[nodiscard]] async::task<Value> load_and_keep(const Key& key, Loader& load) {
    const auto token = co_await async::current_stop_token();
    std::optional<ticket> number;
    if (auto found = look_again(key, number)) {
      co_return *std::move(found);
    }
    try {
      auto found = co_await detail::call_loader<loaded<Value>>(load, key);
      finish(*number, key, found);
      co_return std::move(found.value);
    } catch (const async::operation_cancelled&) {
      if (token.stop_requested()) {
        throw;
      }
      co_return stale_or_rethrow(key);
    } catch (...) {
      co_return stale_or_rethrow(key);
    }
  }

  void finish(const ticket& number, const Key& key, const loaded<Value>& found) {
    const locked lock(mutex_, entries_);
    if (number.valid()) {
      (void)(found.ttl ? keep(key, found.value, *found.ttl) : keep(key, found.value, options_.ttl));
    }
  }

  /// In a handler.
  [[nodiscard]] Value stale_or_rethrow(const Key& key) {
    const std::lock_guard lock(mutex_);
    ++loads_.failures;
    const auto found = entries_.peek_stale(key);
    if (!found) {
      throw;
    }
    loads_.served_stale += found->stale() ? 1U : 0U;
    return *found->value;
  }

  /// What is over at once takes no room, not even as stale.
  template <class V, class Rep, class Period>
  bool keep(const Key& key, V&& value, std::chrono::duration<Rep, Period> ttl) {
    if (!(ttl > ttl.zero())) {
      entries_.erase(key);
      return false;
    }
    return entries_.put(key, std::forward<V>(value), ttl);
  }

  async_ttl_options options_;
  mutable std::mutex mutex_;
  entries entries_;
  std::unordered_map<Key, std::uint64_t, Hash, Equal> loading_;
  std::uint64_t last_ticket_ = 0;
  async_ttl_stats loads_;
  async_single_flight<Key, Value, Hash, Equal> flights_;
};

}  // namespace patterns::caching
