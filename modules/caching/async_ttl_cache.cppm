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

export namespace patterns::caching {

/// How an async_ttl_cache works. Spans below zero are zero.
struct async_ttl_options {
  using duration = std::chrono::steady_clock::duration;

  /// How many values are held; then those go that were not used for longest.
  std::size_t capacity = 1024;
  /// How long a value is good, unless it is told otherwise. With zero nothing is kept, but loads are shared.
  duration ttl = std::chrono::minutes(1);
  /// For how long after that a value is given in place of the error when its load fails.
  duration stale_on_error{};
  /// For how long before its end a value that is asked for is loaded anew: by the first who asks, and whoever asks
  /// meanwhile gets what there is. If that load fails there is no error, and the next who asks tries again.
  duration refresh_ahead{};
};

/// What a loader gives that knows how long its value is good.
template <class Value>
struct value_with_ttl {
  Value value;
  std::chrono::steady_clock::duration ttl;
};

/// How an async_ttl_cache has done since it was made.
struct async_ttl_stats {
  std::uint64_t hits = 0;          ///< found and good
  std::uint64_t misses = 0;        ///< not found, or too old
  std::uint64_t loads = 0;         ///< begun
  std::uint64_t failures = 0;      ///< loads that threw, cancelled ones apart
  std::uint64_t served_stale = 0;  ///< failures for which there was an older value
  std::uint64_t evictions = 0;     ///< to make room

  [[nodiscard]] constexpr bool operator==(const async_ttl_stats&) const = default;
};

/// What fills an async_ttl_cache: an async_loader of values, or of values with their own time to live.
template <class Fn, class Key, class Value>
concept ttl_loader = async_loader<Fn, Key, Value> || async_loader<Fn, Key, value_with_ttl<Value>>;

}  // namespace patterns::caching

namespace patterns::caching::detail {

/// Comparing before converting: hours::max() in nanoseconds is no number.
template <class Rep, class Period>
[[nodiscard]] constexpr std::chrono::steady_clock::duration saturated_ttl(std::chrono::duration<Rep, Period> span) {
  using target = std::chrono::steady_clock::duration;
  using wide = std::chrono::duration<long double, target::period>;
  const auto exact = std::chrono::duration_cast<wide>(span);
  if (!(exact < wide(target::max()))) {
    return target::max();
  }
  return exact <= wide(0) ? target::zero() : std::chrono::duration_cast<target>(span);
}

/// `when + span`, or the end of time.
[[nodiscard]] constexpr std::chrono::steady_clock::time_point saturated_add(
    std::chrono::steady_clock::time_point when, std::chrono::steady_clock::duration span) noexcept {
  using time_point = std::chrono::steady_clock::time_point;
  return when > time_point() && span > time_point::max() - when ? time_point::max() : when + span;
}

/// Values, each with the moment at which it is too old: what async_ttl_cache keeps under its lock.
template <class Key, class Value, class Hash, class Equal>
class timed_entries {
 public:
  using time_point = std::chrono::steady_clock::time_point;

  struct entry {
    Value value;
    time_point end;
  };

  timed_entries(std::size_t bound, Hash hash, Equal equal) : entries_(bound, std::move(hash), std::move(equal)) {}

  /// Of whatever age, as used.
  [[nodiscard]] const entry* find(const Key& key) { return entries_.get(key); }
  [[nodiscard]] const entry* peek(const Key& key) const { return entries_.peek(key); }

  template <class V>
  bool put(const Key& key, V&& value, time_point end) {
    return entries_.put(key, entry{Value(std::forward<V>(value)), end});
  }
  bool erase(const Key& key) { return entries_.erase(key); }
  void clear() { entries_.clear(); }

  [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }
  [[nodiscard]] std::size_t capacity() const noexcept { return entries_.capacity(); }
  [[nodiscard]] std::uint64_t evictions() const noexcept { return entries_.stats().evictions; }

 private:
  lru_cache<Key, entry, Hash, Equal> entries_;
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
/// A value is good before `now + ttl` as the clock said when it came; an end beyond the end of time is none. When the
/// clock goes back, time stands still until it has caught up: what was too old stays so. Values that are too old keep
/// their room until they are asked for, put again or evicted.
///
/// Models: cache.
///
/// @tparam Key    what values are held under; see cache_key
/// @tparam Value  what is held; each caller gets a copy, so hold std::shared_ptr to const where a copy is dear
///
/// Complexity: O(1) on average beside the load; a hit is one coroutine and no allocation.
/// Thread-safety: every member, from any thread; keys are hashed and values copied under the lock. It outlives every
/// get_or_load. Exceptions: strong guarantee.
/// Source: row C13; Caffeine's AsyncCache; RFC 5861 for what is stale.
template <std::copy_constructible Key, std::copy_constructible Value, class Hash = key_hash<Key>,
          class Equal = std::equal_to<>>
  requires cache_key<Key, Hash, Equal>
class async_ttl_cache {
 public:
  using key_type = Key;
  using mapped_type = Value;
  using duration = std::chrono::steady_clock::duration;
  using time_point = std::chrono::steady_clock::time_point;

  /// A cache by the machine's own clock.
  explicit async_ttl_cache(async_ttl_options how = {}, Hash hash = Hash(), Equal equal = Equal())
      : async_ttl_cache(
            how, nullptr, [](void*) { return async::system_clock::now(); }, std::move(hash), std::move(equal)) {}

  /// @param source  tells the time, such as a run_loop; outlives the cache
  template <async::clock Clock>
  async_ttl_cache(async_ttl_options how, Clock& source, Hash hash = Hash(), Equal equal = Equal())
      : async_ttl_cache(
            how, const_cast<std::remove_const_t<Clock>*>(std::addressof(source)),
            [](void* from) -> time_point { return static_cast<Clock*>(from)->now(); }, std::move(hash),
            std::move(equal)) {}

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
    const std::lock_guard lock(mutex_);
    const auto* const found = find_good(key, now());
    return found == nullptr ? std::nullopt : std::optional<Value>(found->value);
  }

  /// Holds `value` under `key`, in place of what was there or is being loaded; whether there was room and time for it.
  template <class V = Value>
    requires std::constructible_from<Value, V>
  bool put(const Key& key, V&& value) {
    return put(key, std::forward<V>(value), options_.ttl);
  }

  /// As above, for `ttl` from now; zero or less only takes out what was there.
  template <class V, class Rep, class Period>
    requires std::constructible_from<Value, V>
  bool put(const Key& key, V&& value, std::chrono::duration<Rep, Period> ttl) {
    flights_.forget(key);
    const std::lock_guard lock(mutex_);
    const bool kept = keep(key, std::forward<V>(value), detail::saturated_ttl(ttl));
    loading_.erase(key);
    return kept;
  }

  /// Takes the value of `key` out, and lets what a load under way brings not be kept; true if there was a value.
  bool erase(const Key& key) {
    flights_.forget(key);
    const std::lock_guard lock(mutex_);
    loading_.erase(key);
    return entries_.erase(key);
  }

  /// As erase, for all keys.
  void clear() {
    flights_.forget_all();
    const std::lock_guard lock(mutex_);
    loading_.clear();
    entries_.clear();
  }

  /// Whether get would find `key`; neither a use nor a hit.
  [[nodiscard]] bool contains(const Key& key) const {
    const std::lock_guard lock(mutex_);
    const auto* const found = entries_.peek(key);
    return found != nullptr && now() < found->end;
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
    auto told = stats_;
    told.evictions = entries_.evictions();
    return told;
  }

 private:
  using entry = typename detail::timed_entries<Key, Value, Hash, Equal>::entry;

  async_ttl_cache(async_ttl_options how, void* source, time_point (*read_clock)(void*), Hash hash, Equal equal)
      : options_(how),
        source_(source),
        read_clock_(read_clock),
        entries_(how.capacity, hash, equal),
        loading_(0, hash, equal),
        flights_(on_leader_cancelled::hand_over, "async_ttl_cache", hash, equal) {
    for (auto* const span : {&options_.ttl, &options_.stale_on_error, &options_.refresh_ahead}) {
      *span = std::max(*span, duration::zero());
    }
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
      ++cache_.stats_.loads;
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

  [[nodiscard]] time_point now() const { return latest_ = std::max(latest_, read_clock_(source_)); }

  [[nodiscard]] const entry* find_good(const Key& key, time_point at) {
    const auto* const found = entries_.find(key);
    const bool good = found != nullptr && at < found->end;
    ++(good ? stats_.hits : stats_.misses);
    return good ? found : nullptr;
  }

  [[nodiscard]] bool is_about_to_end(const entry& found, time_point at) const noexcept {
    return found.end <= detail::saturated_add(at, options_.refresh_ahead);
  }

  [[nodiscard]] std::optional<Value> look_up(const Key& key) {
    const std::lock_guard lock(mutex_);
    const auto at = now();
    const auto* const found = find_good(key, at);
    if (found == nullptr || (is_about_to_end(*found, at) && !loading_.contains(key))) {
      return std::nullopt;
    }
    return found->value;
  }

  /// What came while this caller was on its way to lead.
  [[nodiscard]] std::optional<Value> look_again(const Key& key, std::optional<ticket>& load) {
    const std::lock_guard lock(mutex_);
    const auto at = now();
    const auto* const found = entries_.peek(key);
    if (found != nullptr && at < found->end && !is_about_to_end(*found, at)) {
      return found->value;
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
      if constexpr (async_loader<Loader, Key, Value>) {
        auto loaded = co_await detail::call_loader<Value>(load, key);
        finish(*number, key, loaded, options_.ttl);
        co_return loaded;
      } else {
        auto loaded = co_await detail::call_loader<value_with_ttl<Value>>(load, key);
        finish(*number, key, loaded.value, loaded.ttl);
        co_return std::move(loaded.value);
      }
    } catch (const async::operation_cancelled&) {
      if (token.stop_requested()) {
        throw;
      }
      co_return stale_or_rethrow(key);
    } catch (...) {
      co_return stale_or_rethrow(key);
    }
  }

  void finish(const ticket& number, const Key& key, const Value& loaded, duration ttl) {
    const std::lock_guard lock(mutex_);
    if (number.valid()) {
      (void)keep(key, loaded, ttl);
    }
  }

  /// In a handler.
  [[nodiscard]] Value stale_or_rethrow(const Key& key) {
    const std::lock_guard lock(mutex_);
    ++stats_.failures;
    const auto* const found = entries_.find(key);
    if (found != nullptr) {
      const auto at = now();
      if (at < detail::saturated_add(found->end, options_.stale_on_error)) {
        stats_.served_stale += at < found->end ? 0U : 1U;
        return found->value;
      }
    }
    throw;
  }

  template <class V>
  bool keep(const Key& key, V&& value, duration ttl) {
    if (ttl <= duration::zero()) {
      entries_.erase(key);
      return false;
    }
    return entries_.put(key, std::forward<V>(value), detail::saturated_add(now(), ttl));
  }

  async_ttl_options options_;
  void* source_;
  time_point (*read_clock_)(void*);
  mutable std::mutex mutex_;
  mutable time_point latest_ = time_point::min();
  detail::timed_entries<Key, Value, Hash, Equal> entries_;
  std::unordered_map<Key, std::uint64_t, Hash, Equal> loading_;
  std::uint64_t last_ticket_ = 0;
  async_ttl_stats stats_;
  async_single_flight<Key, Value, Hash, Equal> flights_;
};

}  // namespace patterns::caching
