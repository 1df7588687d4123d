/// @file
/// C20 · shared_layout: where everything stands in the memory that processes share.
///
/// The memory begins with a header of 128 bytes; stripes of equal size follow, each a cache of its own behind its own
/// lock:
///
/// | part of a stripe | bytes | can be made anew |
/// |---|---|---|
/// | lock | 64 | |
/// | head | 128: ends of lists, numbers of entries, statistics | except the statistics |
/// | slots | 48 each: what is known of an entry | links to the next slot |
/// | heads | 4 for each slot: where the chain of the slots of some hashes begins | yes |
/// | links | 4 for each block: the next block of an entry, or the next that is free | of the free ones |
/// | claims | a bit for each block, for repair | yes |
/// | blocks | 64 each: the key and then the value of an entry, and zeros up to the end of its last block | |
///
/// What an entry is, its slot and its blocks say alone, under a digest; all else is made from that after a process has
/// died in a stripe. All numbers are those of the machine.
export module patterns.caching:shared_layout;

import std;

namespace patterns::caching::detail {

inline constexpr std::uint32_t no_place = ~std::uint32_t{0};
inline constexpr std::size_t shared_line = 64;
inline constexpr std::size_t shared_block = 64;

/// Raised whenever what is written below, or how a digest is made, changes.
inline constexpr std::uint32_t shared_layout_version = 1;

struct shared_header {
  static constexpr std::array<char, 8> ready{'p', 'a', 't', 'C', '2', '0', 'o', 'k'};
  /// Not completely made; its maker may be dead.
  static constexpr std::array<char, 8> draft{'p', 'a', 't', 'C', '2', '0', '.', '.'};

  std::array<char, 8> magic;
  std::uint32_t version;
  std::uint32_t lock_size;  ///< of the machine's lock: programs of 32 and 64 bits do not share
  std::uint64_t bytes;
  std::uint64_t stripes;
  std::uint64_t seed;  ///< of all hashes
  std::uint64_t digest;
  std::array<std::byte, 80> spare;
};

struct shared_stripe_head {
  std::uint32_t free_slot;
  std::uint32_t free_block;
  std::uint32_t free_blocks;
  std::uint32_t entries;
  std::uint32_t hand;
  std::uint32_t spare;
  std::uint64_t hits;
  std::uint64_t misses;
  std::uint64_t evictions;
  std::uint64_t expirations;
  std::uint64_t deaths;
  std::uint64_t damages;
  std::uint64_t dropped;
};

/// Any other state is damage.
enum class slot_state : std::uint32_t { free = 0, draft = 0x5341'4652, live = 0x4556'494C };

struct shared_slot {
  std::uint64_t digest;  ///< of the four that follow, and of all blocks
  std::uint64_t hash;
  std::int64_t good_until;  ///< by the clock of the caches
  std::uint32_t key_size;
  std::uint32_t value_size;
  std::uint32_t first_block;
  std::uint32_t next;  ///< of the chain, or of the free ones
  slot_state state;
  std::uint32_t visited;
};

[[nodiscard]] constexpr std::size_t rounded_to_lines(std::size_t bytes) noexcept {
  return (bytes + shared_line - 1) / shared_line * shared_line;
}

/// The places of the parts of a stripe, counted from its beginning, for as many blocks as fit.
struct stripe_layout {
  std::size_t size;  ///< 0 if not even one block fits
  std::uint32_t slots;
  std::uint32_t blocks;
  std::size_t slots_at;
  std::size_t heads_at;
  std::size_t links_at;
  std::size_t claims_at;
  std::size_t blocks_at;

  static constexpr std::size_t head_at = shared_line;
  static constexpr std::uint32_t most_blocks = 1U << 30;

  [[nodiscard]] static constexpr stripe_layout of(std::size_t size) noexcept {
    // Two blocks, the usual entry, take a slot, its head and two links beside them.
    constexpr std::size_t pair = 2 * shared_block + sizeof(shared_slot) + 3 * sizeof(std::uint32_t);
    auto blocks = static_cast<std::uint32_t>(std::min<std::size_t>(2 * (size / pair + 1), most_blocks));
    while (blocks != 0 && with(blocks).size > size) {
      --blocks;
    }
    return blocks == 0 ? stripe_layout{} : with(blocks);
  }

 private:
  [[nodiscard]] static constexpr stripe_layout with(std::uint32_t blocks) noexcept {
    stripe_layout made{};
    made.blocks = blocks;
    made.slots = (blocks + 1) / 2;
    made.slots_at = 3 * shared_line;
    made.heads_at = made.slots_at + made.slots * sizeof(shared_slot);
    made.links_at = made.heads_at + made.slots * sizeof(std::uint32_t);
    made.claims_at = made.links_at + blocks * sizeof(std::uint32_t);
    made.blocks_at = rounded_to_lines(made.claims_at + (blocks + 7) / 8);
    made.size = made.blocks_at + blocks * shared_block;
    return made;
  }
};

/// A step of a digest, in which every bit of `word` counts and none is lost.
[[nodiscard]] constexpr std::uint64_t digested(std::uint64_t state, std::uint64_t word) noexcept {
  state = (state ^ word) * 0x9E37'79B9'7F4A'7C15U;
  return state ^ (state >> 32);
}

/// The hash of a key: the same in every process, and another in every memory, so that nobody can choose keys that
/// collide.
[[nodiscard]] std::uint64_t shared_hash(std::uint64_t seed, std::span<const std::byte> key) noexcept;

}  // namespace patterns::caching::detail
