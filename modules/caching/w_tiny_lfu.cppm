/// @file
/// C9 · w_tiny_lfu: a window for what is recent, behind it what is frequent; the window adapts.
export module patterns.caching:w_tiny_lfu;

import std;
import :eviction;
import :frequency_sketch;
import :slot_lists;
import :tiny_lfu_regions;
import :window_scouts;

export namespace patterns::caching {

/// Keeps what is used often, and lets what is new prove itself in a window first.
///
/// A frequency_sketch counts the uses of keys, of those that have left too. Who leaves the window, which is a list in
/// order of use, enters the main region only if it was used more often than the one that would have to go from there.
/// So a scan or a loop larger than the cache cannot push out what is in demand. Against hash flooding, keys chosen so
/// that they make each other look popular, an entry that is not rare is let in by chance now and then.
///
/// Where demand is recent rather than frequent a large window is better, up to the whole cache, which is then lru.
/// `Window` says how large it is: of w_tiny_lfu it adapts, by small copies of the cache that try five sizes at the same
/// time on a sample of the accesses. Every decision is a function of what happened and of a seed: the same calls evict
/// the same. A cache for which strangers choose the keys takes a seed that they cannot know, by a policy derived from
/// this.
///
/// The regions are sized by the number of entries, whatever these weigh. The walk gives the main region's proven
/// entries first, then the window, then those on probation.
///
/// @tparam Window  what says how large the window is; the names below give the choices
///
/// Complexity: every operation is O(1); now and then one halves the sketch, which is O(slots), once in ten times as
/// many. Only reserve allocates. Memory: 24 to 32 bytes a slot, and up to half a megabyte of copies.
/// Source: row C9; Einziger, Friedman, Manes, "TinyLFU" (2017); Einziger, Eytan, Friedman, Manes, "Adaptive software
/// cache management" (Middleware 2018).
// In a module a member defined in its class is inline only if it says so, and a hit is a few instructions.
template <detail::cache_window Window>
class basic_w_tiny_lfu {
 public:
  basic_w_tiny_lfu() = default;
  explicit basic_w_tiny_lfu(std::size_t /*capacity*/) noexcept {}

  /// @param seed  where the chance of admission starts; what is known of it can be foretold
  basic_w_tiny_lfu(std::size_t /*capacity*/, std::uint64_t seed) noexcept : random_(detail::random_from(seed)) {}

  void reserve(std::size_t slots) {
    regions_.reserve(slots);
    // One slot is for the entry that is yet to be let in: without it a full cache is as often a power of two as not.
    seen_.reserve(std::max<std::size_t>(slots, 2) - 1);
    window_.reserve(slots);
  }

  inline void on_insert(cache_slot slot, std::uint32_t fingerprint) noexcept {
    on_use(fingerprint);
    regions_.insert(slot, fingerprint, window_.share());
  }

  inline void on_hit(cache_slot slot) noexcept {
    on_use(regions_.fingerprint(slot));
    regions_.hit(slot);
  }

  inline void on_erase(cache_slot slot) noexcept {
    window_.on_erase(regions_.fingerprint(slot));
    regions_.erase(slot);
  }

  inline void on_replace(cache_slot from, cache_slot to) noexcept { regions_.replace(from, to); }

  [[nodiscard]] inline cache_slot evict() noexcept {
    window_.on_evict();
    return regions_.evict(window_.share(), seen_, random_);
  }

  [[nodiscard]] inline cache_slot first() const noexcept { return regions_.first(); }

  [[nodiscard]] inline cache_slot next(cache_slot slot) const noexcept { return regions_.next(slot); }

  /// The part of the entries that the window is to hold, from 0 to 1.
  [[nodiscard]] double window_share() const noexcept { return window_.share(); }

 private:
  inline void on_use(std::uint32_t fingerprint) noexcept {
    const auto entries = regions_.size();
    seen_.see(fingerprint, entries);
    window_.on_use(fingerprint, entries, seen_);
  }

  detail::tiny_lfu_regions regions_;
  frequency_sketch seen_;
  Window window_;
  std::uint64_t random_ = detail::first_random;
};

/// W-TinyLFU with a window that adapts; see basic_w_tiny_lfu.
using w_tiny_lfu = basic_w_tiny_lfu<detail::window_scouts>;

/// W-TinyLFU with a window of `Percent` of the entries, for a load that is known; see basic_w_tiny_lfu.
template <unsigned Percent>
  requires(Percent <= 100)
using fixed_w_tiny_lfu = basic_w_tiny_lfu<detail::fixed_window<Percent>>;

}  // namespace patterns::caching
