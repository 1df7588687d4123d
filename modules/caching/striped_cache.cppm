/// @file
/// C4 · striped_cache: a cache in parts, each behind its own lock.
export module patterns.caching:striped_cache;

import std;
import :bounded_cache;
import :concepts;
import :eviction;
import :flight_table;
import :loading;
import :loading_cache;
import :observation;
import :read_gate;
import :storage;
import :stripe_lock;
import :synchronized_cache;
import :weight;

namespace patterns::caching::detail {

inline constexpr std::size_t most_stripes = 1U << 16;

/// A power of two, for 1 to most_stripes stripes, of which none has a capacity of 0 unless all have.
[[nodiscard]] constexpr std::size_t stripes_for(std::size_t capacity, std::size_t wanted) noexcept {
  const auto most = std::bit_floor(std::clamp<std::size_t>(capacity, 1, most_stripes));
  return std::bit_ceil(std::clamp<std::size_t>(wanted, 1, most));
}

}  // namespace patterns::caching::detail

export namespace patterns::caching {

/// How many stripes a striped cache is to have.
struct stripe_count {
  std::size_t value;
};

/// A bounded cache in 2^n stripes, each a loading_cache: threads meet only where their keys share a stripe.
///
/// The capacity is divided over the stripes without a rest, and each evicts by itself: what goes is the entry least
/// worth keeping of a stripe, not of all. Keys are spread by their hash, by bits that the index of a stripe does not
/// use. An entry that weighs more than a stripe's share is never kept.
///
/// Hits and loads are those of loading_cache: hits without a lock where they are many and the policy allows it, which
/// lru does by promoting lazily where a stripe has room for lru::least_shared; one load per key, outside any lock,
/// never bringing back what was overtaken.
///
/// What works on one key is atomic. size, stats, loads, clear, erase_if, for_each work on one stripe after the other,
/// while others go on elsewhere: what they tell or leave may never have been so at one moment.
///
/// @tparam Cache  what a stripe is: bounded_cache, or what is constructed like it from a capacity and says its hasher
/// @tparam Mutex  what guards a stripe
///
/// Thread-safety: every member may be called at any time by any thread.
/// Complexity: as the operation of `Cache`, and of all stripes for those not atomic. A key is hashed once or twice.
/// Exceptions: strong guarantee for what works on one key.
/// Source: row C4; the segments of Lea's ConcurrentHashMap, 2004; for the hits see loading_cache.
template <cache Cache, lockable_for_cache Mutex = stripe_lock>
  requires std::copy_constructible<typename Cache::key_type> && std::copy_constructible<typename Cache::mapped_type>
class basic_striped_cache {
 public:
  using key_type = typename Cache::key_type;
  using mapped_type = typename Cache::mapped_type;
  using cache_type = Cache;
  using stripe_type = loading_cache<Cache, Mutex>;
  using hasher = typename stripe_type::hasher;

  /// As many stripes as let the processors meet rarely, but none of fewer than 64 entries.
  template <class... More>
    requires std::constructible_from<Cache, std::size_t, const More&...>
  explicit basic_striped_cache(std::size_t capacity, const More&... more)
      : basic_striped_cache(capacity, sensible(capacity), more...) {}

  /// As many stripes as asked for, or the next power of two; but no more than entries, nor than 65,536. Each is made
  /// from its share of the capacity and a copy of whatever else it takes.
  template <class... More>
    requires std::constructible_from<Cache, std::size_t, const More&...>
  basic_striped_cache(std::size_t capacity, stripe_count wanted, const More&... more)
      : capacity_(capacity),
        mask_(detail::stripes_for(capacity, wanted.value) - 1),
        hash_(detail::picked<hasher>(more...)),
        parts_(std::make_unique<part[]>(mask_ + 1)) {
    const auto share = capacity / (mask_ + 1);
    const auto rest = capacity % (mask_ + 1);
    for (std::size_t i = 0; i <= mask_; ++i) {
      const detail::line_share lines{lines_, static_cast<std::uint32_t>(i + 1)};
      parts_[i].cache.emplace(lines, share + (i < rest ? 1 : 0), more...);
    }
  }

  basic_striped_cache(const basic_striped_cache&) = delete;
  basic_striped_cache& operator=(const basic_striped_cache&) = delete;

  /// See loading_cache::get_or_load; takes what that takes, such as stale_if_error.
  template <loader<key_type, mapped_type> Loader, class... Options>
    requires requires(stripe_type& stripe, const key_type& key, Loader& load, Options&&... options) {
      stripe.get_or_load(key, load, std::forward<Options>(options)...);
    }
  [[nodiscard]] mapped_type get_or_load(const key_type& key, Loader&& load, Options&&... options) {
    if constexpr (sizeof...(Options) == 0) {
      return get_or_load_hashed(key, load);
    } else {
      return stripe_of(key).get_or_load(key, load, std::forward<Options>(options)...);
    }
  }

  template <detail::query_of<Cache> Query, loader<key_type, mapped_type> Loader>
    requires std::constructible_from<key_type, const Query&>
  [[nodiscard]] mapped_type get_or_load(const Query& key, Loader&& load) {
    return get_or_load_hashed(key, load);
  }

  /// See loading_cache::refresh.
  template <loader<key_type, mapped_type> Loader>
  mapped_type refresh(const key_type& key, Loader&& load) {
    return stripe_of(key).refresh(key, load);
  }

  /// A copy of the value of `key`, if there is one; waits for no load.
  [[nodiscard]] std::optional<mapped_type> get(const key_type& key) { return copy_of(key); }

  template <detail::query_of<Cache> Query>
  [[nodiscard]] std::optional<mapped_type> get(const Query& key) {
    return copy_of(key);
  }

  /// A copy of the value of `key`, be it too old, if the cache still has it.
  [[nodiscard]] std::optional<mapped_type> peek_stale(const key_type& key) const
    requires stale_cache<Cache>
  {
    return std::as_const(stripe_of(key)).peek_stale(key);
  }

  /// Holds `value` under `key`, in place of what was there or is being loaded; whether there was room for it. More
  /// arguments, such as a time to live, are handed on.
  template <class V = mapped_type, class... More>
    requires requires(stripe_type& stripe, const key_type& key, V&& value, More&&... more) {
      stripe.put(key, std::forward<V>(value), std::forward<More>(more)...);
    }
  auto put(const key_type& key, V&& value, More&&... more) {
    return stripe_of(key).put(key, std::forward<V>(value), std::forward<More>(more)...);
  }

  template <class V = mapped_type, class... More>
    requires requires(stripe_type& stripe, key_type&& key, V&& value, More&&... more) {
      stripe.put(std::move(key), std::forward<V>(value), std::forward<More>(more)...);
    }
  auto put(key_type&& key, V&& value, More&&... more) {
    auto& stripe = stripe_of(key);
    return stripe.put(std::move(key), std::forward<V>(value), std::forward<More>(more)...);
  }

  /// Forgets the value of `key`, and what a load of it under way will bring; true if there was either.
  bool erase(const key_type& key) { return stripe_of(key).erase(key); }

  template <detail::query_of<Cache> Query>
  bool erase(const Query& key) {
    return stripe_of(key).erase(key);
  }

  [[nodiscard]] bool contains(const key_type& key) const { return stripe_of(key).contains(key); }

  template <detail::query_of<Cache> Query>
  [[nodiscard]] bool contains(const Query& key) const {
    return stripe_of(key).contains(key);
  }

  /// Takes out every entry for which `predicate` holds, and lets no load under way bring one; how many there were.
  template <class Predicate>
    requires requires(Cache& cache, Predicate& predicate) { cache.erase_if(std::ref(predicate)); }
  std::size_t erase_if(Predicate predicate) {
    std::size_t erased = 0;
    for (auto& each : parts()) {
      erased += each.cache->with([&](Cache& cache) { return cache.erase_if(std::ref(predicate)); });
    }
    return erased;
  }

  /// Calls `visit` with every entry, under the lock of its stripe.
  template <class Visit>
    requires std::ranges::input_range<const Cache&> &&
             std::invocable<Visit&, std::ranges::range_reference_t<const Cache&>>
  void for_each(Visit visit) const {
    for (const auto& each : parts()) {
      each.cache->look([&](const Cache& cache) { std::ranges::for_each(cache, std::ref(visit)); });
    }
  }

  /// Forgets everything, loads under way included.
  void clear() {
    for (auto& each : parts()) {
      each.cache->clear();
    }
  }

  [[nodiscard]] std::size_t size() const {
    std::size_t sum = 0;
    for (const auto& each : parts()) {
      sum += each.cache->size();
    }
    return sum;
  }

  [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }

  /// How many stripes there are.
  [[nodiscard]] std::size_t stripes() const noexcept { return mask_ + 1; }

  [[nodiscard]] cache_stats stats() const
    requires requires(const stripe_type& stripe) { stripe.stats(); }
  {
    cache_stats sum = lines_ == nullptr ? cache_stats() : lines_->counted();
    for (const auto& each : parts()) {
      detail::add_stats(sum, each.cache->stats());
    }
    return sum;
  }

  [[nodiscard]] load_stats loads() const {
    load_stats sum;
    for (const auto& each : parts()) {
      const auto stripe = each.cache->loads();
      sum.loads += stripe.loads;
      sum.failures += stripe.failures;
      sum.joins += stripe.joins;
      sum.overtaken += stripe.overtaken;
    }
    return sum;
  }

  /// How many callers wait for the load of `key`, not counting the one who does it.
  [[nodiscard]] std::size_t waiting(const key_type& key) const { return stripe_of(key).waiting(key); }

  /// Calls a copy of `listener` for every entry that leaves a stripe from now on, outside its lock; see
  /// synchronized_cache.
  template <class Listener>
    requires requires(Cache& cache, Listener listener) { cache.on_removal(listener); }
  void on_removal(const Listener& listener) {
    for (auto& each : parts()) {
      each.cache->on_removal(listener);
    }
  }

 private:
  /// A cache line apart from the next, so that no thread slows down one at work in another stripe.
  struct alignas(64) part {
    std::optional<stripe_type> cache;
  };

  [[nodiscard]] static stripe_count sensible(std::size_t capacity) noexcept {
    const std::size_t processors = std::max(1U, std::thread::hardware_concurrency());
    return {std::min(std::bit_ceil(4 * processors), std::bit_floor(std::max<std::size_t>(capacity / 64, 1)))};
  }

  template <class Query>
  [[nodiscard]] std::uint32_t fingerprint(const Query& key) const {
    return detail::fingerprint_of(static_cast<std::size_t>(hash_(key)));
  }

  /// The index inside a stripe places an entry by the first bits of the fingerprint; these are the last.
  [[nodiscard]] inline stripe_type& stripe_at(std::uint32_t mark) const noexcept { return *parts_[mark & mask_].cache; }

  template <class Query>
  [[nodiscard]] stripe_type& stripe_of(const Query& key) const {
    return stripe_at(fingerprint(key));
  }

  template <class Query>
  [[nodiscard]] std::optional<mapped_type> copy_of(const Query& key) {
    const auto mark = fingerprint(key);
    return detail::loading_access::get(stripe_at(mark), key, mark);
  }

  template <class Query, class Loader>
  [[nodiscard]] mapped_type get_or_load_hashed(const Query& key, Loader& load) {
    const auto mark = fingerprint(key);
    return detail::loading_access::get_or_load_hashed(stripe_at(mark), key, mark, load);
  }

  [[nodiscard]] inline std::span<part> parts() const noexcept { return {parts_.get(), mask_ + 1}; }

  std::size_t capacity_;
  std::size_t mask_;
  [[no_unique_address]] hasher hash_;
  std::shared_ptr<detail::reader_lines> lines_;
  std::unique_ptr<part[]> parts_;
};

/// basic_striped_cache of bounded_cache, whose parameters it takes.
template <class Key, class Value, eviction_policy Policy = lru, class Hash = key_hash<Key>,
          class Equal = std::equal_to<>, class Weigher = unit_weigher>
using striped_cache = basic_striped_cache<bounded_cache<Key, Value, Policy, Hash, Equal, Weigher>>;

}  // namespace patterns::caching
