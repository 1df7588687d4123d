/// @file
/// C20 · redis_options, redis_stats: where a store's server is, how long it is waited for, and how that went.
export module patterns.caching.redis:redis_options;

import std;

export namespace patterns::caching {

/// Thrown for options that make no sense; the message names the option and its value.
class redis_options_error : public std::invalid_argument {
 public:
  using std::invalid_argument::invalid_argument;
};

/// Where a server is and how it is dealt with.
///
/// A call that finds the server in trouble takes at most the time to wait for a free connection, to make one, and for
/// the answer; and the last two once more if the connection turned out to be one that the server had closed.
struct redis_options {
  std::string host = "127.0.0.1";  ///< a name is looked up as the system does it, which has time limits of its own
  std::uint16_t port = 6379;
  std::string unix_socket = {};  ///< the path of a socket, in place of host and port
  std::string user = {};         ///< empty: the server's default user
  std::string password = {};     ///< empty: none is given
  int database = 0;

  /// What the name of each key begins with. It must not be empty: `clear` takes out all that begins so. Let no prefix
  /// be the beginning of another, as by a colon at its end.
  std::string prefix = {};

  /// How long what is put without a time to live is kept; empty: until the server needs the room.
  std::optional<std::chrono::milliseconds> time_to_live = std::nullopt;

  std::chrono::milliseconds wait_timeout{1000};     ///< for a free connection, if all are in use
  std::chrono::milliseconds connect_timeout{1000};  ///< for a new connection, with what is said on it first
  std::chrono::milliseconds command_timeout{1000};  ///< for one command, or for one batch
  std::chrono::milliseconds clear_timeout{60000};   ///< for clear, which is as many commands as the server has keys

  std::size_t connections = 4;  ///< how many there may be; none is made before it is needed
  std::size_t batch = 256;      ///< how many commands of get_many and put_many are under way at once
  std::size_t reply_limit = std::size_t{64} << 20;  ///< bytes; a longer answer is refused

  /// How long a server that could not be reached is left alone: callers get their error at once. The time doubles with
  /// each attempt that fails, up to the second.
  std::chrono::milliseconds retry_after{100};
  std::chrono::milliseconds retry_after_at_most{5000};
  /// The clock of that, and of that only: what is waited for is waited for in real time. Must not use the store.
  std::function<std::chrono::steady_clock::time_point()> now = &std::chrono::steady_clock::now;
};

/// What a store and its server have been through.
struct redis_stats {
  std::uint64_t connects = 0;          ///< connections made
  std::uint64_t failed_connects = 0;   ///< attempts to make one
  std::uint64_t lost_connections = 0;  ///< given up after an error, or found closed
  std::uint64_t repeated = 0;          ///< commands given again, since the connection had been closed
  std::uint64_t unreadable = 0;        ///< misses where there was something, but no value of the store's type

  [[nodiscard]] constexpr bool operator==(const redis_stats&) const = default;
};

}  // namespace patterns::caching

namespace patterns::caching::detail {

/// How messages call the server.
[[nodiscard]] std::string redis_name(const redis_options& options);

/// @throws redis_options_error
void check_redis_options(const redis_options& options);

}  // namespace patterns::caching::detail
