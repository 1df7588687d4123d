/// @file
/// async core · with_stop_token, unstoppable: part of a computation under a token of its own.
export module patterns.async:stop_scope;

import std;
import patterns.concurrency;
import :awaitable;
import :cancellation;
import :root_task;
import :task;

namespace patterns::async::detail {

// An lvalue is held as a reference, an rvalue as the object itself: A is the parameter's type, not deduced.
template <class A>
task<returned_result_t<A>> await_with(concurrency::stop_token token, A awaited) {
  co_await ambient_stop_token_setter(token);
  co_return co_await std::forward<A>(awaited);
}

}  // namespace patterns::async::detail

export namespace patterns::async {

/// A task that awaits `awaited` under `token` in place of the token of whoever awaits the task.
///
/// Complexity: one coroutine. Exceptions: what `awaited` throws.
/// Source: folly's co_withCancellation.
template <awaitable A>
[[nodiscard]] auto with_stop_token(concurrency::stop_token token, A&& awaited) -> task<detail::returned_result_t<A>> {
  return detail::await_with<A>(std::move(token), std::forward<A>(awaited));
}

/// A task that awaits `awaited` to its end, whoever asks it to stop: for what cleans up.
///
/// Source: P3284, unstoppable.
template <awaitable A>
[[nodiscard]] auto unstoppable(A&& awaited) -> task<detail::returned_result_t<A>> {
  return async::with_stop_token({}, std::forward<A>(awaited));
}

}  // namespace patterns::async
