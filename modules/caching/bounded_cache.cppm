/// @file
/// C9 · bounded_cache, lru_cache: the entries most worth keeping, in bounded memory.
export module patterns.caching:bounded_cache;

import std;
import :concepts;
import :entry_iterator;
import :eviction;
import :expiry;
import :lifetimes;
import :observation;
import :storage;
import :timer_wheel;
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
template <class Key, class Value, eviction_policy Policy, class Hash = key_hash<Key>, class Equal = std::equal_to<>,
          class Weigher = unit_weigher, class Expiry = never_expires>
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
  static constexpr bool weighted = !std::same_as<Weigher, unit_weigher>;
  using weight_type = std::conditional_t<weighted, std::size_t, detail::no_weight>;
  static constexpr bool expiring = !std::same_as<Expiry, never_expires>;
  using lifetimes_type = detail::lifetimes<Expiry, Key, Value>;
  using times_type = typename lifetimes_type::times_type;
  using node_type = detail::cache_node<value_type, weight_type, times_type>;
  using shown = detail::good_at<times_type>;

 public:
  using iterator = detail::entry_iterator<value_type, detail::slab<node_type>, Policy, shown>;
  using const_iterator = detail::entry_iterator<const value_type, const detail::slab<node_type>, Policy, shown>;

  /// The most entries that any cache can number.
  static constexpr std::size_t max_entries = detail::max_slots - 1;

  /// An empty cache, which has allocated nothing.
  /// @throws capacity_error if entries are not weighed and `capacity > max_entries`
  bounded_cache(std::size_t capacity, Hash hash, Equal equal, Weigher weigher, Expiry expiry)
      : capacity_(capacity),
        hash_(std::move(hash)),
        equal_(std::move(equal)),
        weigher_(std::move(weigher)),
        policy_(capacity),
        lifetimes_(std::move(expiry)) {
    if (!weighted && capacity > max_entries) {
      throw capacity_error(capacity, max_entries);
    }
  }

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

  /// Holds `value` under `key`, in place of what was there, as the one used last; true if a get would find it: there
  /// was room for it, and its time is not over already.
  /// @throws listener_reentry_error, compute_reentry_error if called by what the cache calls
  /// @throws capacity_error if entries of weight 0 are more than max_entries
  template <class V = Value>
    requires std::constructible_from<Value, V>
  bool put(const Key& key, V&& value) {
    return put_entry(key, std::forward<V>(value), detail::ttl_of_policy()) != no_slot;
  }

  template <class V = Value>
    requires std::constructible_from<Value, V>
  bool put(Key&& key, V&& value) {
    return put_entry(std::move(key), std::forward<V>(value), detail::ttl_of_policy()) != no_slot;
  }

  /// As above, good for `ttl`, whatever the policy says; for ever, if that is the longest duration.
  template <class V = Value, class Rep, class Period>
    requires(expiring && std::constructible_from<Value, V>)
  bool put(const Key& key, V&& value, std::chrono::duration<Rep, Period> ttl) {
    return put_entry(key, std::forward<V>(value), lifetimes_type::ticks(ttl)) != no_slot;
  }

  template <class V = Value, class Rep, class Period>
    requires(expiring && std::constructible_from<Value, V>)
  bool put(Key&& key, V&& value, std::chrono::duration<Rep, Period> ttl) {
    return put_entry(std::move(key), std::forward<V>(value), lifetimes_type::ticks(ttl)) != no_slot;
  }

  /// The value of `key`, or else what `load(key)` gives, which is put; null if there is no room for that. Counts as a
  /// get, unless it throws.
  /// @throws listener_reentry_error, compute_reentry_error if called by what the cache calls
  template <loader<Key, Value> Loader>
  [[nodiscard]] Value* get_or_put(const Key& key, Loader&& load) {
    refuse_reentry("get_or_put");
    const auto mark = fingerprint(key);
    const auto old = find(key, mark);
    if (old != no_slot && renew_if_good(old)) {
      return hit(old);
    }
    const auto slot = put_found(mark, old, key, run_load(load, key), detail::ttl_of_policy());
    ++stats_.misses;
    return still_held(mark, slot);
  }

  /// Puts what `function` makes of the value of `key`, or of null if there is none; takes the entry out if it makes
  /// nothing. The value that is held then, or null. Counts as a get, unless it throws.
  /// @throws listener_reentry_error, compute_reentry_error if called by what the cache calls
  template <entry_function<Value> Fn>
  Value* compute(const Key& key, Fn&& function) {
    refuse_reentry("compute");
    const auto mark = fingerprint(key);
    const auto old = find(key, mark);
    const auto* const present = old == no_slot ? nullptr : good_value(old);
    std::optional<Value> made = run_computation(function, present);
    auto slot = no_slot;
    if (made) {
      slot = put_found(mark, old, key, *std::move(made), detail::ttl_of_policy());
    } else if (old != no_slot) {
      (void)erase_found(old);
    }
    ++(present != nullptr ? stats_.hits : stats_.misses);
    return still_held(mark, slot);
  }

  /// Takes the entry of `key` out; false if there was none, or none that was good.
  /// @throws compute_reentry_error if called by what compute calls
  bool erase(const Key& key) { return erase_entry(key); }

  template <lookup_key<Key, Hash, Equal> Query>
  bool erase(const Query& key) {
    return erase_entry(key);
  }

  /// Takes out every entry, as `const value_type&`, for which `predicate` holds; how many there were. What is held
  /// stale is asked for too, and not counted.
  /// @throws compute_reentry_error if called by what compute calls
  template <std::predicate<const value_type&> Predicate>
  std::size_t erase_if(Predicate predicate) {
    refuse_in_computation("erase_if");
    mark_time();
    const departures told(*this);
    std::size_t taken = 0;
    for (auto slot = policy_.first(); slot != no_slot;) {
      const auto next = policy_.next(slot);
      if (ended(slot) || predicate(std::as_const(nodes_[slot].entry))) {
        taken += good(slot) ? 1U : 0U;
        policy_.on_erase(slot);
        depart(slot, removal_cause::erased);
      }
      slot = next;
    }
    return taken;
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
    refuse_in_computation("purge_expired");
    mark_time();
    const departures told(*this);
    const auto before = size_;
    purge(std::numeric_limits<std::size_t>::max());
    return before - size_;
  }

  /// How much longer the entry of `key` is good for, the longest duration if for ever; nothing if there is none.
  [[nodiscard]] auto remaining(const Key& key) const
    requires expiring
  {
    const auto found = peek_stale(key);
    return found && !found->stale() ? std::optional(found->remaining) : std::nullopt;
  }

  /// The entry of `key` is good for `ttl` from now on, 0 or less ending it; false if there was none that was good. No
  /// use, and no hit.
  /// @throws compute_reentry_error if called by what compute calls
  template <class Rep, class Period>
    requires expiring
  bool renew(const Key& key, std::chrono::duration<Rep, Period> ttl) {
    refuse_in_computation("renew");
    const auto slot = find(key, fingerprint(key));
    if (slot == no_slot) {
      return false;
    }
    mark_time();
    const departures told(*this);
    const bool was_good = good(slot);
    if (was_good) {
      auto& times = nodes_[slot].times;
      lifetimes_.renew(times, lifetimes_type::ticks(ttl));
      lifetimes_.prolong(slot, times);
    }
    drop_if_ended(slot);
    return was_good;
  }

  /// The entry of `key`, good or stale, and its age; nothing if there is none. Neither a use nor a hit.
  [[nodiscard]] auto peek_stale(const Key& key) const
    requires expiring
  {
    using info = decltype(lifetimes_type::info(std::declval<const Value&>(), std::declval<const times_type&>(), 0));
    const auto slot = find(key, fingerprint(key));
    if (slot == no_slot) {
      return std::optional<info>();
    }
    const auto now = lifetimes_.look().now;
    const auto& node = nodes_[slot];
    return lifetimes_.end(node.times) <= now
               ? std::optional<info>()
               : std::optional<info>(lifetimes_type::info(node.entry.second, node.times, now));
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

  /// The entries, those that would be evicted last first. Looking is no use: only get changes the order. What had
  /// expired when the walk began is passed over; what expires meanwhile is not, and a get or a put may take it out.
  [[nodiscard]] iterator begin() noexcept(!expiring) { return {nodes_, policy_, policy_.first(), shown_now()}; }
  [[nodiscard]] iterator end() noexcept { return {nodes_, policy_, no_slot, shown()}; }
  [[nodiscard]] const_iterator begin() const noexcept(!expiring) {
    return {nodes_, policy_, policy_.first(), shown_now()};
  }
  [[nodiscard]] const_iterator end() const noexcept { return {nodes_, policy_, no_slot, shown()}; }

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

  /// While it lives the cache may not be changed: a function of the user works on an entry.
  class computation {
   public:
    explicit computation(bounded_cache& cache) noexcept : cache_(cache) { cache_.computing_ = true; }
    computation(const computation&) = delete;
    computation& operator=(const computation&) = delete;
    ~computation() { cache_.computing_ = false; }

   private:
    bounded_cache& cache_;
  };

  /// How much of the wheel a put turns: more than an entry costs in all, so that puts keep up with what they put.
  static constexpr std::size_t steps_of_put = 16;

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
    if (!renew_if_good(slot)) {
      ++stats_.misses;
      const departures told(*this);
      drop_if_ended(slot);
      return nullptr;
    }
    return hit(slot);
  }

  [[nodiscard]] Value* hit(cache_slot slot) noexcept {
    ++stats_.hits;
    policy_.on_hit(slot);
    return &nodes_[slot].entry.second;
  }

  template <class Query>
  [[nodiscard]] const Value* peek_entry(const Query& key) const {
    const auto slot = find(key, fingerprint(key));
    return slot == no_slot ? nullptr : good_value(slot);
  }

  /// The value in a slot, or null if it has expired by now.
  [[nodiscard]] const Value* good_value(cache_slot slot) const {
    const auto& node = nodes_[slot];
    return shown_now()(node) ? &node.entry.second : nullptr;
  }

  [[nodiscard]] shown shown_now() const {
    if constexpr (expiring) {
      return {lifetimes_.look().now};
    } else {
      return {};
    }
  }

  void mark_time() {
    if constexpr (expiring) {
      lifetimes_.pass(lifetimes_.look());
    }
  }

  /// Whether an entry is good at the time that was marked last.
  [[nodiscard]] bool good([[maybe_unused]] cache_slot slot) const noexcept {
    if constexpr (expiring) {
      return nodes_[slot].times.deadline > lifetimes_.now();
    } else {
      return true;
    }
  }

  /// Whether an entry is not even to be held stale.
  [[nodiscard]] bool ended([[maybe_unused]] cache_slot slot) const noexcept {
    if constexpr (expiring) {
      return lifetimes_.end(nodes_[slot].times) <= lifetimes_.now();
    } else {
      return false;
    }
  }

  /// Marks the time, and begins a new one for an entry that has not expired, if a hit does that.
  [[nodiscard]] bool renew_if_good([[maybe_unused]] cache_slot slot) {
    if constexpr (expiring) {
      const auto moment = lifetimes_.look();
      auto& node = nodes_[slot];
      const bool is_good = node.times.deadline > moment.now;
      if constexpr (lifetimes_type::renewing) {
        if (is_good) {
          const auto ttl =
              lifetimes_.ttl_after_hit(std::as_const(node.entry.first), std::as_const(node.entry.second), node.times);
          lifetimes_.pass(moment);
          lifetimes_.renew(node.times, ttl);
          lifetimes_.prolong(slot, node.times);
          return true;
        }
      }
      lifetimes_.pass(moment);
      return is_good;
    } else {
      return true;
    }
  }

  void drop_if_ended(cache_slot slot) noexcept {
    if (ended(slot) && !computing_) {
      policy_.on_erase(slot);
      depart(slot, removal_cause::expired);
    }
  }

  void purge([[maybe_unused]] std::size_t steps) noexcept {
    if constexpr (expiring) {
      const auto times_of = [this](cache_slot slot) -> const times_type& { return nodes_[slot].times; };
      for (auto slot = lifetimes_.next_ended(steps, times_of); slot != no_slot;
           slot = lifetimes_.next_ended(steps, times_of)) {
        policy_.on_erase(slot);
        depart(slot, removal_cause::expired);
      }
    }
  }

  template <class Query>
  bool erase_entry(const Query& key) {
    refuse_in_computation("erase");
    const auto slot = find(key, fingerprint(key));
    return slot != no_slot && erase_found(slot);
  }

  bool erase_found(cache_slot slot) {
    mark_time();
    const departures told(*this);
    const bool was_good = good(slot);
    policy_.on_erase(slot);
    depart(slot, removal_cause::erased);
    return was_good;
  }

  template <class K, class V, class Ttl>
  cache_slot put_entry(K&& key, V&& value, Ttl ttl) {
    refuse_reentry("put");
    const auto mark = fingerprint(std::as_const(key));
    const auto old = find(std::as_const(key), mark);
    return put_found(mark, old, std::forward<K>(key), std::forward<V>(value), ttl);
  }

  /// Puts under a key that is that of the entry in `old`, if it is in the cache; where the new one is, if it is good.
  template <class K, class V, class Ttl>
  cache_slot put_found(std::uint32_t mark, cache_slot old, K&& key, V&& value, Ttl ttl) {
    make_room(size_ + 1);

    // The entry is built apart from the cache: what throws up to here leaves no trace.
    const auto slot = nodes_.take();
    std::size_t weight = 0;
    try {
      weight = build(slot, std::forward<K>(key), std::forward<V>(value), ttl);
    } catch (...) {
      nodes_.give_back(slot);
      throw;
    }
    nodes_[slot].tag = mark;

    const departures told(*this);
    if (weight > capacity_ || ended(slot)) {
      if (old != no_slot) {
        policy_.on_erase(old);
        depart(old, removal_cause::replaced);
      }
      dismiss(slot, removal_cause::evicted);
      return no_slot;
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
    if constexpr (expiring) {
      lifetimes_.begin(slot, nodes_[slot].times);
      purge(steps_of_put);
    }
    return evict_for(slot, weight) && good(slot) ? slot : no_slot;
  }

  /// Evicts until `newcomer`, which weighs `weight` and is not yet in weight_, fits; false if it went itself.
  bool evict_for(cache_slot newcomer, std::size_t weight) noexcept {
    while (weight_ > capacity_ - weight) {
      const auto victim = policy_.evict();
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

  /// The value in a slot that was just put, unless the listener has erased it.
  [[nodiscard]] Value* still_held(std::uint32_t mark, cache_slot slot) noexcept {
    if (slot == no_slot || (listener_ && index_.find(mark, [&](cache_slot held) { return held == slot; }) == no_slot)) {
      return nullptr;
    }
    return &nodes_[slot].entry.second;
  }

  /// Makes an entry and marks the time; what it weighs.
  template <class K, class V, class Ttl>
  std::size_t build(cache_slot slot, K&& key, V&& value, [[maybe_unused]] Ttl ttl) {
    auto& node = nodes_[slot];
    std::construct_at(&node.entry, std::forward<K>(key), std::forward<V>(value));
    std::size_t weight = 1;
    if constexpr (weighted || expiring) {
      try {
        const auto& [its_key, its_value] = node.entry;
        if constexpr (weighted) {
          weight = weigher_(its_key, std::as_const(its_value));
          node.weight = weight;
        }
        if constexpr (expiring) {
          const auto ticks = lifetimes_.ttl(its_key, std::as_const(its_value), ttl);
          mark_time();
          lifetimes_.write(node.times, ticks);
        }
      } catch (...) {
        std::destroy_at(&node.entry);
        throw;
      }
    }
    return weight;
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
    if constexpr (expiring) {
      lifetimes_.forget(slot);
    }
    if (!good(slot)) {
      cause = removal_cause::expired;
      ++stats_.expirations;
    } else if (cause == removal_cause::evicted) {
      ++stats_.evictions;
    }
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

  template <class Loader>
  [[nodiscard]] decltype(auto) run_load(Loader& load, const Key& key) {
    const computation running(*this);
    return std::invoke(load, key);
  }

  template <class Fn>
  [[nodiscard]] std::optional<Value> run_computation(Fn& function, const Value* present) {
    const computation running(*this);
    return std::invoke(function, present);
  }

  void refuse_reentry(std::string_view operation) const {
    refuse_in_listener(operation);
    refuse_in_computation(operation);
  }

  void refuse_in_computation(std::string_view operation) const {
    if (computing_) {
      throw compute_reentry_error(operation);
    }
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
    if constexpr (expiring) {
      lifetimes_.reserve(nodes_.size());
    }
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
  [[no_unique_address]] lifetimes_type lifetimes_;
  cache_stats stats_;
  std::function<void(const Key&, Value&, removal_cause)> listener_;
  cache_slot departed_first_ = no_slot;
  cache_slot departed_last_ = no_slot;
  bool telling_ = false;
  bool computing_ = false;
};

/// The entries used last, up to a capacity: bounded_cache with the policy lru.
template <class Key, class Value, class Hash = key_hash<Key>, class Equal = std::equal_to<>,
          class Weigher = unit_weigher>
using lru_cache = bounded_cache<Key, Value, lru, Hash, Equal, Weigher>;

}  // namespace patterns::caching
