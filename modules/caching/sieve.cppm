/// @file
/// C9 · sieve: evicts what was not used since a hand last passed it.
export module patterns.caching:sieve;

import std;
import :eviction;
import :slot_lists;

export namespace patterns::caching {

/// Keeps the entries in order of insertion, and lets a hand wander from the oldest to the newest: what was used since
/// the hand was there stays where it is, the first that was not goes.
///
/// Because nothing is moved, a hit writes one byte, and threads that share the cache may do so at once. New entries
/// that are not used again go soon, since the hand comes to them before it returns to the old ones that proved useful;
/// yet a loop larger than the cache defeats it, as lru.
///
/// The walk gives those first which the hand will come to last, whether they were used or not.
///
/// Complexity: every operation is O(1), evict amortised over the hits: it passes an entry once for each that was used.
/// Only reserve allocates. Memory: 9 bytes a slot.
/// Source: row C9; Zhang, Yang, Yue, Vigfusson, Rashmi, "SIEVE is simpler than LRU" (NSDI 2024).
class sieve {
 public:
  sieve() = default;
  explicit sieve(std::size_t /*capacity*/) noexcept {}

  void reserve(std::size_t slots) {
    order_.reserve(slots);
    if (used_.size() < slots) {
      used_.resize(slots);
    }
  }

  inline void on_insert(cache_slot slot, std::uint32_t /*fingerprint*/) noexcept {
    order_.push_front(0, slot);
    used_[slot] = 0;
    newcomer_ = slot;
  }

  inline void on_hit(cache_slot slot) noexcept { used_[slot] = 1; }

  [[nodiscard]] bool share_hits() noexcept { return true; }

  inline void on_shared_hit(cache_slot slot) noexcept { detail::mark_shared(used_[slot]); }

  inline void on_erase(cache_slot slot) noexcept {
    if (hand_ == slot) {
      hand_ = order_.before(slot);
    }
    if (newcomer_ == slot) {
      newcomer_ = no_slot;
    }
    order_.unlink(slot);
  }

  inline void on_replace(cache_slot from, cache_slot to) noexcept {
    order_.replace(from, to);
    used_[to] = used_[from];
    if (hand_ == from) {
      hand_ = to;
    }
    if (newcomer_ == from) {
      newcomer_ = to;
    }
  }

  [[nodiscard]] inline cache_slot evict() noexcept {
    // The paper makes room before the newcomer enters: the hand must not see it.
    const auto newcomer = std::exchange(newcomer_, no_slot);
    if (newcomer == no_slot || (order_.front(0) == newcomer && order_.back(0) == newcomer)) {
      return take_next();
    }
    order_.unlink(newcomer);
    const auto victim = take_next();
    order_.push_front(0, newcomer);
    newcomer_ = newcomer;
    return victim;
  }

  [[nodiscard]] inline cache_slot first() const noexcept {
    const auto passed = hand_ == no_slot ? no_slot : order_.after(hand_);
    return passed == no_slot ? order_.front(0) : passed;
  }

  [[nodiscard]] inline cache_slot next(cache_slot slot) const noexcept {
    if (slot == hand()) {
      return no_slot;
    }
    const auto older = order_.after(slot);
    return older == no_slot ? order_.front(0) : older;
  }

 private:
  [[nodiscard]] inline cache_slot take_next() noexcept {
    auto victim = hand();
    while (used_[victim] != 0) {
      used_[victim] = 0;
      hand_ = order_.before(victim);
      victim = hand();
    }
    hand_ = order_.before(victim);
    order_.unlink(victim);
    return victim;
  }

  /// Where the hand points: beyond the newest it starts again with the oldest.
  [[nodiscard]] inline cache_slot hand() const noexcept { return hand_ == no_slot ? order_.back(0) : hand_; }

  detail::slot_lists<1> order_;
  std::vector<std::uint8_t> used_;
  cache_slot hand_ = no_slot;
  cache_slot newcomer_ = no_slot;
};

}  // namespace patterns::caching
