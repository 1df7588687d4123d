/// @file
/// C8 · timer_wheel: which entry is due next, when each has a time of its own.
export module patterns.caching:timer_wheel;

import std;
import :eviction;

namespace patterns::caching::detail {

/// A moment of a cache: how many ticks of its clock it has seen go by.
using tick = std::uint64_t;

/// The end of time, which never comes.
inline constexpr tick never = std::numeric_limits<tick>::max();

/// Slots by the moment at which they are due: a hierarchical timing wheel.
///
/// Level 0 has a list for each of the 64 ticks to come, level 1 for each 64 times 64 of them, and so on to the end of
/// time. A slot stands on the level of the highest digit, to base 64, in which its moment differs from the present, and
/// goes down when the present comes to that digit. A bit for each list that is not empty finds the next one, however
/// far off, so that a clock that leaps costs no more than one that walks.
///
/// A list in order of time would do for one time to live; with another for each entry it would have to be searched, and
/// a heap costs O(log n) for every entry that is put and evicted long before it is due.
///
/// Complexity: schedule and cancel are O(1); an entry goes down at most ten times before it is due. 16 bytes a slot,
/// and 3 kB once it is used. Only reserve allocates. Source: row C8; Varghese and Lauck, Hashed and Hierarchical Timing
/// Wheels, 1987.
// In a module a member defined in its class is inline only if it says so.
class timer_wheel {
 public:
  /// Room for slots 0 to `slots - 1`; strong guarantee.
  void reserve(std::size_t slots) {
    if (lists_.empty()) {
      lists_.assign(list_count, no_slot);
    }
    if (slots > timers_.size()) {
      timers_.resize(slots);
    }
  }

  /// When a slot is due; never if it is not scheduled.
  [[nodiscard]] inline tick due(cache_slot slot) const noexcept { return timers_[slot].due; }

  /// A slot that is not scheduled is due at `when`, from now on; at the end of time it is not scheduled.
  inline void schedule(cache_slot slot, tick when) noexcept {
    if (when != never) {
      timers_[slot].due = std::max(when, present_);
      place(slot);
    }
  }

  inline void cancel(cache_slot slot) noexcept {
    if (timers_[slot].due != never) {
      unlink(slot);
      timers_[slot].due = never;
    }
  }

  /// A slot that is due at `now` or before, and is scheduled no more; no_slot if there is none, or none could be found
  /// in `steps`, which counts down.
  inline cache_slot next_due(tick now, std::size_t& steps) noexcept {
    while (steps != 0) {
      --steps;
      if (opened_ != no_slot) {
        const auto slot = opened_;
        unlink(slot);
        if (timers_[slot].due <= now) {
          timers_[slot].due = never;
          return slot;
        }
        place(slot);
      } else if (!open_next(now)) {
        return no_slot;
      }
    }
    return no_slot;
  }

 private:
  struct timer {
    cache_slot before = 0;  // the slot before it in its list or, for the first, is_list and the list
    cache_slot after = 0;
    tick due = never;
  };

  static constexpr unsigned digit_bits = 6;
  static constexpr unsigned levels = (64 + digit_bits - 1) / digit_bits;
  static constexpr cache_slot per_level = cache_slot{1} << digit_bits;
  static constexpr cache_slot list_count = levels * per_level;
  static constexpr cache_slot is_list = cache_slot{1} << 31;
  static constexpr cache_slot head_of_opened = is_list | list_count;

  inline void place(cache_slot slot) noexcept {
    const auto when = timers_[slot].due;
    const auto level = static_cast<unsigned>(std::bit_width((when ^ present_) | 1) - 1) / digit_bits;
    const auto digit = static_cast<cache_slot>(when >> (level * digit_bits)) % per_level;
    link(slot, level * per_level + digit);
    in_use_[level] |= std::uint64_t{1} << digit;
    levels_in_use_ |= 1U << level;
  }

  inline void link(cache_slot slot, cache_slot list) noexcept {
    const auto after = std::exchange(lists_[list], slot);
    timers_[slot].before = is_list | list;
    timers_[slot].after = after;
    if (after != no_slot) {
      timers_[after].before = slot;
    }
  }

  inline void unlink(cache_slot slot) noexcept {
    const auto [before, after, when] = timers_[slot];
    if (after != no_slot) {
      timers_[after].before = before;
    }
    if ((before & is_list) == 0) {
      timers_[before].after = after;
    } else if (before == head_of_opened) {
      opened_ = after;
    } else {
      const auto list = before - is_list;
      lists_[list] = after;
      if (after == no_slot) {
        mark_empty(list);
      }
    }
  }

  inline void mark_empty(cache_slot list) noexcept {
    const auto level = list / per_level;
    in_use_[level] &= ~(std::uint64_t{1} << (list % per_level));
    if (in_use_[level] == 0) {
      levels_in_use_ &= ~(1U << level);
    }
  }

  /// Opens the first list whose time has begun, which is on the lowest level in use. Else it is `now`, and each slot
  /// stands where it should: no digit has come to that of a list.
  inline bool open_next(tick now) noexcept {
    if (levels_in_use_ == 0) {
      present_ = now;
      return false;
    }
    const auto level = static_cast<unsigned>(std::countr_zero(levels_in_use_));
    const auto digit = static_cast<cache_slot>(std::countr_zero(in_use_[level]));
    const auto shift = level * digit_bits;
    const auto above = level + 1 == levels ? tick{0} : present_ >> (shift + digit_bits) << (shift + digit_bits);
    const auto begin = above | (tick{digit} << shift);
    if (begin > now) {
      present_ = now;
      return false;
    }
    present_ = begin;
    const auto list = level * per_level + digit;
    opened_ = std::exchange(lists_[list], no_slot);
    timers_[opened_].before = head_of_opened;
    mark_empty(list);
    return true;
  }

  tick present_ = 0;
  cache_slot opened_ = no_slot;  // the first of the list whose slots are being looked at
  unsigned levels_in_use_ = 0;
  std::array<std::uint64_t, levels> in_use_{};
  std::vector<cache_slot> lists_;
  std::vector<timer> timers_;
};

}  // namespace patterns::caching::detail
