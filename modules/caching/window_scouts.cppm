/// @file
/// C9 · finds the window that suits a cache, by small copies of it that try one each.
export module patterns.caching:window_scouts;

import std;
import :frequency_sketch;
import :hash_index;
import :slot_lists;
import :tiny_lfu_regions;

namespace patterns::caching::detail {

/// A cache of fingerprints alone, which counts what would have been hits.
class window_scout {
 public:
  void reserve(std::size_t slots) {
    index_.reserve(slots, slots, [this](cache_slot slot) { return regions_.fingerprint(slot); });
    regions_.reserve(slots);
    free_.reserve(slots);
    for (; known_ < slots; ++known_) {
      free_.push_back(static_cast<cache_slot>(known_));
    }
  }

  inline void on_use(std::uint32_t fingerprint, std::size_t room, double share, const frequency_sketch& seen) noexcept {
    if (const auto slot = find(fingerprint); slot != no_slot) {
      ++hits_;
      regions_.hit(slot);
      return;
    }
    // Twice if the room has become less, so that it is the right size before long.
    for (int gone = 0; gone < 2 && regions_.size() >= room + 1; ++gone) {
      forget(regions_.evict(share, seen, random_));
    }
    const auto slot = free_.back();
    free_.pop_back();
    index_.insert(fingerprint, slot);
    regions_.insert(slot, fingerprint, share);
    if (regions_.size() > room) {
      forget(regions_.evict(share, seen, random_));
    }
  }

  inline void on_erase(std::uint32_t fingerprint) noexcept {
    if (const auto slot = find(fingerprint); slot != no_slot) {
      regions_.erase(slot);
      forget(slot);
    }
  }

  [[nodiscard]] inline double hits() const noexcept { return hits_; }

  inline void fade(double factor) noexcept { hits_ *= factor; }

 private:
  [[nodiscard]] inline cache_slot find(std::uint32_t fingerprint) const noexcept {
    return index_.find(fingerprint,
                       [this, fingerprint](cache_slot slot) { return regions_.fingerprint(slot) == fingerprint; });
  }

  inline void forget(cache_slot slot) noexcept {
    index_.erase(regions_.fingerprint(slot), slot);
    free_.push_back(slot);
  }

  tiny_lfu_regions regions_;
  hash_index index_;
  std::vector<cache_slot> free_;
  std::size_t known_ = 0;
  double hits_ = 0;
  std::uint64_t random_ = first_random;
};

/// Climbs to the window with the best hit ratio.
///
/// A cache that tries one window after the other cannot tell what its own step has changed from what the load has, and
/// a small one has seen too few accesses for either. So several small copies, which hold nothing but fingerprints, see
/// the same sample of the accesses at the same time, each with a window of its own, from hardly any to all of the
/// cache; the window follows the copy that has the most hits of late. A copy is a quarter of a small cache and at most
/// `largest` entries, and sees as large a part of the keys as it is a part of the cache.
///
/// Complexity: O(1) for one access in four or fewer, else nothing. Only reserve allocates, at most half a megabyte.
// In a module a member defined in its class is inline only if it says so, and most accesses are not of the sample.
class window_scouts {
 public:
  void reserve(std::size_t slots) {
    const auto largest_copy = std::clamp(slots / 4, smallest, largest);
    for (auto& scout : scouts_) {
      scout.reserve(largest_copy + 2);
    }
    for (one_in_ = 1; slots / one_in_ > largest_copy; one_in_ *= 2) {
    }
    room_ = largest_copy;
  }

  inline void on_use(std::uint32_t fingerprint, std::size_t entries, const frequency_sketch& seen) noexcept {
    if (!is_of_sample(fingerprint)) {
      return;
    }
    const auto room = std::clamp<std::size_t>(entries / one_in_, 1, room_);
    for (std::size_t each = 0; each < scouts_.size(); ++each) {
      scouts_[each].on_use(fingerprint, room, shares[each], seen);
    }
    if (++uses_ >= room) {
      decide();
    }
  }

  inline void on_erase(std::uint32_t fingerprint) noexcept {
    if (is_of_sample(fingerprint)) {
      for (auto& scout : scouts_) {
        scout.on_erase(fingerprint);
      }
    }
  }

  /// Tells that the cache is full: before it is, all windows are alike, and chance would choose.
  inline void on_evict() noexcept { full_ = true; }

  /// The part of the entries that should be in the window.
  [[nodiscard]] inline double share() const noexcept { return shares[best_]; }

 private:
  static constexpr std::array shares{0.01, 0.05, 0.2, 0.6, 1.0};
  static constexpr std::size_t smallest = 16;
  static constexpr std::size_t largest = 2'048;

  /// How much of the past a copy still has to its credit after as many accesses as it has entries.
  static constexpr double memory = 0.9;

  /// By how many standard deviations a window must be better; that of a difference is at most the root of the number.
  static constexpr double evidence = 0.6;

  [[nodiscard]] inline bool is_of_sample(std::uint32_t fingerprint) const noexcept {
    // The finalizer of MurmurHash3: the sample must depend neither on a copy's index nor on the order of the keys.
    auto bits = fingerprint * 0x85EB'CA6BU;
    bits = (bits ^ (bits >> 15)) * 0xC2B2'AE35U;
    return ((bits >> 8) & (one_in_ - 1)) == 0;
  }

  void decide() noexcept {
    seen_ = full_ ? seen_ * memory + static_cast<double>(uses_) : 0;
    uses_ = 0;
    const auto enough = evidence * std::sqrt(seen_);
    for (std::size_t each = 0; full_ && each < scouts_.size(); ++each) {
      if (scouts_[each].hits() > scouts_[best_].hits() + enough) {
        best_ = each;
      }
    }
    for (auto& scout : scouts_) {
      scout.fade(full_ ? memory : 0);
    }
  }

  std::array<window_scout, shares.size()> scouts_;
  std::size_t one_in_ = 1;
  std::size_t room_ = 1;
  std::size_t uses_ = 0;
  std::size_t best_ = 0;
  double seen_ = 0;
  bool full_ = false;
};

/// What tells W-TinyLFU how large its window should be; it is told of all that happens.
template <class Window>
concept cache_window = std::default_initializable<Window> && std::movable<Window> &&
                       requires(Window& window, const Window& reader, std::uint32_t fingerprint, std::size_t entries,
                                const frequency_sketch& seen) {
                         window.reserve(entries);
                         { window.on_use(fingerprint, entries, seen) } noexcept;
                         { window.on_erase(fingerprint) } noexcept;
                         { window.on_evict() } noexcept;
                         { reader.share() } noexcept -> std::same_as<double>;
                       };

/// A window that stays as it is, for comparison.
template <unsigned Percent>
class fixed_window {
 public:
  void reserve(std::size_t) {}
  inline void on_use(std::uint32_t, std::size_t, const frequency_sketch&) noexcept {}
  inline void on_erase(std::uint32_t) noexcept {}
  inline void on_evict() noexcept {}
  [[nodiscard]] inline double share() const noexcept { return Percent / 100.0; }
};

}  // namespace patterns::caching::detail
