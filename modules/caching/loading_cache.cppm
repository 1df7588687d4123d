/// @file
/// C4 · loading_cache: any cache, shared by threads, which fills itself.
export module patterns.caching:loading_cache;

import std;
import :bounded_cache;
import :concepts;
import :flight;
import :flight_table;
import :loading;
import :observation;
import :read_gate;
import :synchronized_cache;
import :telling_lock;

namespace patterns::caching::detail {

/// On which lines the readers of a cache go in that is a part of another, and its number among the parts.
struct line_share {
  std::shared_ptr<reader_lines>& lines;  ///< made for the first part that needs them
  std::uint32_t number;
};

/// What a loading_cache lets those do that are made of it.
struct loading_access {
  /// Says itself what a load that waits for itself is told.
  template <class Cache, class Query, class Loader, class Refuse>
  [[nodiscard]] static auto get_or_load(Cache& cache, const Query& key, Loader& load, const Refuse& refuse) {
    return cache.get_or_load_unless_recursive(key, cache.fingerprint(key), load, refuse);
  }

  /// Has hashed the key already.
  template <class Cache, class Query>
  [[nodiscard]] static auto get(Cache& cache, const Query& key, std::uint32_t mark) {
    return cache.copy_of(key, mark);
  }

  template <class Cache, class Query, class Loader>
  [[nodiscard]] static auto get_or_load_hashed(Cache& cache, const Query& key, std::uint32_t mark, Loader& load) {
    return cache.get_or_load_unless_recursive(key, mark, load, typename Cache::refuse_recursion{});
  }
};

}  // namespace patterns::caching::detail

export namespace patterns::caching {

/// A cache behind one lock, where who finds nothing loads it, once for all who ask meanwhile.
///
/// A hit copies the value, and where the policy of `Cache` can be told of hits by several threads at once (see
/// shared_hit_policy) and entries are not renewed by hits, it takes no lock, and changes nothing that other processors
/// have to fetch again, as long as there are many more hits than changes. Otherwise it takes the lock once. Who misses
/// joins the load of the key under way, or becomes the one to do it, outside the lock, so that loads of different keys
/// run at once. What the load brings is in the cache before anybody is told. A cache that keeps nothing, such as one of
/// capacity 0, still gives everyone his value.
///
/// What put, erase or clear have overtaken never comes back: a load begun before them goes to those who wait for it,
/// not into the cache. So does a load begun before `with`, which may have changed anything.
///
/// What a loader throws goes to its caller and to all who wait, and is not remembered; so does what the cache throws
/// when it is to keep the value. A loader may use the cache. One that could only go on after itself gets
/// recursive_load_error instead of a deadlock, also when the circle leads through other threads or other caches.
///
/// @tparam Cache  the cache that is filled, which one thread may own; see cache. Values are handed out as copies: hold
///                std::shared_ptr to const where a copy is dear.
/// @tparam Mutex  what guards it
///
/// Keys are hashed and compared and values copied under the lock or while others have to wait: none of that may use
/// this cache. Keys, values, hash, equality and clock are used by several threads at once, as const.
///
/// The removal listener is called as synchronized_cache does it: outside the lock. No load may be under way when the
/// cache is destroyed.
///
/// Thread-safety: every member may be called at any time by any thread.
/// Complexity: as the operation of `Cache`; waiting looks through the threads that wait already.
/// Exceptions: strong guarantee where `Cache` gives it.
/// Source: row C4; the LoadingCache of Guava and Caffeine; for hits without a lock Dice, Kogan, "BRAVO: biased locking
/// for reader-writer locks" (USENIX ATC 2019).
template <cache Cache, lockable_for_cache Mutex = std::mutex>
  requires std::copy_constructible<typename Cache::key_type> && std::copy_constructible<typename Cache::mapped_type>
class loading_cache {
 public:
  using key_type = typename Cache::key_type;
  using mapped_type = typename Cache::mapped_type;
  using cache_type = Cache;
  using hasher = typename detail::key_functions<Cache>::hasher;
  using key_equal = typename detail::key_functions<Cache>::key_equal;

  loading_cache()
    requires std::default_initializable<Cache>
  {
    begin();
  }

  /// Fills a cache made from `capacity` and whatever else it takes.
  template <class... More>
    requires std::constructible_from<Cache, std::size_t, More...>
  explicit loading_cache(std::size_t capacity, More&&... more)
      : flights_(detail::picked<hasher>(more...), detail::picked<key_equal>(more...)),
        cache_(capacity, std::forward<More>(more)...) {
    begin();
  }

  /// As above, for a part of a cache that counts what is found on the lines that its parts share.
  template <class... More>
    requires std::constructible_from<Cache, std::size_t, More...>
  loading_cache(const detail::line_share& share, std::size_t capacity, More&&... more)
      : counts_lines_(false),
        flights_(detail::picked<hasher>(more...), detail::picked<key_equal>(more...)),
        cache_(capacity, std::forward<More>(more)...) {
    begin(share.lines, share.number);
  }

  loading_cache(const loading_cache&) = delete;
  loading_cache& operator=(const loading_cache&) = delete;

  /// The value of `key`, from the cache or else from `load(key)`.
  ///
  /// `load` may give a `loaded` value, which says how long it is to be kept.
  /// @throws recursive_load_error if the load waits for itself
  template <loader<key_type, mapped_type> Loader>
  [[nodiscard]] mapped_type get_or_load(const key_type& key, Loader&& load) {
    return get_or_load_unless_recursive(key, fingerprint(key), load, refuse_recursion{});
  }

  /// As above, by anything that the cache takes and a key can be made from.
  template <detail::query_of<Cache> Query, loader<key_type, mapped_type> Loader>
    requires std::constructible_from<key_type, const Query&>
  [[nodiscard]] mapped_type get_or_load(const Query& key, Loader&& load) {
    return get_or_load_unless_recursive(key, fingerprint(key), load, refuse_recursion{});
  }

  /// As above, but where that would throw what `load` threw, a value that is too old if there is one.
  template <loader<key_type, mapped_type> Loader, class Report>
    requires stale_cache<Cache>
  [[nodiscard]] mapped_type get_or_load(const key_type& key, Loader&& load, stale_if_error<Report> rescue) {
    try {
      return get_or_load(key, load);
    } catch (const recursive_load_error&) {
      throw;  // a mistake in the program, not of the loader's source
    } catch (...) {
      auto stale = peek_stale(key);
      if (!stale) {
        throw;
      }
      std::invoke(rescue.report, std::current_exception());
      return *std::move(stale);
    }
  }

  /// The values of `keys` in their order, from the cache or from `load(missing)`, which is called at most once, with
  /// each missing key that nobody loads already, once.
  ///
  /// Each key is loaded, waited for and overtaken as by get_or_load. If `load` throws, none of its keys is kept.
  /// @throws bulk_load_error if `load` gives more or fewer values than keys
  /// @throws recursive_load_error if a load waits for itself
  template <std::ranges::input_range Keys, bulk_loader<key_type, mapped_type> Loader>
    requires std::convertible_to<std::ranges::range_reference_t<Keys>, const key_type&>
  [[nodiscard]] std::vector<mapped_type> get_all(Keys&& keys, Loader&& load) {
    auto seats = seated(keys);
    if (std::ranges::any_of(seats, &seat::leads)) {
      lead(seats, load);
    }
    std::vector<mapped_type> values;
    values.reserve(seats.size());
    for (auto& each : seats) {
      values.push_back(each.value ? *std::move(each.value) : result_of(each.key, *each.shared, refuse_recursion{}));
    }
    return values;
  }

  /// Loads `key` though it may be there; until the load has ended, and if it throws, what is there is given as before.
  ///
  /// Joins a load under way. To be sure of a load that begins now, erase the key and load it.
  /// @throws recursive_load_error if the load waits for itself
  template <loader<key_type, mapped_type> Loader>
  mapped_type refresh(const key_type& key, Loader&& load) {
    locked lock(mutex_, cache_);
    return load_or_wait(lock, key, load, refuse_recursion{});
  }

  /// A copy of the value of `key`, if there is one; waits for no load.
  [[nodiscard]] std::optional<mapped_type> get(const key_type& key) { return copy_of(key, fingerprint(key)); }

  template <detail::query_of<Cache> Query>
  [[nodiscard]] std::optional<mapped_type> get(const Query& key) {
    return copy_of(key, fingerprint(key));
  }

  /// A copy of the value of `key`, be it too old, if the cache still has it.
  [[nodiscard]] std::optional<mapped_type> peek_stale(const key_type& key) const
    requires stale_cache<Cache>
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = std::as_const(cache_).peek_stale(key)) {
      return detail::shown_value<mapped_type>(*found);
    }
    return std::nullopt;
  }

  /// Holds `value` under `key`, in place of what was there or is being loaded; what the cache's own put gives. More
  /// arguments, such as a time to live, are handed on.
  template <class V = mapped_type, class... More>
    requires requires(Cache& cache, const key_type& key, V&& value, More&&... more) {
      cache.put(key, std::forward<V>(value), std::forward<More>(more)...);
    }
  auto put(const key_type& key, V&& value, More&&... more) {
    return put_over_load(key, std::forward<V>(value), std::forward<More>(more)...);
  }

  template <class V = mapped_type, class... More>
    requires requires(Cache& cache, key_type&& key, V&& value, More&&... more) {
      cache.put(std::move(key), std::forward<V>(value), std::forward<More>(more)...);
    }
  auto put(key_type&& key, V&& value, More&&... more) {
    return put_over_load(std::move(key), std::forward<V>(value), std::forward<More>(more)...);
  }

  /// Forgets the value of `key`, and what a load of it under way will bring; true if there was either.
  bool erase(const key_type& key) { return erase_with_load(key); }

  template <detail::query_of<Cache> Query>
  bool erase(const Query& key) {
    return erase_with_load(key);
  }

  /// Forgets everything, loads under way included.
  void clear() {
    const alone changing(*this);
    flights_.clear();
    cache_.clear();
  }

  [[nodiscard]] bool contains(const key_type& key) const {
    if (const detail::read_gate::reader reader(gate_); reader) {
      return cache_.contains(key);
    }
    const std::lock_guard lock(mutex_);
    return cache_.contains(key);
  }

  template <detail::query_of<Cache> Query>
  [[nodiscard]] bool contains(const Query& key) const {
    if (const detail::read_gate::reader reader(gate_); reader) {
      return cache_.contains(key);
    }
    const std::lock_guard lock(mutex_);
    return cache_.contains(key);
  }

  /// How many entries are held; none that is being loaded.
  [[nodiscard]] std::size_t size() const {
    const std::lock_guard lock(mutex_);
    return cache_.size();
  }

  [[nodiscard]] cache_stats stats() const
    requires requires(const Cache& cache) {
      { cache.stats() } -> std::convertible_to<cache_stats>;
    }
  {
    cache_stats all = counts_lines_ ? detail::counted_by(gate_) : cache_stats();
    const std::lock_guard lock(mutex_);
    const cache_stats behind_lock = cache_.stats();
    detail::add_stats(all, behind_lock);
    return all;
  }

  [[nodiscard]] load_stats loads() const {
    const std::lock_guard lock(mutex_);
    return loads_;
  }

  /// How many callers wait for the load of `key`, not counting the one who does it.
  [[nodiscard]] std::size_t waiting(const key_type& key) const {
    const std::lock_guard lock(mutex_);
    return flights_.waiting(key);
  }

  /// How many keys are being loaded.
  [[nodiscard]] std::size_t loading() const {
    const std::lock_guard lock(mutex_);
    return flights_.size();
  }

  /// Calls `listener` for every entry that leaves from now on, in place of the one before; an empty one ends that.
  template <class Listener>
    requires requires(Cache& cache, Listener listener) { cache.on_removal(std::move(listener)); }
  void on_removal(Listener listener) {
    const std::lock_guard lock(mutex_);
    cache_.on_removal(std::move(listener));
  }

  /// What `action` gives when it is called with the cache, alone: several operations as one.
  ///
  /// The result is returned by value, so that no reference into the cache leaves the lock by accident.
  template <std::invocable<Cache&> Action>
  auto with(Action&& action) {
    const alone changing(*this);
    flights_.clear();
    return std::invoke(std::forward<Action>(action), cache_);
  }

  /// As above, for looking only: no load is overtaken.
  template <std::invocable<const Cache&> Action>
  auto look(Action&& action) const {
    const std::lock_guard lock(mutex_);
    return std::invoke(std::forward<Action>(action), cache_);
  }

 private:
  friend struct detail::loading_access;

  using table = detail::flight_table<key_type, mapped_type, hasher, key_equal>;
  using flight = typename table::flight;
  using shared_flight = typename table::shared_flight;

  /// A key of a group: its value, or the load that will bring it.
  struct seat {
    explicit seat(const key_type& wanted) : key(wanted) {}

    key_type key;
    std::optional<mapped_type> value = std::nullopt;
    shared_flight shared = nullptr;
    bool leads = false;
  };
  using group = std::vector<seat>;

  static constexpr bool shares_hits = detail::shares_hits<Cache>;

  /// As long as it lives nobody else is in the cache.
  class alone {
   public:
    explicit alone(loading_cache& shared) : lock_(shared.mutex_, shared.cache_) { shared.gate_.close(); }

   private:
    detail::telling_lock<Cache, Mutex> lock_;
  };

  using locked = detail::telling_lock<Cache, Mutex>;

  void begin() {
    std::shared_ptr<detail::reader_lines> own;
    begin(own, 1);
  }

  void begin([[maybe_unused]] std::shared_ptr<detail::reader_lines>& lines, [[maybe_unused]] std::uint32_t number) {
    locked::defer(cache_);
    if constexpr (shares_hits) {
      if (detail::shared_access::share_hits(cache_)) {
        if (lines == nullptr) {
          lines = std::make_shared<detail::reader_lines>();
        }
        gate_.attach(lines, number);
      }
    }
  }

  template <class Query>
  [[nodiscard]] std::uint32_t fingerprint([[maybe_unused]] const Query& key) const {
    if constexpr (shares_hits) {
      return detail::shared_access::fingerprint(cache_, key);
    } else {
      return 0;
    }
  }

  enum class misses : bool { untold, counted };

  /// Whether it could be found out without the lock what is held under `key`, and a copy of it.
  template <class Query>
  [[nodiscard]] bool get_beside_others([[maybe_unused]] const Query& key, [[maybe_unused]] std::uint32_t mark,
                                       [[maybe_unused]] misses missed,
                                       [[maybe_unused]] std::optional<mapped_type>& held) {
    if constexpr (shares_hits) {
      if (const detail::read_gate::reader reader(gate_); reader) {
        const auto found = detail::shared_access::get(cache_, key, mark);
        if (found.value != nullptr) {
          reader.count(true);
          held.emplace(*found.value);
          return true;
        }
        if (found.known && missed == misses::counted) {
          reader.count(false);
          return true;
        }
      }
    }
    return false;
  }

  /// As cache_.get, for who holds the lock; he may read what is found, and no more, as long as he does.
  template <class Query>
  [[nodiscard]] auto get_locked(const Query& key, [[maybe_unused]] std::uint32_t mark) {
    if constexpr (shares_hits) {
      if (gate_.is_open()) {
        const auto found = detail::shared_access::get(cache_, key, mark);
        if (found.known) {
          detail::shared_access::count(cache_, found.value != nullptr);
          return found.value;
        }
        gate_.close();
      }
      const mapped_type* const found = cache_.get(key);
      if (found != nullptr) {
        gate_.note_hit();
      }
      return found;
    } else {
      return cache_.get(key);
    }
  }

  template <class Query>
  [[nodiscard]] std::optional<mapped_type> copy_of(const Query& key, std::uint32_t mark) {
    std::optional<mapped_type> held;
    if (!get_beside_others(key, mark, misses::counted, held)) {
      copy_behind_lock(key, mark, held);
    }
    return held;
  }

  template <class Query>
  void copy_behind_lock(const Query& key, std::uint32_t mark, std::optional<mapped_type>& held) {
    const locked lock(mutex_, cache_);
    if (const auto found = get_locked(key, mark)) {
      held.emplace(*found);
    }
  }

  template <class K, class V, class... More>
  auto put_over_load(K&& key, V&& value, More&&... more) {
    const alone changing(*this);
    const auto load = flights_.find(std::as_const(key));
    if constexpr (std::is_void_v<decltype(cache_.put(std::forward<K>(key), std::forward<V>(value),
                                                     std::forward<More>(more)...))>) {
      cache_.put(std::forward<K>(key), std::forward<V>(value), std::forward<More>(more)...);
      flights_.drop(load);
    } else {
      auto kept = cache_.put(std::forward<K>(key), std::forward<V>(value), std::forward<More>(more)...);
      flights_.drop(load);
      return kept;
    }
  }

  template <class Query>
  bool erase_with_load(const Query& key) {
    const alone changing(*this);
    const auto load = flights_.find(key);
    const bool held = cache_.erase(key);
    return flights_.drop(load) || held;
  }

  struct refuse_recursion {
    [[noreturn]] void operator()(const key_type& key) const {
      throw recursive_load_error("loading_cache", detail::shown_key(key));
    }
  };

  template <class Query, class Loader, class Refuse>
  [[nodiscard]] mapped_type get_or_load_unless_recursive(const Query& key, std::uint32_t mark, Loader& load,
                                                         const Refuse& refuse) {
    if (std::optional<mapped_type> held; get_beside_others(key, mark, misses::untold, held)) {
      return *std::move(held);
    }
    return get_or_load_behind_lock(key, mark, load, refuse);
  }

  template <class Query, class Loader, class Refuse>
  [[nodiscard]] mapped_type get_or_load_behind_lock(const Query& key, std::uint32_t mark, Loader& load,
                                                    const Refuse& refuse) {
    locked lock(mutex_, cache_);
    if (const auto found = get_locked(key, mark)) {
      return *found;
    }
    if constexpr (std::same_as<Query, key_type>) {
      return load_or_wait(lock, key, load, refuse);
    } else {
      return load_or_wait(lock, key_type(key), load, refuse);
    }
  }

  template <class Loader, class Refuse>
  [[nodiscard]] mapped_type load_or_wait(locked& lock, const key_type& key, Loader& load, const Refuse& refuse) {
    auto [shared, leads] = flights_.join(key);
    ++(leads ? loads_.loads : loads_.joins);
    lock.unlock();
    return leads ? lead(key, std::move(shared), load) : result_of(key, *shared, refuse);
  }

  template <class Refuse>
  [[nodiscard]] static mapped_type result_of(const key_type& key, flight& shared, const Refuse& refuse) {
    if (!shared.wait()) {
      refuse(key);
    }
    return shared.result();
  }

  template <class Loader>
  [[nodiscard]] mapped_type lead(const key_type& key, shared_flight own, Loader& load) {
    try {
      auto brought = detail::as_loaded<mapped_type>(std::invoke(load, key));
      settle(key, *own, brought);
      if (own.use_count() == 1) {  // out of the table, so that nobody can join any more
        return std::move(brought.value);
      }
      own->land(std::move(brought.value));
    } catch (...) {
      fail(*own);
    }
    return own->result();
  }

  /// Puts what was loaded into the cache, unless it was overtaken.
  void settle(const key_type& key, const flight& own, const loaded<mapped_type>& brought) {
    const alone changing(*this);
    const auto place = flights_.find(key);
    if (!flights_.is_at(place, own)) {
      ++loads_.overtaken;
      return;
    }
    if constexpr (timed_cache<Cache>) {
      if (brought.ttl) {
        cache_.put(key, brought.value, *brought.ttl);
        flights_.drop(place);
        return;
      }
    }
    cache_.put(key, brought.value);
    flights_.drop(place);
  }

  /// To be called while the exception is handled.
  void fail(flight& own) noexcept {
    {
      const std::lock_guard lock(mutex_);
      ++loads_.failures;
      flights_.drop(own);
    }
    own.crash(std::current_exception());
  }

  template <class Keys>
  [[nodiscard]] group seated(Keys& keys) {
    group all;
    const locked lock(mutex_, cache_);
    try {
      for (const key_type& key : keys) {
        take_seat(all.emplace_back(key));
      }
    } catch (...) {
      for (const auto& each : all) {
        if (each.leads) {
          flights_.drop(*each.shared);
          each.shared->crash(std::current_exception());
        }
      }
      throw;
    }
    loads_.loads += std::ranges::any_of(all, &seat::leads) ? 1U : 0U;
    return all;
  }

  void take_seat(seat& own) {
    if (const auto found = get_locked(std::as_const(own.key), fingerprint(own.key))) {
      own.value.emplace(*found);
      return;
    }
    auto [shared, leads] = flights_.join(own.key);
    own.shared = std::move(shared);
    own.leads = leads;
    loads_.joins += own.shared->leader() == std::this_thread::get_id() ? 0U : 1U;
  }

  /// Loads what this group has to, before it waits for others, whose loaders may ask for just that.
  template <class Loader>
  void lead(const group& all, Loader& load) {
    try {
      std::vector<key_type> missing;
      for (const auto& each : all) {
        if (each.leads) {
          missing.push_back(each.key);
        }
      }
      auto values = loaded_by(load, missing);
      auto value = values.begin();
      for (const auto& each : all) {
        if (each.leads) {
          settle(each.key, *each.shared, *value);
          each.shared->land(std::move(value->value));
          ++value;
        }
      }
    } catch (...) {
      for (const auto& each : all) {
        if (each.leads && !each.shared->ended()) {
          fail(*each.shared);
        }
      }
      throw;
    }
  }

  template <class Loader>
  [[nodiscard]] static std::vector<loaded<mapped_type>> loaded_by(Loader& load, std::span<const key_type> missing) {
    std::vector<loaded<mapped_type>> values;
    values.reserve(missing.size());
    auto&& brought = std::invoke(load, missing);
    for (auto&& each : brought) {
      values.push_back(detail::as_loaded<mapped_type>(std::forward<decltype(each)>(each)));
      if (values.size() > missing.size()) {
        break;
      }
    }
    if (values.size() != missing.size()) {
      throw bulk_load_error(values.size(), missing.size());
    }
    return values;
  }

  load_stats loads_;
  bool counts_lines_ = true;
  table flights_;
  mutable Mutex mutex_;  // beside what a hit touches
  mutable detail::read_gate gate_;
  Cache cache_;
};

}  // namespace patterns::caching
