/// @file
/// C20 · redis_error: what went wrong between a store and its server.
export module patterns.caching.redis:redis_error;

import std;
import patterns.caching;

export namespace patterns::caching {

/// Why a server has not done what it was asked.
enum class redis_failure {
  unreachable,     ///< there is no connection, or it was lost
  timeout,         ///< no answer, or no free connection, in the time that there is for it
  protocol,        ///< what answers does not speak as such a server does
  refused,         ///< the server's answer is an error
  authentication,  ///< the server does not know the user, or does not let him in
};

/// A server has not done what it was asked. The message names the server and the command, and shows no key, no value
/// and no password, not even where the server repeats them in its answer.
///
/// Source: row C20.
class redis_error : public cache_store_error {
 public:
  redis_error(redis_failure why, const std::string& message) : cache_store_error(message), why_(why) {}

  [[nodiscard]] inline redis_failure why() const noexcept { return why_; }

 private:
  redis_failure why_;
};

}  // namespace patterns::caching
