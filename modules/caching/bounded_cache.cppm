/// @file
/// C9 · bounded_cache, lru_cache: the entries most worth keeping, in bounded memory.
export module patterns.caching:bounded_cache;

import std;
import :concepts;
import :entry_iterator;
import :eviction;
import :observation;
import :storage;
import :weight;

export namespace patterns::caching {

/// Thrown when a cache is asked to hold more entries than it can number.
class capacity_error : public std::length_error {
 public:
  capacity_error(std::size_t entries, std::size_t limit)
      : std::length_error(std::format("bounded_cache: {} entries are more than the {} it can number", entries, limit)) {
  }
};

/// Entries up to a capacity; when it is passed, `Policy` says which go.
///
/// @tparam Key      what entries are held under; see cache_key
/// @tparam Value    what is held; any object type that can be constructed from what is put
/// @tparam Policy   see eviction_policy
/// @tparam Hash     with Equal: see cache_key; when both are transparent, look-ups take anything they take
/// @tparam Weigher  what an entry takes of the capacity; see weigher
///
/// An entry that weighs more than the whole capacity is evicted at once and pushes out no other; what its key held
/// before is gone too, since a later get must not find it. So a capacity of 0 stores nothing that has a weight.
///
/// References and iterators to an entry stay good until that entry leaves the cache or its key is put again.
/// Memory grows with the entries and is kept. Once a cache has been full, or after reserve, no operation allocates but
/// what keys and values allocate themselves.
///
/// The removal listener is called when an operation is complete: the entry is gone, the cache can be used, and the
/// listener may look up and erase. What it erases is told after it returns, in order, without recursion. It may not
/// put, which could go on for ever: that throws listener_reentry_error. An exception that leaves the listener is
/// dropped and counted in stats, since what it was told of has happened already. Destroying the cache tells nobody.
///
/// Complexity: get, peek, contains, put, erase are O(1) on average, O(size) if all hashes collide.
/// Thread-safety: as the standard containers, but get counts as a write; see synchronized_cache.
/// Exceptions: strong guarantee, whatever hash, equality, weigher, key, value or allocation throws.
/// Source: row C9.
template <class Key, class Value, eviction_policy Policy, class Hash = key_hash<Key>, class Equal = std::equal_to<>,
          class Weigher = unit_weigher>
  requires cache_key<Key, Hash, Equal> && std::destructible<Value> && weigher<Weigher, Key, Value>
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

 private:
  static constexpr bool weighted = !std::same_as<Weigher, unit_weigher>;
  using weight_type = std::conditional_t<weighted, std::size_t, detail::no_weight>;
  using node_type = detail::cache_node<value_type, weight_type>;

 public:
  using iterator = detail::entry_iterator<value_type, detail::slab<node_type>, Policy>;
  using const_iterator = detail::entry_iterator<const value_type, const detail::slab<node_type>, Policy>;

  /// The most entries that any cache can number.
  static constexpr std::size_t max_entries = detail::max_slots - 1;

  /// An empty cache, which has allocated nothing.
  /// @throws capacity_error if entries are not weighed and `capacity > max_entries`
  explicit bounded_cache(std::size_t capacity, Hash hash = Hash(), Equal equal = Equal(), Weigher weigher = Weigher())
      : capacity_(capacity),
        hash_(std::move(hash)),
        equal_(std::move(equal)),
        weigher_(std::move(weigher)),
        policy_(capacity) {
    if (!weighted && capacity > max_entries) {
      throw capacity_error(capacity, max_entries);
    }
  }

  /// As above, for a cache whose weigher is all that has to be given.
  bounded_cache(std::size_t capacity, Weigher weigher)
    requires weighted
      : bounded_cache(capacity, Hash(), Equal(), std::move(weigher)) {}

  bounded_cache(const bounded_cache&) = delete;
  bounded_cache& operator=(const bounded_cache&) = delete;

  ~bounded_cache() { destroy_all(); }

  /// Calls `listener` for every entry that leaves from now on, in place of the one before; an empty one ends that.
  /// @throws listener_reentry_error if called by the listener
  template <class Listener>
    requires removal_listener<Listener, Key, Value>
  void on_removal(Listener listener) {
    refuse_in_listener("on_removal");
    listener_ = std::move(listener);
  }

  /// The value of `key`, which becomes the one used last, or null. Counts as a hit or a miss.
  [[nodiscard]] Value* get(const Key& key) { return get_entry(key); }

  /// As above, by anything the transparent hash and equality take.
  template <lookup_key<Key, Hash, Equal> Query>
  [[nodiscard]] Value* get(const Query& key) {
    return get_entry(key);
  }

  /// The value of `key` or null; neither a use nor a hit.
  [[nodiscard]] const Value* peek(const Key& key) const { return peek_entry(key); }

  template <lookup_key<Key, Hash, Equal> Query>
  [[nodiscard]] const Value* peek(const Query& key) const {
    return peek_entry(key);
  }

  /// Whether there is an entry for `key`; neither a use nor a hit.
  [[nodiscard]] bool contains(const Key& key) const { return peek_entry(key) != nullptr; }

  template <lookup_key<Key, Hash, Equal> Query>
  [[nodiscard]] bool contains(const Query& key) const {
    return peek_entry(key) != nullptr;
  }

  /// Holds `value` under `key`, in place of what was there, as the one used last; true if there was room for it.
  /// @throws listener_reentry_error if called by the listener
  /// @throws capacity_error if entries of weight 0 are more than max_entries
  template <class V = Value>
    requires std::constructible_from<Value, V>
  bool put(const Key& key, V&& value) {
    return put_entry(key, std::forward<V>(value));
  }

  template <class V = Value>
    requires std::constructible_from<Value, V>
  bool put(Key&& key, V&& value) {
    return put_entry(std::move(key), std::forward<V>(value));
  }

  /// Takes the entry of `key` out; false if there was none.
  bool erase(const Key& key) { return erase_entry(key); }

  template <lookup_key<Key, Hash, Equal> Query>
  bool erase(const Query& key) {
    return erase_entry(key);
  }

  /// Takes out every entry, as `const value_type&`, for which `predicate` holds; how many there were.
  template <std::predicate<const value_type&> Predicate>
  std::size_t erase_if(Predicate predicate) {
    const departures told(*this);
    const auto before = size_;
    for (auto slot = policy_.first(); slot != no_slot;) {
      const auto next = policy_.next(slot);
      if (predicate(std::as_const(nodes_[slot].entry))) {
        policy_.on_erase(slot);
        depart(slot, removal_cause::erased);
      }
      slot = next;
    }
    return before - size_;
  }

  /// Takes out everything.
  void clear() {
    (void)erase_if([](const value_type&) { return true; });
  }

  /// Takes the memory for `entries`, or for the capacity if that is less, now.
  void reserve(std::size_t entries) { make_room(std::min(entries, slot_bound() - 1)); }

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }

  /// The bound on weight().
  [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }

  /// What all entries weigh together; without a weigher, size().
  [[nodiscard]] std::size_t weight() const noexcept { return weight_; }

  [[nodiscard]] const cache_stats& stats() const noexcept { return stats_; }

  /// The entries, those that would be evicted last first. Looking is no use: only get changes the order.
  [[nodiscard]] iterator begin() noexcept { return {nodes_, policy_, policy_.first()}; }
  [[nodiscard]] iterator end() noexcept { return {nodes_, policy_, no_slot}; }
  [[nodiscard]] const_iterator begin() const noexcept { return {nodes_, policy_, policy_.first()}; }
  [[nodiscard]] const_iterator end() const noexcept { return {nodes_, policy_, no_slot}; }

 private:
  /// Tells the listener, at the end of the outermost operation, who has left.
  class departures {
   public:
    explicit departures(bounded_cache& cache) noexcept : cache_(cache) {}
    departures(const departures&) = delete;
    departures& operator=(const departures&) = delete;
    ~departures() { cache_.tell_listener(); }

   private:
    bounded_cache& cache_;
  };

  template <class Query>
  [[nodiscard]] std::uint32_t fingerprint(const Query& key) const {
    return detail::fingerprint_of(static_cast<std::size_t>(hash_(key)));
  }

  template <class Query>
  [[nodiscard]] cache_slot find(const Query& key, std::uint32_t mark) const {
    return index_.find(mark, [&](cache_slot slot) { return static_cast<bool>(equal_(nodes_[slot].entry.first, key)); });
  }

  template <class Query>
  [[nodiscard]] Value* get_entry(const Query& key) {
    const auto slot = find(key, fingerprint(key));
    if (slot == no_slot) {
      ++stats_.misses;
      return nullptr;
    }
    ++stats_.hits;
    policy_.on_hit(slot);
    return &nodes_[slot].entry.second;
  }

  template <class Query>
  [[nodiscard]] const Value* peek_entry(const Query& key) const {
    const auto slot = find(key, fingerprint(key));
    return slot == no_slot ? nullptr : &nodes_[slot].entry.second;
  }

  template <class Query>
  bool erase_entry(const Query& key) {
    const departures told(*this);
    const auto slot = find(key, fingerprint(key));
    if (slot == no_slot) {
      return false;
    }
    policy_.on_erase(slot);
    depart(slot, removal_cause::erased);
    return true;
  }

  template <class K, class V>
  bool put_entry(K&& key, V&& value) {
    refuse_in_listener("put");
    const auto mark = fingerprint(std::as_const(key));
    const auto old = find(std::as_const(key), mark);
    make_room(size_ + 1);

    // The entry is built apart from the cache: what throws up to here leaves no trace.
    const auto slot = nodes_.take();
    std::size_t weight = 0;
    try {
      weight = build(slot, std::forward<K>(key), std::forward<V>(value));
    } catch (...) {
      nodes_.give_back(slot);
      throw;
    }
    nodes_[slot].tag = mark;

    const departures told(*this);
    if (weight > capacity_) {
      if (old != no_slot) {
        policy_.on_erase(old);
        depart(old, removal_cause::replaced);
      }
      ++stats_.evictions;
      dismiss(slot, removal_cause::evicted);
      return false;
    }
    if (old == no_slot) {
      index_.insert(mark, slot);
      policy_.on_insert(slot, mark);
    } else {
      index_.replace(mark, old, slot);
      policy_.on_replace(old, slot);
      policy_.on_hit(slot);
      weight_ -= weight_of(old);
      --size_;
      dismiss(old, removal_cause::replaced);
    }
    ++size_;
    return evict_for(slot, weight);
  }

  /// Evicts until `newcomer`, which weighs `weight` and is not yet in weight_, fits; false if it went itself.
  bool evict_for(cache_slot newcomer, std::size_t weight) noexcept {
    while (weight_ > capacity_ - weight) {
      const auto victim = policy_.evict();
      ++stats_.evictions;
      if (victim == newcomer) {
        weight_ += weight;
        depart(victim, removal_cause::evicted);
        return false;
      }
      depart(victim, removal_cause::evicted);
    }
    weight_ += weight;
    return true;
  }

  template <class K, class V>
  std::size_t build(cache_slot slot, K&& key, V&& value) {
    auto& node = nodes_[slot];
    std::construct_at(&node.entry, std::forward<K>(key), std::forward<V>(value));
    if constexpr (weighted) {
      try {
        node.weight = weigher_(std::as_const(node.entry.first), std::as_const(node.entry.second));
        return node.weight;
      } catch (...) {
        std::destroy_at(&node.entry);
        throw;
      }
    } else {
      return 1;
    }
  }

  [[nodiscard]] std::size_t weight_of(cache_slot slot) const noexcept {
    if constexpr (weighted) {
      return nodes_[slot].weight;
    } else {
      return 1;
    }
  }

  /// Takes out an entry that the policy has forgotten already.
  void depart(cache_slot slot, removal_cause cause) noexcept {
    index_.erase(nodes_[slot].tag, slot);
    weight_ -= weight_of(slot);
    --size_;
    dismiss(slot, cause);
  }

  /// Ends an entry that neither index nor policy knows: at once, or when the listener has been told.
  void dismiss(cache_slot slot, removal_cause cause) noexcept {
    auto& node = nodes_[slot];
    if (!listener_) {
      std::destroy_at(&node.entry);
      nodes_.give_back(slot);
      return;
    }
    node.cause = cause;
    node.tag = no_slot;
    (departed_first_ == no_slot ? departed_first_ : nodes_[departed_last_].tag) = slot;
    departed_last_ = slot;
  }

  void tell_listener() noexcept {
    if (telling_) {
      return;
    }
    telling_ = true;
    while (departed_first_ != no_slot) {
      const auto slot = departed_first_;
      auto& node = nodes_[slot];
      departed_first_ = node.tag;
      try {
        listener_(std::as_const(node.entry.first), node.entry.second, node.cause);
      } catch (...) {
        ++stats_.listener_failures;
      }
      std::destroy_at(&node.entry);
      nodes_.give_back(slot);
    }
    telling_ = false;
  }

  void refuse_in_listener(std::string_view operation) const {
    if (telling_) {
      throw listener_reentry_error(operation);
    }
  }

  /// One slot more than entries: a newcomer is built before another makes room for it.
  [[nodiscard]] std::size_t slot_bound() const noexcept {
    return weighted ? detail::max_slots : std::max<std::size_t>(capacity_, 1) + 1;
  }

  void make_room(std::size_t entries) {
    const auto slots = std::min(entries + 1, slot_bound());
    if (slots <= room_) {
      return;
    }
    if (entries > max_entries) {
      throw capacity_error(entries, max_entries);
    }
    nodes_.reserve(slots, slot_bound());
    policy_.reserve(nodes_.size());
    index_.reserve(slots);
    room_ = slots;
  }

  void destroy_all() noexcept {
    for (auto slot = policy_.first(); slot != no_slot; slot = policy_.next(slot)) {
      std::destroy_at(&nodes_[slot].entry);
    }
  }

  std::size_t capacity_;
  std::size_t weight_ = 0;
  std::size_t size_ = 0;
  std::size_t room_ = 0;
  [[no_unique_address]] Hash hash_;
  [[no_unique_address]] Equal equal_;
  [[no_unique_address]] Weigher weigher_;
  detail::hash_index index_;
  detail::slab<node_type> nodes_;
  Policy policy_;
  cache_stats stats_;
  std::function<void(const Key&, Value&, removal_cause)> listener_;
  cache_slot departed_first_ = no_slot;
  cache_slot departed_last_ = no_slot;
  bool telling_ = false;
};

/// The entries used last, up to a capacity: bounded_cache with the policy lru.
template <class Key, class Value, class Hash = key_hash<Key>, class Equal = std::equal_to<>,
          class Weigher = unit_weigher>
using lru_cache = bounded_cache<Key, Value, lru, Hash, Equal, Weigher>;

}  // namespace patterns::caching
