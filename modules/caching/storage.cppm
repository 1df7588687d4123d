/// @file
/// C9 · where a bounded cache keeps its entries: a slab of nodes, and an index that finds them by hash.
export module patterns.caching:storage;

import std;
import :eviction;
import :observation;

namespace patterns::caching::detail {

inline constexpr std::size_t max_slots = std::size_t{1} << 30;

/// Spreads a hash that may be the identity, and keeps what the index needs of it.
[[nodiscard]] inline std::uint32_t fingerprint_of(std::size_t hash) noexcept {
  std::uint64_t bits = hash;
  bits ^= bits >> 32;
  return static_cast<std::uint32_t>((bits * 0x9E37'79B9'7F4A'7C15U) >> 32);
}

/// Fingerprint to slot: open addressing with linear probing, at most three quarters full.
///
/// A removal closes the gap behind it (Knuth, TAOCP 3, 6.4, algorithm R), so that there are no tombstones and a cache
/// that evicts for ever never has to be rehashed. The fingerprint gives the home of a cell, so that neither a removal
/// nor growth calls the user's hash.
// In a module a member defined in its class is inline only if it says so, and these are a few instructions each.
class hash_index {
 public:
  template <class Predicate>
  [[nodiscard]] cache_slot find(std::uint32_t fingerprint, Predicate&& is_key) const {
    if (cells_.empty()) {
      return no_slot;
    }
    for (auto place = home(fingerprint);; place = after(place)) {
      const auto [mark, slot] = cells_[place];
      if (slot == no_slot || (mark == fingerprint && is_key(slot))) {
        return slot;
      }
    }
  }

  /// Makes room for `entries` in all; strong guarantee.
  void reserve(std::size_t entries) {
    if (entries * 4 <= cells_.size() * 3) {
      return;
    }
    hash_index larger;
    larger.cells_.resize(std::bit_ceil(std::max<std::size_t>(8, entries + entries / 3 + 1)));
    larger.shift_ = 32 - std::countr_zero(larger.cells_.size());
    for (const auto& [fingerprint, slot] : cells_) {
      if (slot != no_slot) {
        larger.insert(fingerprint, slot);
      }
    }
    *this = std::move(larger);
  }

  inline void insert(std::uint32_t fingerprint, cache_slot slot) noexcept {
    auto place = home(fingerprint);
    while (cells_[place].slot != no_slot) {
      place = after(place);
    }
    cells_[place] = {fingerprint, slot};
  }

  inline void replace(std::uint32_t fingerprint, cache_slot from, cache_slot to) noexcept {
    cells_[place_of(fingerprint, from)].slot = to;
  }

  inline void erase(std::uint32_t fingerprint, cache_slot slot) noexcept {
    auto hole = place_of(fingerprint, slot);
    for (auto place = after(hole); cells_[place].slot != no_slot; place = after(place)) {
      const auto from_home = (place - home(cells_[place].fingerprint)) & mask();
      if (from_home >= ((place - hole) & mask())) {
        cells_[hole] = cells_[place];
        hole = place;
      }
    }
    cells_[hole] = {};
  }

 private:
  struct cell {
    std::uint32_t fingerprint = 0;
    cache_slot slot = no_slot;
  };

  [[nodiscard]] inline std::size_t mask() const noexcept { return cells_.size() - 1; }
  [[nodiscard]] inline std::size_t home(std::uint32_t fingerprint) const noexcept { return fingerprint >> shift_; }
  [[nodiscard]] inline std::size_t after(std::size_t place) const noexcept { return (place + 1) & mask(); }

  [[nodiscard]] inline std::size_t place_of(std::uint32_t fingerprint, cache_slot slot) const noexcept {
    auto place = home(fingerprint);
    while (cells_[place].slot != slot) {
      place = after(place);
    }
    return place;
  }

  std::vector<cell> cells_;
  int shift_ = 32;
};

struct no_weight {};

/// One entry, or room for one.
template <class Entry, class Weight, class Times>
struct cache_node {
  cache_node() noexcept {}
  ~cache_node() {}

  /// Its fingerprint in a node that is in the index; the next node in one that is in a list of departed or free ones.
  std::uint32_t tag;
  removal_cause cause;
  [[no_unique_address]] Weight weight;
  [[no_unique_address]] Times times;
  union {
    Entry entry;
  };
};

/// Nodes by slot, in segments that never move, so that entries need not be movable and stay where they are.
template <class Node>
class slab {
 public:
  [[nodiscard]] Node& operator[](cache_slot slot) noexcept { return segments_[slot / per_segment][slot % per_segment]; }
  [[nodiscard]] const Node& operator[](cache_slot slot) const noexcept {
    return segments_[slot / per_segment][slot % per_segment];
  }

  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  /// Makes room for at least `nodes` and at most `bound` in all. Only the segment that reaches the bound is short.
  void reserve(std::size_t nodes, std::size_t bound) {
    while (size_ < nodes) {
      const auto count = std::min(per_segment, bound - size_);
      segments_.push_back(std::make_unique<Node[]>(count));
      size_ += count;
    }
  }

  /// A free slot; there must be one.
  [[nodiscard]] cache_slot take() noexcept {
    if (free_ == no_slot) {
      return fresh_++;
    }
    return std::exchange(free_, (*this)[free_].tag);
  }

  void give_back(cache_slot slot) noexcept {
    (*this)[slot].tag = free_;
    free_ = slot;
  }

 private:
  static constexpr std::size_t per_segment = std::bit_floor(std::max<std::size_t>(16, 16384 / sizeof(Node)));

  std::vector<std::unique_ptr<Node[]>> segments_;
  std::size_t size_ = 0;
  cache_slot fresh_ = 0;
  cache_slot free_ = no_slot;
};

}  // namespace patterns::caching::detail
