/// @file
/// C20 · what a store asks of its server, in bytes.
export module patterns.caching.redis:redis_client;

import std;
import :redis_connection;
import :redis_options;
import :redis_pool;

namespace patterns::caching::detail {

/// The longest time to live that is told to a server, some ten thousand years: the sum with the time of day must fit.
inline constexpr std::chrono::milliseconds longest_redis_ttl{std::int64_t{1} << 48};

/// `time` as a server takes it: no less, in whole milliseconds; 0 for what is over at once.
template <class Rep, class Period>
[[nodiscard]] constexpr std::chrono::milliseconds redis_ttl(std::chrono::duration<Rep, Period> time) noexcept {
  using std::chrono::milliseconds;
  const std::chrono::duration<long double, std::milli> exact(time);
  if (!(exact.count() > 0)) {
    return milliseconds::zero();
  }
  if (exact >= longest_redis_ttl) {
    return longest_redis_ttl;
  }
  const auto whole = milliseconds(static_cast<milliseconds::rep>(exact.count()));
  return std::chrono::duration<long double, std::milli>(whole) < exact ? whole + milliseconds(1) : whole;
}

/// A key or value as the protocol has it.
[[nodiscard]] std::string_view as_text(std::span<const std::byte> bytes) noexcept;
[[nodiscard]] std::span<const std::byte> as_pickle(std::string_view text) noexcept;

/// A store of texts under names, each beginning with the prefix of the options, which the caller puts there.
///
/// Thread-safety: every member may be called at any time by any thread. All throw redis_error.
class redis_client {
 public:
  struct entry {
    std::string key;
    std::vector<std::byte> value;
  };

  /// @throws redis_options_error
  explicit redis_client(redis_options options);

  /// What is there; nothing, too, for what is no text, which is counted as unreadable.
  [[nodiscard]] std::optional<std::string> get(std::string_view key);
  [[nodiscard]] std::vector<std::optional<std::string>> get_many(std::span<const std::string> keys);

  /// Returns whether the value is kept: not if its time is over at once, which takes out what was there.
  bool put(std::string_view key, std::string_view value, std::optional<std::chrono::milliseconds> time_to_live);
  void put_many(std::span<const entry> entries, std::optional<std::chrono::milliseconds> time_to_live);

  bool erase(std::string_view key);
  [[nodiscard]] bool contains(std::string_view key);
  void clear();

  void count_unreadable() noexcept;
  [[nodiscard]] redis_stats stats() const;
  [[nodiscard]] inline const redis_options& options() const noexcept { return pool_.options(); }
  [[nodiscard]] inline std::size_t waiting() const { return pool_.waiting(); }

 private:
  [[nodiscard]] std::optional<std::string> value_of(redis_reply reply);
  [[nodiscard]] bool counted(redis_command command);
  [[nodiscard]] std::string erase_page(std::string_view cursor, std::string_view pattern);

  redis_pool pool_;
  std::atomic<std::uint64_t> unreadable_ = 0;
};

}  // namespace patterns::caching::detail
