/// @file
/// C9 · s3_fifo: three queues, the small one of which keeps what is used once from the rest.
export module patterns.caching:s3_fifo;

import std;
import :eviction;
import :ghosts;
import :slot_lists;

export namespace patterns::caching {

/// Lets a new entry prove itself in a small queue, a tenth of all; what was used twice there moves to the main queue,
/// the rest leaves and is remembered for a while by its fingerprint: who returns in time enters the main queue at once.
///
/// In the main queue an entry goes round as often as it was used, at most three times, before it leaves. A hit writes
/// one byte and moves nothing. The queues are sized by the number of entries, whatever these weigh.
///
/// Complexity: every operation is O(1), evict amortised over the hits: it passes an entry at most once for each that
/// was used. O(size) if all fingerprints are neighbours. Only reserve allocates. Memory: 36 to 46 bytes a slot.
/// Source: row C9; Yang, Zhang, Qiu, Yue, Vigfusson, "FIFO queues are all you need for cache eviction" (SOSP 2023).
class s3_fifo {
 public:
  s3_fifo() = default;
  explicit s3_fifo(std::size_t /*capacity*/) noexcept {}

  void reserve(std::size_t slots) {
    queues_.reserve(slots);
    gone_.reserve(slots);
  }

  inline void on_insert(cache_slot slot, std::uint32_t fingerprint) noexcept {
    const auto returned = gone_.forget(fingerprint) != gone_.nowhere;
    queues_.note(slot) = {fingerprint, 0, returned ? in_main : in_small};
    enter(queues_.note(slot).queue, slot);
    newcomer_ = slot;
  }

  inline void on_hit(cache_slot slot) noexcept {
    auto& uses = queues_.note(slot).uses;
    uses = uses < most_uses ? static_cast<std::uint8_t>(uses + 1) : most_uses;
  }

  [[nodiscard]] bool share_hits() noexcept { return true; }

  /// Of hits at the same moment one may be lost.
  inline void on_shared_hit(cache_slot slot) noexcept {
    const std::atomic_ref<std::uint8_t> uses(queues_.note(slot).uses);
    if (const auto before = uses.load(std::memory_order_relaxed); before < most_uses) {
      uses.store(static_cast<std::uint8_t>(before + 1), std::memory_order_relaxed);
    }
  }

  inline void on_erase(cache_slot slot) noexcept {
    leave(slot);
    if (newcomer_ == slot) {
      newcomer_ = no_slot;
    }
  }

  inline void on_replace(cache_slot from, cache_slot to) noexcept {
    queues_.replace(from, to);
    if (newcomer_ == from) {
      newcomer_ = to;
    }
  }

  [[nodiscard]] inline cache_slot evict() noexcept {
    // The paper makes room before the newcomer enters, so that it counts in no queue yet.
    const auto newcomer = std::exchange(newcomer_, no_slot);
    if (newcomer == no_slot || size() == 1) {
      return take_next(size() - 1);
    }
    leave(newcomer);
    const auto victim = take_next(size());
    enter(queues_.note(newcomer).queue, newcomer);
    newcomer_ = newcomer;
    return victim;
  }

  [[nodiscard]] inline cache_slot first() const noexcept { return queues_.first(); }

  [[nodiscard]] inline cache_slot next(cache_slot slot) const noexcept { return queues_.next(slot); }

 private:
  struct note {
    std::uint32_t fingerprint = 0;
    std::uint8_t uses = 0;
    std::uint8_t queue = in_small;
  };

  static constexpr std::uint8_t in_main = 0;
  static constexpr std::uint8_t in_small = 1;
  static constexpr std::uint8_t most_uses = 3;
  static constexpr std::size_t small_part = 10;

  inline void enter(std::uint8_t queue, cache_slot slot) noexcept {
    queues_.push_front(queue, slot);
    ++sizes_[queue];
  }

  inline void leave(cache_slot slot) noexcept {
    queues_.unlink(slot);
    --sizes_[queues_.note(slot).queue];
  }

  [[nodiscard]] inline std::size_t size() const noexcept { return sizes_[in_main] + sizes_[in_small]; }

  /// Takes one out of what the queues hold when the cache may hold `room`.
  [[nodiscard]] inline cache_slot take_next(std::size_t room) noexcept {
    const auto small = std::max<std::size_t>(1, room / small_part);
    for (;;) {
      const auto queue = sizes_[in_small] >= small || sizes_[in_main] == 0 ? in_small : in_main;
      const auto oldest = queues_.back(queue);
      auto& known = queues_.note(oldest);
      leave(oldest);
      if (queue == in_main && known.uses > 0) {
        --known.uses;
        enter(in_main, oldest);
      } else if (queue == in_small && known.uses > 1) {
        known.uses = 0;
        known.queue = in_main;
        enter(in_main, oldest);
      } else {
        if (queue == in_small) {
          remember(known.fingerprint, room - std::min(room, small));
        }
        return oldest;
      }
    }
  }

  /// As many are remembered as the main queue may hold.
  inline void remember(std::uint32_t fingerprint, std::size_t at_most) noexcept {
    gone_.remember(0, fingerprint);
    while (gone_.size(0) > at_most) {
      gone_.forget_oldest(0);
    }
  }

  detail::slot_lists<2, note> queues_;
  detail::ghosts<1> gone_;
  std::array<std::size_t, 2> sizes_{};
  cache_slot newcomer_ = no_slot;
};

}  // namespace patterns::caching
