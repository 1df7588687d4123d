/// @file
/// C20 · shared_segment: entries as bytes in memory that processes share, in stripes behind locks.
export module patterns.caching:shared_segment;

import std;
import :observation;
import :shared_mapping;
import :shared_stripe;

export namespace patterns::caching {

/// What has gone wrong in the memory of a shared_memory_cache since it was made, and was put in order again.
/// Source: row C20.
struct shared_memory_repairs {
  std::uint64_t deaths = 0;   ///< of processes or threads that were at work in it
  std::uint64_t damages = 0;  ///< of bytes that nobody should have written
  std::uint64_t dropped = 0;  ///< entries that were half written, or damaged

  // A member: as a defaulted friend it crashes GCC 16 in an importer (module_state::mangle).
  [[nodiscard]] constexpr bool operator==(const shared_memory_repairs&) const = default;
};

}  // namespace patterns::caching

namespace patterns::caching::detail {

/// A cache of bytes under bytes. Every member may be called at any time by any thread of any process, and throws
/// shared_memory_error, or shared_memory_busy when a lock is not had in time.
class shared_segment {
 public:
  explicit shared_segment(shared_wish wish);

  /// The value, into `value`; whether there is one.
  [[nodiscard]] bool get(std::span<const std::byte> key, std::int64_t now, std::vector<std::byte>& value);
  [[nodiscard]] bool put(std::span<const std::byte> key, std::span<const std::byte> value, std::int64_t good_until,
                         std::int64_t now);
  [[nodiscard]] bool erase(std::span<const std::byte> key, std::int64_t now);
  [[nodiscard]] bool contains(std::span<const std::byte> key, std::int64_t now) const;
  void clear();

  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] cache_stats stats() const;
  [[nodiscard]] shared_memory_repairs repairs() const;

  [[nodiscard]] inline const std::string& name() const noexcept { return wish_.name; }
  [[nodiscard]] inline std::size_t bytes() const noexcept { return mapping_.bytes(); }
  [[nodiscard]] inline std::size_t stripes() const noexcept { return mapping_.stripes(); }
  /// How many bytes of keys and values there is room for.
  [[nodiscard]] std::size_t capacity() const noexcept;

 private:
  class held_stripe;

  template <class Action>
  auto at(std::size_t index, Action action) const;
  template <class Action>
  auto with_stripe_of(std::span<const std::byte> key, Action action) const;
  template <class Result, class Action>
  [[nodiscard]] Result sum(Action action) const;

  shared_wish wish_;
  shared_mapping mapping_;
};

}  // namespace patterns::caching::detail
