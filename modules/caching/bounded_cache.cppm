/// @file
/// C9 · bounded_cache, lru_cache: the entries most worth keeping, in bounded memory.
export module patterns.caching:bounded_cache;

import std;
import :concepts;
import :default_policy;
import :entry_table;
import :eviction;
import :expiry;
import :lifetimes;
import :observation;
import :weight;

namespace patterns::caching::detail {

struct shared_access;

}  // namespace patterns::caching::detail

export namespace patterns::caching {

/// Entries up to a capacity; when it is passed, `Policy` says which go.
///
/// @tparam Key      what entries are held under; see cache_key
/// @tparam Value    what is held; any object type that can be constructed from what is put
/// @tparam Policy   see eviction_policy; where no other is named it is default_policy, which suits most loads
/// @tparam Hash     with Equal: see cache_key; when both are transparent, look-ups take anything they take
/// @tparam Weigher  what an entry takes of the capacity; see weigher
/// @tparam Expiry   how long an entry is good for; see expiry_policy
///
/// An entry that weighs more than the whole capacity is evicted at once and pushes out no other; what its key held
/// before is gone too, since a later get must not find it. So a capacity of 0 stores nothing that has a weight.
///
/// An entry that has expired is never given: to ask for it is a miss. It is taken out when it is asked for or its key
/// is put; by puts, of which each looks for a few that have expired before it evicts one that has not; and by
/// purge_expired. Until then it takes room and counts in size() and weight(). One that the policy holds stale is given
/// by peek_stale alone. Whatever takes it out, its removal cause is `expired`. Only an operation that may change the
/// cache marks the time it has seen.
///
/// References and iterators to an entry stay good until that entry leaves the cache or its key is put again.
/// Memory grows with the entries and is kept. Once a cache has been full, or after reserve, no operation allocates but
/// what keys and values allocate themselves.
///
/// The removal listener is called when an operation is complete: the entry is gone, the cache can be used, and the
/// listener may look up and erase. What it erases is told after it returns, in order, without recursion. It may not
/// put, which could go on for ever: that throws listener_reentry_error. In the same way what compute and get_or_put
/// call may look up, and if it changes the cache gets compute_reentry_error. An exception that leaves the listener is
/// dropped and counted in stats, since what it was told of has happened already. Destroying the cache tells nobody.
///
/// Complexity: get, peek, contains, put, erase are O(1) on average, O(size) if all hashes collide.
/// Thread-safety: as the standard containers, but get counts as a write; see synchronized_cache.
/// Exceptions: strong guarantee, whatever hash, equality, weigher, expiry, clock, key, value or allocation throws.
/// Source: rows C9, C8.
template <class Key, class Value, eviction_policy Policy = default_policy, class Hash = key_hash<Key>,
          class Equal = std::equal_to<>, class Weigher = unit_weigher, class Expiry = never_expires>
  requires cache_key<Key, Hash, Equal> && std::destructible<Value> && weigher<Weigher, Key, Value> &&
           expiry_policy<Expiry, Key, Value>
class bounded_cache {
 public:
  using key_type = Key;
  using mapped_type = Value;
  using value_type = std::pair<const Key, Value>;
  using size_type = std::size_t;
  using difference_type = std::ptrdiff_t;
  using policy_type = Policy;
  using hasher = Hash;
  using key_equal = Equal;
  using expiry_type = Expiry;

 private:
  using table_type = detail::entry_table<Key, Value, Policy, Hash, Equal, Weigher, Expiry>;
  static constexpr bool weighted = table_type::weighted;
  static constexpr bool expiring = table_type::expiring;

 public:
  using iterator = typename table_type::iterator;
  using const_iterator = typename table_type::const_iterator;

  /// The most entries that any cache can number.
  static constexpr std::size_t max_entries = table_type::max_entries;

  /// An empty cache, which has allocated nothing.
  /// @throws capacity_error if entries are not weighed and `capacity > max_entries`
  bounded_cache(std::size_t capacity, Hash hash, Equal equal, Weigher weigher, Expiry expiry)
      : table_(capacity, std::move(hash), std::move(equal), std::move(weigher), std::move(expiry)) {}

  /// As above, for an expiry that need not be given.
  explicit bounded_cache(std::size_t capacity, Hash hash = Hash(), Equal equal = Equal(), Weigher weigher = Weigher())
    requires std::default_initializable<Expiry>
      : bounded_cache(capacity, std::move(hash), std::move(equal), std::move(weigher), Expiry()) {}

  /// As above, for a cache whose weigher is all that has to be given.
  bounded_cache(std::size_t capacity, Weigher weigher)
    requires(weighted && std::default_initializable<Expiry>)
      : bounded_cache(capacity, Hash(), Equal(), std::move(weigher), Expiry()) {}

  /// As above, for a cache of which only the weigher and the expiry have to be given.
  bounded_cache(std::size_t capacity, Weigher weigher, Expiry expiry)
    requires(weighted && expiring)
      : bounded_cache(capacity, Hash(), Equal(), std::move(weigher), std::move(expiry)) {}

  bounded_cache(std::size_t capacity, Expiry expiry)
    requires expiring
      : bounded_cache(capacity, Hash(), Equal(), Weigher(), std::move(expiry)) {}

  /// As above, with an expiry made from a time to live and, say, a clock.
  template <class Rep, class Period, class... More>
    requires std::constructible_from<Expiry, std::chrono::duration<Rep, Period>, More...>
  bounded_cache(std::size_t capacity, std::chrono::duration<Rep, Period> ttl, More&&... more)
      : bounded_cache(capacity, Hash(), Equal(), Weigher(), Expiry(ttl, std::forward<More>(more)...)) {}

  /// Calls `listener` for every entry that leaves from now on, in place of the one before; an empty one ends that.
  /// @throws listener_reentry_error if called by the listener
  template <class Listener>
    requires removal_listener<Listener, Key, Value>
  void on_removal(Listener listener) {
    table_.on_removal(std::move(listener));
  }

  /// The value of `key`, which becomes the one used last, or null. Counts as a hit or a miss.
  [[nodiscard]] Value* get(const Key& key) { return table_.get(key); }

  /// As above, by anything the transparent hash and equality take.
  template <lookup_key<Key, Hash, Equal> Query>
  [[nodiscard]] Value* get(const Query& key) {
    return table_.get(key);
  }

  /// The value of `key` or null; neither a use nor a hit.
  [[nodiscard]] const Value* peek(const Key& key) const { return table_.peek(key); }

  template <lookup_key<Key, Hash, Equal> Query>
  [[nodiscard]] const Value* peek(const Query& key) const {
    return table_.peek(key);
  }

  /// Whether there is an entry for `key`; neither a use nor a hit.
  [[nodiscard]] bool contains(const Key& key) const { return table_.peek(key) != nullptr; }

  template <lookup_key<Key, Hash, Equal> Query>
  [[nodiscard]] bool contains(const Query& key) const {
    return table_.peek(key) != nullptr;
  }

  /// Holds `value` under `key`, in place of what was there, as the one used last; true if a get would find it: there
  /// was room for it, and its time is not over already.
  /// @throws listener_reentry_error, compute_reentry_error if called by what the cache calls
  /// @throws capacity_error if entries of weight 0 are more than max_entries
  template <class V = Value>
    requires std::constructible_from<Value, V>
  bool put(const Key& key, V&& value) {
    return table_.put(key, std::forward<V>(value), detail::ttl_of_policy());
  }

  template <class V = Value>
    requires std::constructible_from<Value, V>
  bool put(Key&& key, V&& value) {
    return table_.put(std::move(key), std::forward<V>(value), detail::ttl_of_policy());
  }

  /// As above, good for `ttl`, whatever the policy says; for ever, if that is the longest duration.
  template <class V = Value, class Rep, class Period>
    requires(expiring && std::constructible_from<Value, V>)
  bool put(const Key& key, V&& value, std::chrono::duration<Rep, Period> ttl) {
    return table_.put(key, std::forward<V>(value), ticks(ttl));
  }

  template <class V = Value, class Rep, class Period>
    requires(expiring && std::constructible_from<Value, V>)
  bool put(Key&& key, V&& value, std::chrono::duration<Rep, Period> ttl) {
    return table_.put(std::move(key), std::forward<V>(value), ticks(ttl));
  }

  /// The value of `key`, or else what `load(key)` gives, which is put; null if there is no room for that. Counts as a
  /// get, unless it throws.
  /// @throws listener_reentry_error, compute_reentry_error if called by what the cache calls
  template <loader<Key, Value> Loader>
  [[nodiscard]] Value* get_or_put(const Key& key, Loader&& load) {
    return table_.get_or_put(key, load);
  }

  /// Puts what `function` makes of the value of `key`, or of null if there is none; takes the entry out if it makes
  /// nothing. The value that is held then, or null. Counts as a get, unless it throws.
  /// @throws listener_reentry_error, compute_reentry_error if called by what the cache calls
  template <entry_function<Value> Fn>
  Value* compute(const Key& key, Fn&& function) {
    return table_.compute(key, function);
  }

  /// Takes the entry of `key` out; false if there was none, or none that was good.
  /// @throws compute_reentry_error if called by what compute calls
  bool erase(const Key& key) { return table_.erase(key); }

  template <lookup_key<Key, Hash, Equal> Query>
  bool erase(const Query& key) {
    return table_.erase(key);
  }

  /// Takes out every entry, as `const value_type&`, for which `predicate` holds; how many there were. What is held
  /// stale is asked for too, and not counted.
  /// @throws compute_reentry_error if called by what compute calls
  template <std::predicate<const value_type&> Predicate>
  std::size_t erase_if(Predicate predicate) {
    return table_.erase_if(predicate);
  }

  /// Takes out everything.
  void clear() {
    (void)erase_if([](const value_type&) { return true; });
  }

  /// Takes out what has expired and is not to be held stale; how many there were. O(1) amortised for each.
  /// @throws compute_reentry_error if called by what compute calls
  std::size_t purge_expired()
    requires expiring
  {
    return table_.purge_expired();
  }

  /// How much longer the entry of `key` is good for, the longest duration if for ever; nothing if there is none.
  [[nodiscard]] auto remaining(const Key& key) const
    requires expiring
  {
    return remaining_of(peek_stale(key));
  }

  template <lookup_key<Key, Hash, Equal> Query>
    requires expiring
  [[nodiscard]] auto remaining(const Query& key) const {
    return remaining_of(peek_stale(key));
  }

  /// The entry of `key` is good for `ttl` from now on, 0 or less ending it; false if there was none that was good. No
  /// use, and no hit.
  /// @throws compute_reentry_error if called by what compute calls
  template <class Rep, class Period>
    requires expiring
  bool renew(const Key& key, std::chrono::duration<Rep, Period> ttl) {
    return table_.renew(key, ticks(ttl));
  }

  template <lookup_key<Key, Hash, Equal> Query, class Rep, class Period>
    requires expiring
  bool renew(const Query& key, std::chrono::duration<Rep, Period> ttl) {
    return table_.renew(key, ticks(ttl));
  }

  /// The entry of `key`, good or stale, and its age; nothing if there is none. Neither a use nor a hit.
  [[nodiscard]] auto peek_stale(const Key& key) const
    requires expiring
  {
    return table_.peek_stale(key);
  }

  template <lookup_key<Key, Hash, Equal> Query>
    requires expiring
  [[nodiscard]] auto peek_stale(const Query& key) const {
    return table_.peek_stale(key);
  }

  /// Takes the memory for `entries`, or for the capacity if that is less, now.
  void reserve(std::size_t entries) { table_.reserve(entries); }

  [[nodiscard]] std::size_t size() const noexcept { return table_.size(); }
  [[nodiscard]] bool empty() const noexcept { return table_.size() == 0; }

  /// The bound on weight().
  [[nodiscard]] std::size_t capacity() const noexcept { return table_.capacity(); }

  /// What all entries weigh together; without a weigher, size().
  [[nodiscard]] std::size_t weight() const noexcept { return table_.weight(); }

  [[nodiscard]] const cache_stats& stats() const noexcept { return table_.stats(); }

  /// The entries, those that would be evicted last first. Looking is no use: only get changes the order. What had
  /// expired when the walk began is passed over; what expires meanwhile is not, and a get or a put may take it out.
  [[nodiscard]] iterator begin() noexcept(!expiring) { return table_.begin(); }
  [[nodiscard]] iterator end() noexcept { return table_.end(); }
  [[nodiscard]] const_iterator begin() const noexcept(!expiring) { return table_.begin(); }
  [[nodiscard]] const_iterator end() const noexcept { return table_.end(); }

 private:
  friend struct detail::shared_access;

  template <class Rep, class Period>
  [[nodiscard]] static auto ticks(std::chrono::duration<Rep, Period> ttl) {
    return table_type::lifetimes_type::ticks(ttl);
  }

  template <class Info>
  [[nodiscard]] static auto remaining_of(const std::optional<Info>& found) {
    return found && !found->stale() ? std::optional(found->remaining) : std::nullopt;
  }

  table_type table_;
};

/// The entries used last, up to a capacity: bounded_cache with the policy lru.
template <class Key, class Value, class Hash = key_hash<Key>, class Equal = std::equal_to<>,
          class Weigher = unit_weigher>
using lru_cache = bounded_cache<Key, Value, lru, Hash, Equal, Weigher>;

}  // namespace patterns::caching

namespace patterns::caching::detail {

/// Whether threads that share a cache can hit in it at the same time.
template <class Cache>
inline constexpr bool shares_hits = false;

template <class Key, class Value, class Policy, class Hash, class Equal, class Weigher, class Expiry>
inline constexpr bool shares_hits<bounded_cache<Key, Value, Policy, Hash, Equal, Weigher, Expiry>> =
    shared_hit_policy<Policy> && !renewing_expiry<Expiry, Key, Value>;

/// Whether a cache can put off what it has to tell its removal listener.
template <class Cache>
inline constexpr bool tells_later = false;

template <class Key, class Value, class Policy, class Hash, class Equal, class Weigher, class Expiry>
inline constexpr bool tells_later<bounded_cache<Key, Value, Policy, Hash, Equal, Weigher, Expiry>> =
    std::copy_constructible<Key> && std::move_constructible<Value>;

/// What a cache lets those do that share it, and no others. See entry_table.
struct shared_access {
  template <class Cache>
  [[nodiscard]] static bool share_hits(Cache& cache) noexcept {
    return cache.table_.share_hits();
  }

  template <class Cache, class Query>
  [[nodiscard]] static std::uint32_t fingerprint(const Cache& cache, const Query& key) {
    return cache.table_.fingerprint(key);
  }

  template <class Cache, class Query>
  [[nodiscard]] static shared_look<typename Cache::mapped_type> get(Cache& cache, const Query& key,
                                                                    std::uint32_t mark) {
    return cache.table_.shared_get(key, mark);
  }

  template <class Cache>
  static void count(Cache& cache, bool hit) noexcept {
    cache.table_.count(hit);
  }

  template <class Cache>
  static void tell_later(Cache& cache) noexcept {
    cache.table_.tell_later();
  }

  template <class Cache>
  [[nodiscard]] static bool has_removals(Cache& cache) noexcept {
    return !cache.table_.left().empty();
  }

  template <class Cache>
  [[nodiscard]] static auto take_removals(Cache& cache) noexcept {
    return cache.table_.left().take();
  }

  template <class Cache, class Batch>
  static void keep_removals(Cache& cache, std::unique_ptr<Batch> told) noexcept {
    cache.table_.left().keep(std::move(told));
  }

  template <class Cache>
  static void count_listener_failures(Cache& cache, std::size_t failures) noexcept {
    cache.table_.count_listener_failures(failures);
  }
};

}  // namespace patterns::caching::detail
