/// @file
/// C9 · arc: balances what was used once against what was used often by what it should have kept.
export module patterns.caching:arc;

import std;
import :eviction;
import :ghosts;
import :slot_lists;

export namespace patterns::caching {

/// Two lists, each in order of use: of entries used once, and of entries used more often. What has left either is
/// remembered by its fingerprint; whoever returns shows which list was too short, and that list grows.
///
/// Adapts with every miss and so follows a changing load at once. A scan passes through the list of entries used once.
///
/// Complexity: every operation is O(1), O(size) if all fingerprints are neighbours. Only reserve allocates. Memory: 36
/// to 46 bytes a slot.
/// Source: row C9; Megiddo, Modha, "ARC: a self-tuning, low overhead replacement cache" (FAST 2003).
class arc {
 public:
  arc() = default;
  explicit arc(std::size_t /*capacity*/) noexcept {}

  void reserve(std::size_t slots) {
    lists_.reserve(slots);
    gone_.reserve(slots);
  }

  inline void on_insert(cache_slot slot, std::uint32_t fingerprint) noexcept {
    const auto returned = gone_.forget(fingerprint);
    const auto list = returned == gone_.nowhere ? once : often;
    learn(returned);
    lists_.note(slot) = {fingerprint, list};
    enter(list, slot);
    newcomer_ = slot;
    newcomer_from_often_ = returned == often;
  }

  inline void on_hit(cache_slot slot) noexcept {
    leave(slot);
    lists_.note(slot).list = often;
    enter(often, slot);
    forget_newcomer(slot);
  }

  inline void on_erase(cache_slot slot) noexcept {
    leave(slot);
    forget_newcomer(slot);
  }

  inline void on_replace(cache_slot from, cache_slot to) noexcept {
    lists_.replace(from, to);
    forget_newcomer(from);
  }

  [[nodiscard]] inline cache_slot evict() noexcept {
    const auto list = to_shorten();
    const auto oldest = lists_.back(list);
    leave(oldest);
    forget_newcomer(oldest);
    room_ = sizes_[once] + sizes_[often];
    remember(list, lists_.note(oldest).fingerprint);
    return oldest;
  }

  [[nodiscard]] inline cache_slot first() const noexcept { return lists_.first(); }

  [[nodiscard]] inline cache_slot next(cache_slot slot) const noexcept { return lists_.next(slot); }

 private:
  struct note {
    std::uint32_t fingerprint = 0;
    std::uint32_t list = once;
  };

  static constexpr std::uint32_t often = 0;
  static constexpr std::uint32_t once = 1;

  inline void enter(std::uint32_t list, cache_slot slot) noexcept {
    lists_.push_front(list, slot);
    ++sizes_[list];
  }

  inline void leave(cache_slot slot) noexcept {
    lists_.unlink(slot);
    --sizes_[lists_.note(slot).list];
  }

  inline void forget_newcomer(cache_slot slot) noexcept {
    if (newcomer_ == slot) {
      newcomer_ = no_slot;
      newcomer_from_often_ = false;
    }
  }

  /// The list that has to give up its oldest.
  [[nodiscard]] inline std::uint32_t to_shorten() const noexcept {
    // The paper makes room before the newcomer enters, so that it does not count yet.
    auto before = sizes_;
    if (newcomer_ != no_slot) {
      --before[lists_.note(newcomer_).list];
    }
    const auto too_many = before[once] > goal_ || (newcomer_from_often_ && before[once] == goal_);
    const auto list = before[once] > 0 && (too_many || before[often] == 0) ? once : often;
    return sizes_[list] > 0 ? list : 1 - list;
  }

  /// Moves the goal, which is how many entries used once there should be, towards the list that was too short.
  inline void learn(std::uint32_t returned) noexcept {
    const auto ratio = [](std::size_t other, std::size_t own) { return std::max<std::size_t>(1, other / own); };
    if (returned == once) {
      goal_ = std::min(room_, goal_ + ratio(gone_.size(often), gone_.size(once) + 1));
    } else if (returned == often) {
      goal_ -= std::min(goal_, ratio(gone_.size(once), gone_.size(often) + 1));
    }
  }

  /// The entries of a list and those remembered of it are as many as the cache has room for, all together twice that.
  inline void remember(std::uint32_t list, std::uint32_t fingerprint) noexcept {
    gone_.remember(list, fingerprint);
    while (gone_.size(once) > 0 && sizes_[once] + gone_.size(once) > room_) {
      gone_.forget_oldest(once);
    }
    while (gone_.size(often) > 0 && room_ + gone_.size(once) + gone_.size(often) > 2 * room_) {
      gone_.forget_oldest(often);
    }
  }

  detail::slot_lists<2, note> lists_;
  detail::ghosts<2> gone_;
  std::array<std::size_t, 2> sizes_{};
  std::size_t goal_ = 0;
  std::size_t room_ = 0;
  cache_slot newcomer_ = no_slot;
  bool newcomer_from_often_ = false;
};

}  // namespace patterns::caching
