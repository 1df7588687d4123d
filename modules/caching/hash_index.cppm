/// @file
/// C9 · where an entry of a given hash is: fingerprints to slots, a cache line at a time.
export module patterns.caching:hash_index;

import std;
import :slot_lists;

namespace patterns::caching::detail {

/// Six slots and a byte of the fingerprint of each, the mark, in half a cache line; the marks are compared at once.
///
/// The marks stand in a word and not in an array, so that it does not matter which end of it comes first in memory. A
/// lane whose mark is 0 is empty.
// In a module a member defined in its class is inline only if it says so, and these are a few instructions each.
class alignas(32) index_group {
 public:
  static constexpr std::size_t lanes = 6;

  /// A bit that is set in every mark: it makes it other than 0, and than 1, which an empty lane may be taken for.
  static constexpr std::uint8_t mark_bit = 2;

  /// Lanes, which are taken one at a time by `first` and `rest`.
  class lane_set {
   public:
    explicit inline lane_set(std::uint64_t bits) noexcept : bits_(bits) {}

    [[nodiscard]] inline bool empty() const noexcept { return bits_ == 0; }
    [[nodiscard]] inline std::size_t first() const noexcept {
      return static_cast<std::size_t>(std::countr_zero(bits_)) / 8;
    }
    [[nodiscard]] inline lane_set rest() const noexcept { return lane_set(bits_ & (bits_ - 1)); }

   private:
    std::uint64_t bits_;
  };

  /// The lanes whose mark is `mark`, and maybe the one after such a lane.
  [[nodiscard]] inline lane_set with(std::uint8_t mark) const noexcept {
    return zero_marks(marks_ ^ mark * every_mark);
  }

  [[nodiscard]] inline lane_set empty_lanes() const noexcept { return zero_marks(marks_); }
  [[nodiscard]] inline bool is_empty(std::size_t lane) const noexcept { return ((marks_ >> (lane * 8)) & 0xFF) == 0; }

  [[nodiscard]] inline cache_slot slot(std::size_t lane) const noexcept { return slots_[lane]; }

  inline void fill(std::size_t lane, std::uint8_t mark, cache_slot slot) noexcept {
    marks_ |= std::uint64_t{mark} << (lane * 8);
    slots_[lane] = slot;
  }

  inline void replace(std::size_t lane, cache_slot slot) noexcept { slots_[lane] = slot; }

  inline void clear(std::size_t lane) noexcept { marks_ &= ~(std::uint64_t{0xFF} << (lane * 8)); }

  /// Whether there are any further on because there was no room for them here.
  [[nodiscard]] inline bool is_passed() const noexcept { return marks_ >= one_passed; }

  /// Counts one that is further on; a count that is full stays so.
  inline void pass() noexcept { marks_ += marks_ < most_passed ? one_passed : 0; }
  inline void unpass() noexcept { marks_ -= marks_ < most_passed ? one_passed : 0; }

 private:
  static constexpr std::uint64_t every_mark = 0x0101'0101'0101;
  static constexpr std::uint64_t one_passed = std::uint64_t{1} << (lanes * 8);
  static constexpr std::uint64_t most_passed = ~(one_passed - 1);

  /// The first of them is right; the borrow may reach a 1 beyond it.
  [[nodiscard]] static inline lane_set zero_marks(std::uint64_t word) noexcept {
    return lane_set((word - every_mark) & ~word & (every_mark << 7));
  }

  /// The marks, the first lane's lowest; above them how many passed.
  std::uint64_t marks_ = 0;
  std::array<cache_slot, lanes> slots_;
};

/// Fingerprint to slot: groups of slots with linear probing, half full at most.
///
/// What finds no room in its group goes to the next that has some, and each group it passes counts it. So a look-up
/// ends with the first group that nobody has passed, nearly always the first of all; there are no tombstones, a cache
/// that evicts for ever never has to be rehashed, and nothing is moved when an entry leaves. Only a byte of a
/// fingerprint is kept: whoever asks compares the rest, which it has beside what the slot stands for.
///
/// Complexity: every operation is O(1) on average, O(entries) if all fingerprints are neighbours. Only reserve
/// allocates, 11 bytes for each entry it makes room for.
class hash_index {
 public:
  /// The slot for which `is_key` holds, of those that may have the fingerprint; no_slot if it holds for none.
  template <class Predicate>
  [[nodiscard]] inline cache_slot find(std::uint32_t fingerprint, Predicate is_key) const {
    if (groups_.empty()) {
      return no_slot;
    }
    const auto [place, mark] = home_of(fingerprint);
    const auto& group = groups_[place];
    const auto slot = find_in(group, mark, is_key);
    if (slot != no_slot || !group.is_passed()) [[likely]] {
      return slot;
    }
    return find_beyond(place, mark, is_key);
  }

  /// Makes room for `entries` in all, and at most for `bound` when it grows again and again; strong guarantee.
  /// @param fingerprint  what tells the fingerprint of a slot that is in the index
  template <class Fn>
  void reserve(std::size_t entries, std::size_t bound, Fn fingerprint) {
    const auto room = groups_.size() * entries_per_group;
    if (entries <= room) {
      return;
    }
    hash_index larger;
    larger.groups_.resize((std::max(entries, std::min(bound, 2 * room)) - 1) / entries_per_group + 1);
    for (const auto& group : groups_) {
      for (std::size_t lane = 0; lane < index_group::lanes; ++lane) {
        if (!group.is_empty(lane)) {
          const auto slot = group.slot(lane);
          larger.insert(fingerprint(slot), slot);
        }
      }
    }
    *this = std::move(larger);
  }

  inline void insert(std::uint32_t fingerprint, cache_slot slot) noexcept {
    auto [place, mark] = home_of(fingerprint);
    auto empty = groups_[place].empty_lanes();
    while (empty.empty()) {
      groups_[place].pass();
      place = after(place);
      empty = groups_[place].empty_lanes();
    }
    groups_[place].fill(empty.first(), mark, slot);
  }

  inline void replace(std::uint32_t fingerprint, cache_slot from, cache_slot to) noexcept {
    const auto [place, lane] = find_slot(fingerprint, from);
    groups_[place].replace(lane, to);
  }

  inline void erase(std::uint32_t fingerprint, cache_slot slot) noexcept {
    const auto [place, lane] = find_slot(fingerprint, slot);
    groups_[place].clear(lane);
    for (auto passed = home_of(fingerprint).place; passed != place; passed = after(passed)) {
      groups_[passed].unpass();
    }
  }

 private:
  struct position {
    std::size_t place;
    std::size_t lane;
  };

  static constexpr std::size_t entries_per_group = index_group::lanes / 2;

  /// Where a fingerprint is looked for first, and as what.
  struct home {
    std::size_t place;
    std::uint8_t mark;
  };

  /// The place is the part of all groups that the fingerprint is of all numbers, and what is left over gives the mark.
  [[nodiscard]] inline home home_of(std::uint32_t fingerprint) const noexcept {
    const auto scaled = std::uint64_t{fingerprint} * groups_.size();
    return {static_cast<std::size_t>(scaled >> 32), static_cast<std::uint8_t>((scaled >> 24) | index_group::mark_bit)};
  }

  [[nodiscard]] inline std::size_t after(std::size_t place) const noexcept {
    return place + 1 == groups_.size() ? 0 : place + 1;
  }

  template <class Predicate>
  [[nodiscard]] static inline cache_slot find_in(const index_group& group, std::uint8_t mark, Predicate is_key) {
    for (auto lanes = group.with(mark); !lanes.empty(); lanes = lanes.rest()) {
      if (const auto slot = group.slot(lanes.first()); is_key(slot)) {
        return slot;
      }
    }
    return no_slot;
  }

  /// Looks in the groups after a passed one. All may be: then it has seen all.
  template <class Predicate>
  [[nodiscard]] cache_slot find_beyond(std::size_t passed, std::uint8_t mark, Predicate is_key) const {
    for (auto place = after(passed); place != passed; place = after(place)) {
      const auto& group = groups_[place];
      const auto slot = find_in(group, mark, is_key);
      if (slot != no_slot || !group.is_passed()) {
        return slot;
      }
    }
    return no_slot;
  }

  /// Where `slot` is, which must be in the index.
  [[nodiscard]] inline position find_slot(std::uint32_t fingerprint, cache_slot slot) const noexcept {
    for (auto [place, mark] = home_of(fingerprint);; place = after(place)) {
      const auto& group = groups_[place];
      for (auto lanes = group.with(mark); !lanes.empty(); lanes = lanes.rest()) {
        if (const auto lane = lanes.first(); group.slot(lane) == slot) {
          return {place, lane};
        }
      }
    }
  }

  std::vector<index_group> groups_;
};

}  // namespace patterns::caching::detail
