/// @file
/// C9 · cache_slot: where a cache keeps an entry; and the lists of slots that policies keep.
export module patterns.caching:slot_lists;

import std;

export namespace patterns::caching {

/// The number of the place in which a cache keeps an entry; a policy knows entries by it alone.
using cache_slot = std::uint32_t;

/// No slot.
inline constexpr cache_slot no_slot = std::numeric_limits<cache_slot>::max();

}  // namespace patterns::caching

namespace patterns::caching::detail {

struct no_note {};

/// Slots in `Lists` doubly linked lists, each slot in one of them or in none.
///
/// The links stand in an array of their own, 8 bytes a slot, so that moving a slot to the front touches no entry. What
/// else a policy has to know of a slot stands beside its links, where a hit comes anyway. Every
/// operation is O(1), and only reserve allocates.
///
/// @tparam Note  what is known of each slot; it stays when the slot changes its place or its list
// In a module a member defined in its class is inline only if it says so, and these are a few instructions each.
template <std::uint32_t Lists, class Note = no_note>
class slot_lists {
 public:
  void reserve(std::size_t slots) {
    const auto before = links_.size();
    if (before >= slots + Lists) {
      return;
    }
    links_.resize(slots + Lists);
    for (std::uint32_t list = 0; before == 0 && list < Lists; ++list) {
      links_[list].previous = list;
      links_[list].next = list;
    }
  }

  [[nodiscard]] inline Note& note(cache_slot slot) noexcept { return links_[slot + Lists].note; }
  [[nodiscard]] inline const Note& note(cache_slot slot) const noexcept { return links_[slot + Lists].note; }

  inline void push_front(std::uint32_t list, cache_slot slot) noexcept {
    const auto place = slot + Lists;
    const auto second = links_[list].next;
    links_[place].previous = list;
    links_[place].next = second;
    links_[second].previous = place;
    links_[list].next = place;
  }

  inline void unlink(cache_slot slot) noexcept {
    const auto before = links_[slot + Lists].previous;
    const auto after = links_[slot + Lists].next;
    links_[before].next = after;
    links_[after].previous = before;
  }

  inline void move_to_front(std::uint32_t list, cache_slot slot) noexcept {
    if (links_[list].next != slot + Lists) {
      unlink(slot);
      push_front(list, slot);
    }
  }

  /// Puts `to` in the place of `from`, with the note of that.
  inline void replace(cache_slot from, cache_slot to) noexcept {
    const auto place = to + Lists;
    links_[place] = links_[from + Lists];
    links_[links_[place].previous].next = place;
    links_[links_[place].next].previous = place;
  }

  /// The ends of a list, no_slot if it is empty.
  [[nodiscard]] inline cache_slot front(std::uint32_t list) const noexcept {
    return links_.empty() ? no_slot : slot_at(links_[list].next);
  }
  [[nodiscard]] inline cache_slot back(std::uint32_t list) const noexcept {
    return links_.empty() ? no_slot : slot_at(links_[list].previous);
  }

  /// The neighbours of a slot in its list, no_slot beyond the ends.
  [[nodiscard]] inline cache_slot before(cache_slot slot) const noexcept {
    return slot_at(links_[slot + Lists].previous);
  }
  [[nodiscard]] inline cache_slot after(cache_slot slot) const noexcept { return slot_at(links_[slot + Lists].next); }

  /// Walks all lists, the first from its front to its back, and so on; no_slot at the end.
  [[nodiscard]] inline cache_slot first() const noexcept { return links_.empty() ? no_slot : walk(links_[0].next); }
  [[nodiscard]] inline cache_slot next(cache_slot slot) const noexcept { return walk(links_[slot + Lists].next); }

 private:
  struct link {
    std::uint32_t previous = 0;
    std::uint32_t next = 0;
    [[no_unique_address]] Note note;
  };

  // Places below `Lists` tie both ends of a list together: slot n stands in place n + Lists.
  [[nodiscard]] static inline cache_slot slot_at(std::uint32_t place) noexcept {
    return place < Lists ? no_slot : place - Lists;
  }

  [[nodiscard]] inline cache_slot walk(std::uint32_t place) const noexcept {
    while (place < Lists) {
      if (place + 1 == Lists) {
        return no_slot;
      }
      place = links_[place + 1].next;
    }
    return place - Lists;
  }

  std::vector<link> links_;
};

}  // namespace patterns::caching::detail
