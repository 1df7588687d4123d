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

/// Evicts the entry that was used longest ago.
///
/// Complexity: every operation is O(1), and only reserve allocates. Memory: 8 bytes a slot.
/// Source: row C9.
// In a module a member defined in its class is inline only if it says so, and a hit is a few instructions.
class lru {
 public:
  lru() = default;
  explicit lru(std::size_t /*capacity*/) noexcept {}

  void reserve(std::size_t slots) { order_.reserve(slots); }

  inline void on_insert(cache_slot slot, std::uint32_t /*fingerprint*/) noexcept { order_.push_front(0, slot); }

  inline void on_hit(cache_slot slot) noexcept { order_.move_to_front(0, slot); }

  inline void on_erase(cache_slot slot) noexcept { order_.unlink(slot); }

  inline void on_replace(cache_slot from, cache_slot to) noexcept { order_.replace(from, to); }

  [[nodiscard]] inline cache_slot evict() noexcept {
    const auto oldest = order_.back(0);
    order_.unlink(oldest);
    return oldest;
  }

  [[nodiscard]] inline cache_slot first() const noexcept { return order_.first(); }

  [[nodiscard]] inline cache_slot next(cache_slot slot) const noexcept { return order_.next(slot); }

 private:
  detail::slot_lists<1> order_;
};

}  // namespace patterns::caching
