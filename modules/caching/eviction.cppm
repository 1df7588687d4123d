/// @file
/// C9 · eviction_policy, lru: which entry makes room for the next.
export module patterns.caching:eviction;

import std;

export namespace patterns::caching {

/// The number of the place in which a cache keeps an entry; a policy knows entries by it alone.
using cache_slot = std::uint32_t;

/// No slot.
inline constexpr cache_slot no_slot = std::numeric_limits<cache_slot>::max();

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
/// The links stand in an array of their own, 8 bytes a slot, so that moving an entry to the front touches no entry.
///
/// Complexity: every operation is O(1), and only reserve allocates.
/// Source: row C9.
// In a module a member defined in its class is inline only if it says so, and a hit is a few instructions.
class lru {
 public:
  lru() = default;
  explicit lru(std::size_t /*capacity*/) noexcept {}

  void reserve(std::size_t slots) {
    if (links_.size() <= slots) {
      links_.resize(slots + 1);
    }
  }

  inline void on_insert(cache_slot slot, std::uint32_t /*fingerprint*/) noexcept { push_front(slot + 1); }

  inline void on_hit(cache_slot slot) noexcept {
    const auto place = slot + 1;
    if (links_[ends].next != place) {
      unlink(place);
      push_front(place);
    }
  }

  inline void on_erase(cache_slot slot) noexcept { unlink(slot + 1); }

  inline void on_replace(cache_slot from, cache_slot to) noexcept {
    links_[to + 1] = links_[from + 1];
    links_[links_[to + 1].previous].next = to + 1;
    links_[links_[to + 1].next].previous = to + 1;
  }

  [[nodiscard]] inline cache_slot evict() noexcept {
    const auto oldest = links_[ends].previous;
    unlink(oldest);
    return oldest - 1;
  }

  [[nodiscard]] inline cache_slot first() const noexcept { return links_.empty() ? no_slot : links_[ends].next - 1; }

  [[nodiscard]] inline cache_slot next(cache_slot slot) const noexcept { return links_[slot + 1].next - 1; }

 private:
  struct link {
    std::uint32_t previous = ends;
    std::uint32_t next = ends;
  };

  // Place 0 ties both ends of the list together, so that slot n stands in place n + 1 and the end reads as no_slot.
  static constexpr std::uint32_t ends = 0;

  inline void unlink(std::uint32_t place) noexcept {
    const auto [before, after] = links_[place];
    links_[before].next = after;
    links_[after].previous = before;
  }

  inline void push_front(std::uint32_t place) noexcept {
    const auto second = links_[ends].next;
    links_[place] = {ends, second};
    links_[second].previous = place;
    links_[ends].next = place;
  }

  std::vector<link> links_;
};

}  // namespace patterns::caching
