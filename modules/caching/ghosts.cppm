/// @file
/// C9 · what a policy remembers of entries that have left: their fingerprints, in bounded memory.
export module patterns.caching:ghosts;

import std;
import :hash_index;
import :slot_lists;

namespace patterns::caching::detail {

/// Fingerprints in `Lists` queues, each of them in one queue at most.
///
/// Two keys of the same fingerprint are one to it: the policy then takes the one for the other that was here before.
/// Complexity: every operation is O(1) on average, O(size) if all fingerprints are neighbours. Only reserve allocates.
template <std::uint32_t Lists>
class ghosts {
 public:
  /// Which queue a fingerprint is in that is in none.
  static constexpr std::uint32_t nowhere = Lists;

  /// Room for `entries` in all queues together.
  void reserve(std::size_t entries) {
    order_.reserve(entries);
    index_.reserve(entries, 2 * entries, [this](std::uint32_t place) { return order_.note(place).fingerprint; });
    for (auto place = entries; place > room_; --place) {
      give_back(static_cast<std::uint32_t>(place - 1));
    }
    room_ = std::max(room_, entries);
  }

  [[nodiscard]] std::size_t size(std::uint32_t list) const noexcept { return sizes_[list]; }

  /// Makes `fingerprint` the newest of a queue, at the cost of the oldest of all if there is no room.
  void remember(std::uint32_t list, std::uint32_t fingerprint) noexcept {
    (void)forget(fingerprint);
    for (std::uint32_t full = 0; free_ == no_slot && full < Lists; ++full) {
      forget_oldest(full);
    }
    if (free_ == no_slot) {
      return;
    }
    const auto place = std::exchange(free_, order_.note(free_).fingerprint);
    order_.note(place) = {fingerprint, list};
    index_.insert(fingerprint, place);
    order_.push_front(list, place);
    ++sizes_[list];
  }

  /// Takes `fingerprint` out; which queue it was in.
  [[nodiscard]] std::uint32_t forget(std::uint32_t fingerprint) noexcept {
    const auto place = index_.find(fingerprint, [this, fingerprint](std::uint32_t known) {
      return order_.note(known).fingerprint == fingerprint;
    });
    if (place == no_slot) {
      return nowhere;
    }
    const auto list = order_.note(place).list;
    remove(place);
    return list;
  }

  void forget_oldest(std::uint32_t list) noexcept {
    if (const auto place = order_.back(list); place != no_slot) {
      remove(place);
    }
  }

 private:
  struct note {
    /// Of a free note: the next free one.
    std::uint32_t fingerprint = 0;
    std::uint32_t list = 0;
  };

  void remove(std::uint32_t place) noexcept {
    index_.erase(order_.note(place).fingerprint, place);
    order_.unlink(place);
    --sizes_[order_.note(place).list];
    give_back(place);
  }

  void give_back(std::uint32_t place) noexcept { order_.note(place).fingerprint = std::exchange(free_, place); }

  slot_lists<Lists, note> order_;
  hash_index index_;
  std::size_t room_ = 0;
  std::array<std::size_t, Lists> sizes_{};
  std::uint32_t free_ = no_slot;
};

}  // namespace patterns::caching::detail
