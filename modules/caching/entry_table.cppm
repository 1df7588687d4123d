/// @file
/// C9, C8 · what a bounded cache does, each operation once: the entries by slot, and who says which of them goes.
export module patterns.caching:entry_table;

import std;
import :concepts;
import :entry_iterator;
import :eviction;
import :expiry;
import :hash_index;
import :lifetimes;
import :observation;
import :removals;
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

}  // namespace patterns::caching

namespace patterns::caching::detail {

/// What a look-up beside others has found, if it could find out: what has expired has to be taken out alone.
template <class Value>
struct shared_look {
  const Value* value;
  bool known;
};

/// See bounded_cache, of which this is all but the overloads.
template <class Key, class Value, class Policy, class Hash, class Equal, class Weigher, class Expiry>
class entry_table {
 public:
  static constexpr bool weighted = !std::same_as<Weigher, unit_weigher>;
  static constexpr bool expiring = !std::same_as<Expiry, never_expires>;
  static constexpr std::size_t max_entries = max_slots - 1;

  using value_type = std::pair<const Key, Value>;
  using lifetimes_type = lifetimes<Expiry, Key, Value>;
  using times_type = typename lifetimes_type::times_type;

 private:
  using weight_type = std::conditional_t<weighted, std::size_t, no_weight>;
  using node_type = cache_node<value_type, weight_type, times_type>;
  using shown = good_at<times_type>;
  using box_type = removal_box<Key, Value>;

 public:
  using iterator = entry_iterator<value_type, slab<node_type>, Policy, shown>;
  using const_iterator = entry_iterator<const value_type, const slab<node_type>, Policy, shown>;

  entry_table(std::size_t capacity, Hash hash, Equal equal, Weigher weigher, Expiry expiry)
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

  entry_table(const entry_table&) = delete;
  entry_table& operator=(const entry_table&) = delete;

  ~entry_table() {
    for (auto slot = policy_.first(); slot != no_slot; slot = policy_.next(slot)) {
      std::destroy_at(&nodes_[slot].entry);
    }
  }

  template <class Listener>
  void on_removal(Listener listener) {
    refuse_in_listener("on_removal");
    typename box_type::listener told(std::move(listener));
    listener_ = told ? std::make_shared<const typename box_type::listener>(std::move(told)) : nullptr;
  }

  template <class Query>
  [[nodiscard]] Value* get(const Query& key) {
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

  template <class Query>
  [[nodiscard]] const Value* peek(const Query& key) const {
    const auto slot = find(key, fingerprint(key));
    return slot == no_slot ? nullptr : good_value(slot);
  }

  /// From now on the listener is not called: who has left is to be taken after each operation.
  void tell_later() noexcept { deferring_ = true; }

  [[nodiscard]] removal_box<Key, Value>& left() noexcept { return left_; }

  void count_listener_failures(std::size_t failures) noexcept { stats_.listener_failures += failures; }

  /// Whether shared_get may be used; to be asked for before anything else.
  [[nodiscard]] bool share_hits() noexcept
    requires shared_hit_policy<Policy>
  {
    return !lifetimes_type::renewing && policy_.share_hits();
  }

  /// A get that threads may do at the same time, beside each other and what is const, but which counts nothing.
  template <class Query>
  [[nodiscard]] shared_look<Value> shared_get(const Query& key, std::uint32_t mark) {
    const auto slot = find(key, mark);
    if (slot == no_slot) {
      return {nullptr, true};
    }
    const auto* const value = good_value(slot);
    if (value != nullptr) {
      policy_.on_shared_hit(slot);
    }
    return {value, value != nullptr};
  }

  void count(bool was_hit) noexcept { ++(was_hit ? stats_.hits : stats_.misses); }

  template <class Query>
  [[nodiscard]] std::uint32_t fingerprint(const Query& key) const {
    return fingerprint_of(static_cast<std::size_t>(hash_(key)));
  }

  template <class K, class V, class Ttl>
  bool put(K&& key, V&& value, Ttl ttl) {
    refuse_reentry("put");
    const auto mark = fingerprint(std::as_const(key));
    const auto old = find(std::as_const(key), mark);
    return put_found(mark, old, std::forward<K>(key), std::forward<V>(value), ttl) != no_slot;
  }

  template <class Loader>
  [[nodiscard]] Value* get_or_put(const Key& key, Loader& load) {
    refuse_reentry("get_or_put");
    const auto mark = fingerprint(key);
    const auto old = find(key, mark);
    if (old != no_slot && renew_if_good(old)) {
      return hit(old);
    }
    const auto slot = put_found(mark, old, key, run_load(load, key), ttl_of_policy());
    ++stats_.misses;
    return still_held(mark, slot);
  }

  template <class Fn>
  Value* compute(const Key& key, Fn& function) {
    refuse_reentry("compute");
    const auto mark = fingerprint(key);
    const auto old = find(key, mark);
    const auto* const present = old == no_slot ? nullptr : good_value(old);
    std::optional<Value> made = run_computation(function, present);
    auto slot = no_slot;
    if (made) {
      slot = put_found(mark, old, key, *std::move(made), ttl_of_policy());
    } else if (old != no_slot) {
      (void)erase_found(old);
    }
    ++(present != nullptr ? stats_.hits : stats_.misses);
    return still_held(mark, slot);
  }

  template <class Query>
  bool erase(const Query& key) {
    refuse_in_computation("erase");
    const auto slot = find(key, fingerprint(key));
    return slot != no_slot && erase_found(slot);
  }

  template <class Predicate>
  std::size_t erase_if(Predicate& predicate) {
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

  std::size_t purge_expired() {
    refuse_in_computation("purge_expired");
    mark_time();
    const departures told(*this);
    const auto before = size_;
    purge(std::numeric_limits<std::size_t>::max());
    return before - size_;
  }

  template <class Query>
  bool renew(const Query& key, tick ttl) {
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
      lifetimes_.renew(times, ttl);
      lifetimes_.prolong(slot, times);
    }
    drop_if_ended(slot);
    return was_good;
  }

  template <class Query>
  [[nodiscard]] auto peek_stale(const Query& key) const {
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

  void reserve(std::size_t entries) { make_room(std::min(entries, slot_bound() - 1)); }

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }
  [[nodiscard]] std::size_t weight() const noexcept { return weight_; }
  [[nodiscard]] const cache_stats& stats() const noexcept { return stats_; }

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
    explicit departures(entry_table& table) noexcept : table_(table) {}
    departures(const departures&) = delete;
    departures& operator=(const departures&) = delete;
    ~departures() { table_.tell_listener(); }

   private:
    entry_table& table_;
  };

  /// While it lives the cache may not be changed: a function of the user works on an entry.
  class computation {
   public:
    explicit computation(entry_table& table) noexcept : table_(table) { table_.computing_ = true; }
    computation(const computation&) = delete;
    computation& operator=(const computation&) = delete;
    ~computation() { table_.computing_ = false; }

   private:
    entry_table& table_;
  };

  /// How much of the wheel a put turns: more than an entry costs in all, so that puts keep up with what they put.
  static constexpr std::size_t steps_of_put = 16;

  template <class Query>
  [[nodiscard]] cache_slot find(const Query& key, std::uint32_t mark) const {
    return index_.find(mark, [this, mark, &key](cache_slot slot) {
      const auto& node = nodes_[slot];
      return node.tag == mark && static_cast<bool>(equal_(node.entry.first, key));
    });
  }

  [[nodiscard]] Value* hit(cache_slot slot) noexcept {
    ++stats_.hits;
    policy_.on_hit(slot);
    return &nodes_[slot].entry.second;
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

  bool erase_found(cache_slot slot) {
    mark_time();
    const departures told(*this);
    const bool was_good = good(slot);
    policy_.on_erase(slot);
    depart(slot, removal_cause::erased);
    return was_good;
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
        tell_of(node);
      } catch (...) {
        ++stats_.listener_failures;
      }
      std::destroy_at(&node.entry);
      nodes_.give_back(slot);
    }
    telling_ = false;
  }

  void tell_of(node_type& node) {
    auto& [key, value] = node.entry;
    if constexpr (std::copy_constructible<Key> && std::move_constructible<Value>) {
      if (deferring_) {
        left_.add(listener_, key, std::move(value), node.cause);
        return;
      }
    }
    (*listener_)(std::as_const(key), value, node.cause);
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
    return weighted ? max_slots : std::max<std::size_t>(capacity_, 1) + 1;
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
    index_.reserve(slots, slot_bound(), [this](cache_slot slot) { return nodes_[slot].tag; });
    room_ = slots;
  }

  std::size_t capacity_;
  std::size_t weight_ = 0;
  std::size_t size_ = 0;
  std::size_t room_ = 0;
  [[no_unique_address]] Hash hash_;
  [[no_unique_address]] Equal equal_;
  [[no_unique_address]] Weigher weigher_;
  hash_index index_;
  slab<node_type> nodes_;
  Policy policy_;
  [[no_unique_address]] lifetimes_type lifetimes_;
  cache_stats stats_;
  typename box_type::shared_listener listener_;
  box_type left_;
  cache_slot departed_first_ = no_slot;
  cache_slot departed_last_ = no_slot;
  bool telling_ = false;
  bool computing_ = false;
  bool deferring_ = false;
};

}  // namespace patterns::caching::detail
