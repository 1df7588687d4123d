/// @file
/// C20 · shared_stripe: a cache in a piece of memory, which a process may leave at any instruction.
export module patterns.caching:shared_stripe;

import std;
import :shared_layout;

namespace patterns::caching::detail {

/// What is in the memory cannot be. After repair, which drops it, what was asked for can be asked again.
struct stripe_damage {};

/// An entry, as bytes.
struct shared_entry {
  std::uint64_t hash;
  std::span<const std::byte> key;
  std::span<const std::byte> value;
  std::int64_t good_until;
};

/// The entries of one stripe, whose lock the caller holds. Those go that the hand of a clock finds unused.
///
/// However a process ends, be it in the middle of a member: after repair, all entries are there which that member was
/// not putting, erasing or evicting. No content of the memory leads a member out of the memory, or round in circles.
///
/// Every member but repair and format throws stripe_damage.
class shared_stripe {
 public:
  shared_stripe(std::byte* base, const stripe_layout& layout) noexcept
      : layout_(layout),
        head_(reinterpret_cast<shared_stripe_head*>(base + stripe_layout::head_at)),
        slots_(reinterpret_cast<shared_slot*>(base + layout.slots_at)),
        heads_(reinterpret_cast<std::uint32_t*>(base + layout.heads_at)),
        links_(reinterpret_cast<std::uint32_t*>(base + layout.links_at)),
        claims_(base + layout.claims_at),
        blocks_(base + layout.blocks_at) {}

  /// Makes an empty stripe of any bytes.
  void format() noexcept;

  /// Makes everything anew from the entries that are whole; how many were not.
  std::size_t repair() noexcept;

  [[nodiscard]] bool get(std::uint64_t hash, std::span<const std::byte> key, std::int64_t now,
                         std::vector<std::byte>& value);
  [[nodiscard]] bool put(const shared_entry& entry, std::int64_t now);
  [[nodiscard]] bool erase(std::uint64_t hash, std::span<const std::byte> key, std::int64_t now);
  [[nodiscard]] bool contains(std::uint64_t hash, std::span<const std::byte> key, std::int64_t now) const;

  [[nodiscard]] shared_stripe_head& head() const noexcept { return *head_; }

 private:
  [[nodiscard]] std::uint32_t& chain_of(std::uint64_t hash) const noexcept;
  [[nodiscard]] std::uint32_t blocks_of(const shared_slot& slot) const;
  [[nodiscard]] std::span<std::byte> block(std::uint32_t index) const noexcept;
  [[nodiscard]] std::uint32_t next_block(std::uint32_t index) const;
  [[nodiscard]] std::uint64_t digest_of(const shared_slot& slot) const;
  [[nodiscard]] bool holds_key(const shared_slot& slot, std::span<const std::byte> key) const;
  [[nodiscard]] std::uint32_t find(std::uint64_t hash, std::span<const std::byte> key) const;
  void read(const shared_slot& slot, std::vector<std::byte>& value) const;
  void write(std::uint32_t index, const shared_entry& entry, std::uint32_t count);
  void remove(std::uint32_t index);
  void make_room(std::uint32_t count, std::int64_t now);
  /// Marks the blocks of an entry as its own, if it is whole.
  [[nodiscard]] bool claim(const shared_slot& slot) noexcept;
  void release_unclaimed() noexcept;

  stripe_layout layout_;
  shared_stripe_head* head_;
  shared_slot* slots_;
  std::uint32_t* heads_;
  std::uint32_t* links_;
  std::byte* claims_;
  std::byte* blocks_;
};

}  // namespace patterns::caching::detail
