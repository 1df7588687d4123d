/// @file
/// C9 · cache_stats, removal_cause: what a cache tells of its work.
export module patterns.caching:observation;

import std;

export namespace patterns::caching {

/// Why an entry left a cache.
enum class removal_cause : std::uint8_t {
  evicted,   ///< to make room
  replaced,  ///< its key was put again
  erased,    ///< by erase, erase_if, clear or compute
  expired,   ///< it was no longer good, whatever took it out
};

/// What is called for each entry that leaves a cache. It may move from the value.
template <class Fn, class Key, class Value>
concept removal_listener = std::copy_constructible<Fn> && std::invocable<Fn&, const Key&, Value&, removal_cause>;

/// Thrown when a removal listener puts an entry into the very cache that calls it.
class listener_reentry_error : public std::logic_error {
 public:
  explicit listener_reentry_error(std::string_view operation)
      : std::logic_error(std::format("bounded_cache: {} called by its own removal listener", operation)) {}
};

/// Thrown when what compute or get_or_put calls changes the very cache that calls it.
class compute_reentry_error : public std::logic_error {
 public:
  explicit compute_reentry_error(std::string_view operation)
      : std::logic_error(std::format("bounded_cache: {} called by what computes an entry of it", operation)) {}
};

/// How a cache has done since it was made.
struct cache_stats {
  std::uint64_t hits = 0;
  std::uint64_t misses = 0;
  std::uint64_t evictions = 0;
  std::uint64_t expirations = 0;
  std::uint64_t listener_failures = 0;  ///< exceptions that left the removal listener

  /// Hits of all look-ups, 0 before the first.
  [[nodiscard]] constexpr double hit_ratio() const noexcept {
    const auto lookups = hits + misses;
    return lookups == 0 ? 0.0 : static_cast<double>(hits) / static_cast<double>(lookups);
  }

  // A member: as a defaulted friend it crashes GCC 16 in an importer (module_state::mangle).
  [[nodiscard]] constexpr bool operator==(const cache_stats&) const = default;
};

}  // namespace patterns::caching

namespace patterns::caching::detail {

/// What adds to a sum of statistics. A cache that does not expire knows no expirations.
template <class Stats>
constexpr void add_stats(Stats& sum, const Stats& part) noexcept {
  sum.hits += part.hits;
  sum.misses += part.misses;
  sum.evictions += part.evictions;
  sum.listener_failures += part.listener_failures;
  if constexpr (requires { sum.expirations += part.expirations; }) {
    sum.expirations += part.expirations;
  }
}

}  // namespace patterns::caching::detail
