/// @file
/// C9 · where a bounded cache keeps its entries: a slab of nodes.
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
