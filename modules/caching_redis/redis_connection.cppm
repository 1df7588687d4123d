/// @file
/// C20 · one connection to a server. Of all units only the one that implements this knows of hiredis.
export module patterns.caching.redis:redis_connection;

import std;
import patterns.caching;
import :redis_error;
import :redis_options;

namespace patterns::caching::detail {

/// What a server answers.
struct redis_reply {
  enum class form { nothing, integer, text, status, error, list, other };

  form is = form::nothing;
  long long integer = 0;
  std::string text = {};
  std::vector<redis_reply> elements = {};
};

/// The name of a command and its arguments.
using redis_command = std::vector<std::string_view>;

/// The server has gone. Says how far things had got.
class redis_lost : public redis_error {
 public:
  redis_lost(const std::string& message, bool some_sent, bool some_answered)
      : redis_error(redis_failure::unreachable, message), sent(some_sent), answered(some_answered) {}

  const bool sent;
  const bool answered;
};

/// Until when something is waited for, and how long that was at first.
struct redis_time_limit {
  inline explicit redis_time_limit(std::chrono::milliseconds wanted)
      : length(wanted), end(concurrency::deadline_after(wanted)) {}

  std::chrono::milliseconds length;
  std::chrono::steady_clock::time_point end;
};

/// A connection to a server, for one thread at a time; of no more use once a member has thrown.
///
/// hiredis writes commands and reads answers here. It does not wait: its time limit is for each read, so that a server
/// which sends a byte now and then is waited for without end, and a write of its can end the process by SIGPIPE.
class redis_connection {
 public:
  /// Connects and says who is there.
  /// @throws redis_error
  explicit redis_connection(const redis_options& options);
  redis_connection(const redis_connection&) = delete;
  redis_connection& operator=(const redis_connection&) = delete;
  ~redis_connection();

  /// The answers to `commands`, which are all sent before the first is waited for. What a server says is no error here.
  /// @throws redis_error if they have not come within the limit
  [[nodiscard]] std::vector<redis_reply> exchange(std::span<const redis_command> commands,
                                                  const redis_time_limit& limit);

  /// False if the server has closed it, or has said something that nobody asked for.
  [[nodiscard]] bool is_quiet() const noexcept;

 private:
  class wire;

  std::unique_ptr<wire> wire_;
};

/// What to throw when `reply` is an error of the server, or not what the command gives.
[[nodiscard]] redis_error redis_complaint(const std::string& server, std::string_view command,
                                          const redis_reply& reply);

}  // namespace patterns::caching::detail
