/// @file
/// C9 · the regions of W-TinyLFU: a window in front of a segmented main region, with admission by frequency.
export module patterns.caching:tiny_lfu_regions;

import std;
import :frequency_sketch;
import :slot_lists;

namespace patterns::caching::detail {

/// Where the chance of admission starts: it is no secret, only independent of the keys.
inline constexpr std::uint64_t first_random = 0x9E37'79B9'7F4A'7C15;

/// As above, from a seed: never 0, where the chance would stay, and far apart for seeds that are neighbours.
[[nodiscard]] inline std::uint64_t random_from(std::uint64_t seed) noexcept {
  // The finalizer of MurmurHash3, which is a bijection.
  seed = (seed ^ (seed >> 33)) * 0xFF51'AFD7'ED55'8CCD;
  seed = (seed ^ (seed >> 33)) * 0xC4CE'B9FE'1A85'EC53;
  seed ^= seed >> 33;
  return seed == 0 ? first_random : seed;
}

/// Who is in which region. What was counted of each and how large the window should be is told with every eviction.
///
/// A new entry enters the window. Who leaves it at the other end stays if it was seen more often than who would have
/// to go from the main region. There an entry is on probation until it is used; four fifths of the main region are for
/// those that were. Regions are sized by the number of entries, whatever these weigh.
// In a module a member defined in its class is inline only if it says so, and a hit is a few instructions.
class tiny_lfu_regions {
 public:
  void reserve(std::size_t slots) { order_.reserve(slots); }

  [[nodiscard]] inline std::size_t size() const noexcept {
    return sizes_[guarded] + sizes_[window] + sizes_[probation];
  }

  [[nodiscard]] inline std::uint32_t fingerprint(cache_slot slot) const noexcept {
    return order_.note(slot).fingerprint;
  }

  inline void insert(cache_slot slot, std::uint32_t fingerprint, double window_share) noexcept {
    shrink(window, window_goal(size(), window_share));
    order_.note(slot) = {fingerprint, window};
    enter(window, slot);
  }

  inline void hit(cache_slot slot) noexcept {
    auto& region = order_.note(slot).region;
    if (region == probation) {
      leave(slot);
      region = guarded;
      enter(guarded, slot);
    } else {
      order_.move_to_front(region, slot);
    }
  }

  inline void erase(cache_slot slot) noexcept { leave(slot); }

  inline void replace(cache_slot from, cache_slot to) noexcept { order_.replace(from, to); }

  /// Takes out who has to go; there must be one.
  [[nodiscard]] inline cache_slot evict(double window_share, const frequency_sketch& seen,
                                        std::uint64_t& random) noexcept {
    const auto remaining = size() - 1;
    const auto goal = window_goal(remaining, window_share);
    const auto main_goal = remaining - std::min(remaining, goal);
    shrink(guarded, main_goal - main_goal / 5);

    const auto defender = order_.back(probation);
    const auto challenger = order_.back(window);
    const auto leaver = [&] {
      if (sizes_[window] <= goal) {
        return defender != no_slot ? defender : sizes_[guarded] > 0 ? order_.back(guarded) : challenger;
      }
      shrink(window, goal);
      return defender != no_slot && is_admitted(challenger, defender, seen, random) ? defender : challenger;
    }();
    leave(leaver);
    return leaver;
  }

  [[nodiscard]] inline cache_slot first() const noexcept { return order_.first(); }

  [[nodiscard]] inline cache_slot next(cache_slot slot) const noexcept { return order_.next(slot); }

 private:
  struct note {
    std::uint32_t fingerprint = 0;
    std::uint32_t region = window;
  };

  // In the order of the walk.
  static constexpr std::uint32_t guarded = 0;
  static constexpr std::uint32_t window = 1;
  static constexpr std::uint32_t probation = 2;

  [[nodiscard]] static inline std::size_t window_goal(std::size_t entries, double share) noexcept {
    return std::max<std::size_t>(1, static_cast<std::size_t>(share * static_cast<double>(entries)));
  }

  inline void enter(std::uint32_t region, cache_slot slot) noexcept {
    order_.push_front(region, slot);
    ++sizes_[region];
  }

  inline void leave(cache_slot slot) noexcept {
    order_.unlink(slot);
    --sizes_[order_.note(slot).region];
  }

  /// Puts the oldest of a region on probation until it is as small as it should be, or a few of them: one entry goes
  /// at a time, so that a region which has become much too large shrinks over as many evictions.
  inline void shrink(std::uint32_t region, std::size_t goal) noexcept {
    for (int moved = 0; moved < 4 && sizes_[region] > goal; ++moved) {
      const auto oldest = order_.back(region);
      leave(oldest);
      order_.note(oldest).region = probation;
      enter(probation, oldest);
    }
  }

  /// Whoever makes an entry look popular by its fingerprint must not lock all others out for ever: now and then one
  /// that is not rare itself is let in by chance.
  [[nodiscard]] inline bool is_admitted(cache_slot challenger, cache_slot defender, const frequency_sketch& seen,
                                        std::uint64_t& random) const noexcept {
    constexpr unsigned not_rare = 6;
    constexpr std::uint64_t one_in = 128;
    const auto newer = seen.estimate(fingerprint(challenger));
    if (newer > seen.estimate(fingerprint(defender))) {
      return true;
    }
    // Xorshift, Marsaglia 2003.
    random ^= random << 13;
    random ^= random >> 7;
    random ^= random << 17;
    return newer >= not_rare && random % one_in == 0;
  }

  slot_lists<3, note> order_;
  std::array<std::size_t, 3> sizes_{};
};

}  // namespace patterns::caching::detail
