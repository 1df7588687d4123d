/// @file
/// async core · cancellation: the stop_token that a coroutine and all that it awaits share.
export module patterns.async:cancellation;

import std;
import patterns.concurrency;
import :awaitable;

export namespace patterns::async {

/// Thrown out of a wait that was given up because a stop was requested. The wait took nothing: no lock, no element.
class operation_cancelled : public std::runtime_error {
 public:
  /// @param operation  which wait, such as "async_mutex::lock"
  explicit operation_cancelled(std::string_view operation)
      : std::runtime_error(std::format("{}: cancelled, a stop was requested", operation)) {}
};

}  // namespace patterns::async

namespace patterns::async::detail {

/// Base of the promises here: knows by which token its coroutine is asked to stop.
///
/// A coroutine takes the token of the one that awaits it. Whoever starts a coroutine otherwise (sync_wait, a group)
/// gives it one that outlives it, which is why a pointer is enough.
class stoppable_promise {
 public:
  /// The token, or null for a coroutine that nobody can stop.
  [[nodiscard]] inline const concurrency::stop_token* ambient_stop_token() const noexcept { return stop_token_; }
  inline void set_ambient_stop_token(const concurrency::stop_token* token) noexcept { stop_token_ = token; }

 private:
  const concurrency::stop_token* stop_token_ = nullptr;
};

/// The ambient token of a suspended coroutine; null if it has none or if its type knows of none.
template <class Promise>
[[nodiscard]] const concurrency::stop_token* ambient_stop_token(std::coroutine_handle<Promise> coroutine) noexcept {
  if constexpr (std::derived_from<Promise, stoppable_promise>) {
    return coroutine.promise().ambient_stop_token();
  } else {
    return nullptr;
  }
}

class current_stop_token_awaiter {
 public:
  [[nodiscard]] static constexpr bool await_ready() noexcept { return false; }

  template <class Promise>
  [[nodiscard]] bool await_suspend(std::coroutine_handle<Promise> asking) noexcept {
    if (const auto* const token = detail::ambient_stop_token(asking)) {
      token_ = *token;
    }
    return false;
  }

  [[nodiscard]] inline concurrency::stop_token await_resume() noexcept { return std::move(token_); }

 private:
  concurrency::stop_token token_;
};

/// Replaces the ambient token of the coroutine that awaits this, from then on.
class ambient_stop_token_setter {
 public:
  explicit inline ambient_stop_token_setter(const concurrency::stop_token& token) noexcept : token_(&token) {}

  [[nodiscard]] static constexpr bool await_ready() noexcept { return false; }

  template <std::derived_from<stoppable_promise> Promise>
  [[nodiscard]] bool await_suspend(std::coroutine_handle<Promise> asking) const noexcept {
    asking.promise().set_ambient_stop_token(token_);
    return false;
  }

  static constexpr void await_resume() noexcept {}

 private:
  const concurrency::stop_token* token_;
};

}  // namespace patterns::async::detail

export namespace patterns::async {

/// `co_await current_stop_token()` is the token by which the coroutine is asked to stop: that of the coroutine which
/// awaits it, up to whoever started the first of them. It never suspends.
///
/// Every wait of this module goes by this token unless it is given another. In a coroutine of a foreign type it is a
/// token that never stops.
///
/// Complexity: O(1), one reference counted. Source: folly's co_current_cancellation_token; std::execution's
/// get_stop_token.
[[nodiscard]] inline auto current_stop_token() noexcept {
  return detail::current_stop_token_awaiter();
}

}  // namespace patterns::async
