/// @file
/// C8 · refreshing_cache: what is in use is loaded anew before it is missed.
export module patterns.caching:refreshing_cache;

import std;
import patterns.concurrency;
import :bounded_cache;
import :concepts;
import :loading;
import :loading_cache;
import :synchronized_cache;

export namespace patterns::caching {

/// A value and when it came.
template <class Value, class TimePoint = std::chrono::steady_clock::time_point>
struct dated {
  Value value;
  TimePoint since;
};

/// A cache that gives a value which has grown old at once, and has it loaded anew elsewhere.
///
/// A caller waits for a load only where there is no value at all. Who comes upon one that is older than `refresh_after`
/// gets it, and gives an executor the job to load it; there is one such job for a key at a time, whoever comes. So what
/// is asked for often is never missed, and what nobody asks for is never refreshed, but evicted in time.
///
/// A refresh that throws keeps the old value; the next who asks for it lets it be tried again. The error goes to
/// `report`, with the key, as does that of an executor that takes no job. What put, erase or clear overtake is not
/// brought back by a refresh, begun or not.
///
/// The executor must outlive the cache. A job that starts when the cache is gone does nothing; one under way then ends
/// on its own, and what its loader uses must live until it has.
///
/// @tparam Executor   what runs the loads; see executor
/// @tparam Cache      what holds the values, each dated
/// @tparam TimePoint  of the clock that the values are dated by
///
/// Thread-safety: every member may be called at any time by any thread, and so must be the loader and `report`.
/// Complexity: a hit costs what it does in loading_cache, and a look at the clock.
/// Exceptions: what the loader throws to a caller who had to wait for it.
/// Source: row C8; refreshAfterWrite of Guava and Caffeine; stale-while-revalidate, RFC 5861.
template <std::copy_constructible Key, std::copy_constructible Value, concurrency::executor Executor,
          class TimePoint = std::chrono::steady_clock::time_point,
          cache Cache = lru_cache<Key, dated<Value, TimePoint>>, lockable_for_cache Mutex = std::mutex>
  requires std::same_as<typename Cache::mapped_type, dated<Value, TimePoint>>
class refreshing_cache {
 public:
  using key_type = Key;
  using mapped_type = Value;
  using duration = typename TimePoint::duration;

  /// What a refresh needs to be told besides the loader.
  struct options {
    duration refresh_after;  ///< as old as this, a value is loaded anew
    std::function<void(const Key&, const std::exception_ptr&)> report = [](const Key&, const std::exception_ptr&) {};
    std::function<TimePoint()> now = &TimePoint::clock::now;
  };

  /// Holds up to `capacity` of what `load(key)` gives. `more` is what the cache takes besides.
  template <loader<Key, Value> Loader, class... More>
    requires std::copy_constructible<Loader> && std::constructible_from<Cache, std::size_t, More...>
  refreshing_cache(std::size_t capacity, Executor& where, Loader load, options how, More&&... more)
      : core_(std::make_shared<core>(capacity, where, std::move(load), std::move(how), std::forward<More>(more)...)) {}

  refreshing_cache(const refreshing_cache&) = delete;
  refreshing_cache& operator=(const refreshing_cache&) = delete;

  /// The value of `key`, from the cache, be it old, or else from the loader.
  /// @throws recursive_load_error if the load waits for itself
  [[nodiscard]] Value get_or_load(const Key& key) {
    auto found = core_->values.get_or_load(key, dating{*core_});
    if (core_->is_old(found)) {
      refresh_later(key);
    }
    return std::move(found.value);
  }

  /// A copy of the value of `key`, if there is one; loads and refreshes nothing.
  [[nodiscard]] std::optional<Value> get(const Key& key) {
    if (auto found = core_->values.get(key)) {
      return std::optional<Value>(std::in_place, std::move(found->value));
    }
    return std::nullopt;
  }

  /// Holds `value` under `key` as one that has just come.
  template <class V = Value>
    requires std::constructible_from<Value, V>
  auto put(const Key& key, V&& value) {
    return core_->values.put(key, dated<Value, TimePoint>{Value(std::forward<V>(value)), core_->how.now()});
  }

  /// Forgets the value of `key`, and what a load of it under way will bring; true if there was either.
  bool erase(const Key& key) { return core_->values.erase(key); }

  /// Forgets everything, loads under way included.
  void clear() { core_->values.clear(); }

  [[nodiscard]] bool contains(const Key& key) const { return core_->values.contains(key); }

  [[nodiscard]] std::size_t size() const { return core_->values.size(); }

  [[nodiscard]] load_stats loads() const { return core_->values.loads(); }

  /// How many keys wait for their refresh, or are being refreshed.
  [[nodiscard]] std::size_t refreshing() const {
    const std::lock_guard lock(core_->mutex);
    return core_->refreshing.size();
  }

 private:
  using values_type = loading_cache<Cache, Mutex>;

  struct core {
    template <class Loader, class... More>
    core(std::size_t capacity, Executor& executor, Loader loader, options wanted, More&&... more)
        : where(executor),
          load(std::move(loader)),
          how(std::move(wanted)),
          values(capacity, std::forward<More>(more)...) {}

    [[nodiscard]] bool is_old(const dated<Value, TimePoint>& found) const {
      return how.now() - found.since >= how.refresh_after;
    }

    Executor& where;
    std::function<Value(const Key&)> load;
    options how;
    values_type values;
    std::mutex mutex;
    std::unordered_set<Key, typename values_type::hasher, typename values_type::key_equal> refreshing;
  };

  struct dating {
    core& of;

    [[nodiscard]] dated<Value, TimePoint> operator()(const Key& key) const {
      auto value = of.load(key);
      return {std::move(value), of.how.now()};
    }
  };

  /// The one refresh of a key, from when it is marked until it has run or is given up unrun.
  class job {
   public:
    job(const std::shared_ptr<core>& owner, const Key& key) : owner_(owner), key_(key) {}
    job(job&& other) noexcept(std::is_nothrow_move_constructible_v<Key>)
        : owner_(std::exchange(other.owner_, {})), key_(std::move(other.key_)) {}
    job& operator=(job&&) = delete;

    ~job() {
      if (const auto owner = owner_.lock()) {
        const std::lock_guard lock(owner->mutex);
        owner->refreshing.erase(key_);
      }
    }

    void operator()() {
      if (const auto owner = owner_.lock()) {
        try {
          if (is_due(*owner)) {
            owner->values.refresh(key_, dating{*owner});
          }
        } catch (...) {
          owner->how.report(key_, std::current_exception());
        }
      }
    }

   private:
    /// False if the value has been erased or put anew since the job was given.
    [[nodiscard]] bool is_due(core& owner) const {
      const auto found = owner.values.get(key_);
      return found && owner.is_old(*found);
    }

    std::weak_ptr<core> owner_;
    Key key_;
  };

  void refresh_later(const Key& key) {
    {
      const std::lock_guard lock(core_->mutex);
      if (!core_->refreshing.insert(key).second) {
        return;
      }
    }
    try {
      core_->where.post(job(core_, key));
    } catch (...) {
      core_->how.report(key, std::current_exception());
    }
  }

  std::shared_ptr<core> core_;
};

}  // namespace patterns::caching
