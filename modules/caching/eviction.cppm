/// @file
/// C9 · eviction_policy, lru: which entry makes room for the next.
export module patterns.caching:eviction;

import std;
import :slot_lists;

export namespace patterns::caching {

/// What decides which entry goes when a cache is full.
///
/// A policy sees slots, not keys, so that one policy serves every cache and can be tested alone. It keeps its own notes
/// on each slot, and takes memory for them in `reserve` only: the cache promises that no slot it names is beyond what
/// was reserved. The fingerprint is the same for the same key at every insertion, for policies that remember the
/// departed.
///
/// - `Policy(capacity)`: for policies that divide the capacity
/// - `reserve(slots)`: room for slots 0 to `slots - 1`; the only operation that may throw
/// - `on_insert(slot, fingerprint)`, `on_hit(slot)`, `on_erase(slot)`: what happened
/// - `on_replace(from, to)`: slot `to` now holds the key of slot `from`, which is free; counts as no hit
/// - `evict()`: names the slot that is to go, and forgets it; only called when there is one
/// - `first()`, `next(slot)`: walks the slots, those to be kept longest first; no_slot at the end
template <class Policy>
concept eviction_policy =
    std::movable<Policy> && std::constructible_from<Policy, std::size_t> &&
    requires(Policy& policy, const Policy& reader, cache_slot slot, std::uint32_t fingerprint, std::size_t slots) {
      policy.reserve(slots);
      { policy.on_insert(slot, fingerprint) } noexcept;
      { policy.on_hit(slot) } noexcept;
      { policy.on_erase(slot) } noexcept;
      { policy.on_replace(slot, slot) } noexcept;
      { policy.evict() } noexcept -> std::same_as<cache_slot>;
      { reader.first() } noexcept -> std::same_as<cache_slot>;
      { reader.next(slot) } noexcept -> std::same_as<cache_slot>;
    };

/// A policy that can be told of hits by several threads at once, so that a cache they share need not lock for a hit.
///
/// - `share_hits()`: called once, before anything happens; whether on_shared_hit may be used from now on
/// - `on_shared_hit(slot)`: a hit, told by any thread while others tell of theirs, or walk; nothing else happens
///   meanwhile. What it changes it changes as an atomic; it should write only what is not so already, since every
///   write takes a cache line from the other processors.
template <class Policy>
concept shared_hit_policy = eviction_policy<Policy> && requires(Policy& policy, cache_slot slot) {
  { policy.share_hits() } noexcept -> std::same_as<bool>;
  { policy.on_shared_hit(slot) } noexcept;
};

}  // namespace patterns::caching

namespace patterns::caching::detail {

/// Marks a slot as used, at the same time as others do; writes nothing if it is marked.
inline void mark_shared(std::uint8_t& used) noexcept {
  const std::atomic_ref<std::uint8_t> mark(used);
  if (mark.load(std::memory_order_relaxed) == 0) {
    mark.store(1, std::memory_order_relaxed);
  }
}

}  // namespace patterns::caching::detail

export namespace patterns::caching {

/// Evicts the entry that was used longest ago.
///
/// Where threads share the cache and may hit at the same time (see shared_hit_policy), it promotes lazily: such a hit
/// only marks the entry, and one that comes to its turn marked returns to the front, not marked. So what goes has not
/// been used since it was at the front, but need not be what was used longest ago. On loads with a skew it hits about
/// as often. A cache of fewer than `least_shared` takes no such hits, and keeps the exact order; so does one that is
/// not shared.
///
/// Complexity: every operation is O(1), evict amortised over the hits that mark. Only reserve allocates. Memory: 8
/// bytes a slot, 9 where hits are shared.
/// Source: row C9; Yang, Qiu, Zhang, Yue, Rashmi, "FIFO can be better than LRU: the power of lazy promotion and quick
/// demotion" (HotOS 2023).
// In a module a member defined in its class is inline only if it says so, and a hit is a few instructions.
class lru {
 public:
  /// The least capacity of a cache whose hits may be shared.
  static constexpr std::size_t least_shared = 256;

  lru() = default;
  explicit lru(std::size_t capacity) noexcept : large_(capacity >= least_shared) {}

  [[nodiscard]] bool share_hits() noexcept {
    shared_ = large_;
    return shared_;
  }

  void reserve(std::size_t slots) {
    order_.reserve(slots);
    if (shared_ && used_.size() < slots) {
      used_.resize(slots);
    }
  }

  inline void on_insert(cache_slot slot, std::uint32_t /*fingerprint*/) noexcept { order_.push_front(0, slot); }

  inline void on_hit(cache_slot slot) noexcept { order_.move_to_front(0, slot); }

  inline void on_shared_hit(cache_slot slot) noexcept { detail::mark_shared(used_[slot]); }

  inline void on_erase(cache_slot slot) noexcept {
    order_.unlink(slot);
    if (shared_) {
      used_[slot] = 0;
    }
  }

  inline void on_replace(cache_slot from, cache_slot to) noexcept {
    order_.replace(from, to);
    if (shared_) {
      used_[to] = std::exchange(used_[from], std::uint8_t{0});
    }
  }

  [[nodiscard]] inline cache_slot evict() noexcept {
    if (shared_) {
      promote_marked();
    }
    const auto oldest = order_.back(0);
    order_.unlink(oldest);
    return oldest;
  }

  [[nodiscard]] inline cache_slot first() const noexcept { return order_.first(); }

  [[nodiscard]] inline cache_slot next(cache_slot slot) const noexcept { return order_.next(slot); }

 private:
  /// Leaves one at the back that is not marked. What returns enters behind the newest, which makes room for nobody.
  void promote_marked() noexcept {
    const auto newest = order_.front(0);
    auto oldest = order_.back(0);
    while (oldest != newest && used_[oldest] != 0) {
      used_[oldest] = 0;
      order_.move_to_front(0, oldest);
      order_.move_to_front(0, newest);
      oldest = order_.back(0);
    }
    used_[oldest] = 0;
  }

  detail::slot_lists<1> order_;
  std::vector<std::uint8_t> used_;  // 0 in slots that are free
  bool large_ = false;
  bool shared_ = false;
};

}  // namespace patterns::caching
