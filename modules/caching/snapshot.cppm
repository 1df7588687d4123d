/// @file
/// C9 · snapshot, restore: the entries of a cache as bytes, for the time after a restart.
///
/// The format, version 1. All numbers are little endian.
///
/// | part | bytes |
/// |---|---|
/// | magic | 93 50 43 53 |
/// | version | 1 |
/// | checksum | 4: CRC-32 of IEEE 802.3 of all that follows |
/// | entries | the pickle of a list of tuples: key, value, and the nanoseconds it is good for, the most for ever |
///
/// The entry most worth keeping comes last, so that it is the last one put.
export module patterns.caching:snapshot;

import std;
import patterns.data_model;
import :concepts;

namespace patterns::caching::detail {

template <class Key, class Value>
using saved_entries = std::vector<std::tuple<Key, Value, std::chrono::nanoseconds>>;

inline constexpr auto saved_for_ever = std::chrono::nanoseconds::max();

/// `entries` with magic, version and checksum before them.
[[nodiscard]] std::vector<std::byte> sealed_snapshot(std::vector<std::byte> entries);

/// The entries of a snapshot.
/// @throws snapshot_error
[[nodiscard]] std::span<const std::byte> opened_snapshot(std::span<const std::byte> bytes);

template <class Cache>
concept tells_time_left = requires(const Cache& cache, const typename Cache::key_type& key) {
  { cache.remaining(key) } -> std::same_as<decltype(cache.remaining(key))>;
  *cache.remaining(key);
};

template <class Cache>
using time_left_of = std::remove_cvref_t<decltype(*std::declval<const Cache&>().remaining(
    std::declval<const typename Cache::key_type&>()))>;

template <class Duration>
[[nodiscard]] constexpr std::chrono::nanoseconds saved_time(Duration left) noexcept {
  using std::chrono::nanoseconds;
  const std::chrono::duration<long double, std::nano> exact(left);
  return left == Duration::max() || exact.count() >= static_cast<long double>(nanoseconds::max().count())
             ? saved_for_ever
             : nanoseconds(static_cast<nanoseconds::rep>(exact.count()));
}

}  // namespace patterns::caching::detail

export namespace patterns::caching {

/// Thrown when bytes are no snapshot, or not one that this cache can be filled from.
class snapshot_error : public std::runtime_error {
 public:
  explicit snapshot_error(const std::string& what) : std::runtime_error("snapshot: " + what) {}
};

/// A cache whose entries can be walked, and written as bytes.
///
/// A cache that several threads share is none: take the snapshot of the cache that it guards, by its member `with`.
template <class Cache>
concept snapshot_source =
    cache<Cache> && data_model::picklable<typename Cache::key_type> &&
    data_model::picklable<typename Cache::mapped_type> && std::copy_constructible<typename Cache::key_type> &&
    std::copy_constructible<typename Cache::mapped_type> && std::ranges::forward_range<const Cache&>;

/// All that `cache` would give now, as bytes that restore takes, on any machine.
///
/// What has expired is left out; of what has not, how long it is still good for is kept.
///
/// Complexity: linear, and takes a copy of all entries. Looking is no use: the cache is as it was.
/// @throws data_model::pickle_error as data_model::dumps
/// Source: rows C9 and B28.
template <snapshot_source Cache>
[[nodiscard]] std::vector<std::byte> snapshot(const Cache& cache) {
  detail::saved_entries<typename Cache::key_type, typename Cache::mapped_type> entries;
  for (const auto& [key, value] : cache) {
    auto good_for = detail::saved_for_ever;
    if constexpr (detail::tells_time_left<Cache>) {
      const auto left = cache.remaining(key);
      if (!left) {
        continue;
      }
      good_for = detail::saved_time(*left);
    }
    entries.emplace_back(key, value, good_for);
  }
  std::ranges::reverse(entries);
  return detail::sealed_snapshot(data_model::dumps(entries));
}

/// Puts the entries of a snapshot into `cache`, in place of what it holds under their keys; how many it holds of them.
///
/// Where there is no room for all, those that were most worth keeping stay. An entry is good for as long as it was at
/// the snapshot, less `elapsed`; a cache without expiry keeps what was to be good for any time at all.
///
/// All is read and checked before the first put: bytes that are refused change nothing. What put throws leaves there
/// what was put before.
///
/// @throws snapshot_error if the bytes are cut short, damaged, of another version, or of other types
/// Source: rows C9 and B28.
template <snapshot_source Cache>
std::size_t restore(Cache& cache, std::span<const std::byte> bytes,
                    std::chrono::nanoseconds elapsed = std::chrono::nanoseconds::zero()) {
  using entries_type = detail::saved_entries<typename Cache::key_type, typename Cache::mapped_type>;
  entries_type entries;
  try {
    entries = data_model::loads<entries_type>(detail::opened_snapshot(bytes));
  } catch (const data_model::pickle_error& error) {
    std::throw_with_nested(snapshot_error(std::string("its entries do not fit this cache: ") + error.what()));
  }
  for (auto& [key, value, good_for] : entries) {
    if constexpr (detail::tells_time_left<Cache>) {
      if (good_for == detail::saved_for_ever) {
        cache.put(key, std::move(value), detail::time_left_of<Cache>::max());
      } else if (good_for > elapsed) {
        cache.put(key, std::move(value), good_for - std::max(elapsed, std::chrono::nanoseconds::zero()));
      }
    } else {
      cache.put(key, std::move(value));
    }
  }
  return static_cast<std::size_t>(
      std::ranges::count_if(entries, [&](const auto& entry) { return cache.contains(std::get<0>(entry)); }));
}

}  // namespace patterns::caching
