/// @file
/// C20 · the connections of a store, of which each command takes one.
export module patterns.caching.redis:redis_pool;

import std;
import :redis_connection;
import :redis_error;
import :redis_options;

namespace patterns::caching::detail {

/// Lends connections to one server, so many at a time at most, and makes new ones for those that are lost.
///
/// A server that cannot be reached is left alone for a while, in which every caller gets the error of the last attempt
/// at once; then one caller makes the next attempt, and the others still get their error.
///
/// Thread-safety: every member may be called at any time by any thread.
class redis_pool {
 public:
  /// @throws redis_options_error
  explicit redis_pool(redis_options options);
  redis_pool(const redis_pool&) = delete;
  redis_pool& operator=(const redis_pool&) = delete;

  /// The answers to `commands`. Those that are `repeatable` are given once more if the server closed the connection
  /// before it answered, which it may have done at any time since it was used last; others if they were not sent.
  /// @throws redis_error
  [[nodiscard]] std::vector<redis_reply> run(std::span<const redis_command> commands, bool repeatable);

  /// The one answer to `command`, which is none of the server's errors.
  /// @throws redis_error
  [[nodiscard]] redis_reply run(redis_command command, bool repeatable);

  [[nodiscard]] inline const redis_options& options() const noexcept { return options_; }
  [[nodiscard]] inline const std::string& name() const noexcept { return name_; }
  [[nodiscard]] redis_stats stats() const;

  /// How many callers wait for a connection.
  [[nodiscard]] std::size_t waiting() const;

 private:
  using connection_ptr = std::unique_ptr<redis_connection>;
  class lease;

  /// A redis_error in parts: what an exception says may be shared by its copies, and is then in the hands of several
  /// threads.
  struct failure {
    redis_failure why = redis_failure::unreachable;
    std::string message = {};
  };

  [[nodiscard]] lease take(std::string_view command);
  [[nodiscard]] connection_ptr connect(std::unique_lock<std::mutex>& lock, std::string_view command);
  void give_back(connection_ptr connection, bool is_good) noexcept;
  void remember(const failure& error, std::chrono::steady_clock::time_point now);

  redis_options options_;
  std::string name_;
  mutable std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<connection_ptr> idle_;  // with room for all there may be
  std::size_t lent_ = 0;
  std::size_t waiting_ = 0;
  redis_stats stats_;

  unsigned failures_ = 0;  // attempts to connect, since the last that succeeded
  bool probing_ = false;
  std::chrono::steady_clock::time_point retry_at_;
  failure last_error_;
};

}  // namespace patterns::caching::detail
