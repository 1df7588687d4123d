/// @file
/// B17 · async_context_manager: what is entered before a piece of work and left after it, where both may take a while.
export module patterns.async:async_context_manager;

import std;
import patterns.concurrency;
import patterns.data_model;
import :awaitable;
import :cancellation;
import :exit_error;
import :root_task;
import :task;

namespace patterns::async::detail {

template <class R>
concept exit_verdict = std::is_void_v<R> || std::same_as<R, data_model::exit_result>;

template <class A>
concept awaited_exit = awaitable<A> && exit_verdict<await_result_t<A>>;

}  // namespace patterns::async::detail

export namespace patterns::async {

/// A type with `enter()` and `exit(error)` as patterns::data_model::context_manager has them, whose results are
/// awaited: that of `enter()` is what to work with, or nothing; that of `exit` is nothing, or an exit_result by which
/// it may end the exception that ended the work.
///
/// `error` is null after success. It lives until the exit has ended, so a coroutine may take it by reference.
///
/// Source: row B17; Python's `__aenter__` and `__aexit__` (PEP 492).
template <class T>
concept async_context_manager = requires(T& manager, const std::exception_ptr& error) {
  { manager.enter() } -> awaitable;
  { manager.exit(error) } -> detail::awaited_exit;
};

}  // namespace patterns::async

namespace patterns::async::detail {

template <class M>
using async_entered_t = returned_result_t<decltype(std::declval<M&>().enter())>;

template <class M>
concept async_may_swallow =
    std::same_as<await_result_t<decltype(std::declval<M&>().exit(std::exception_ptr()))>, data_model::exit_result>;

// What is entered has a name in the body, and so is an lvalue to it, unless the body takes it over.
template <class Body, class Entered>
struct async_body_call {};

template <class Body, class Entered>
  requires(!std::is_void_v<Entered>) && std::invocable<Body&, std::add_lvalue_reference_t<Entered>>
struct async_body_call<Body, Entered> {
  using type = std::invoke_result_t<Body&, std::add_lvalue_reference_t<Entered>>;
};

template <class Body, class Entered>
  requires(!std::is_void_v<Entered>) &&
          (!std::invocable<Body&, std::add_lvalue_reference_t<Entered>>) && std::invocable<Body&, Entered>
struct async_body_call<Body, Entered> {
  using type = std::invoke_result_t<Body&, Entered>;
};

template <class Body, class Entered>
  requires(std::is_void_v<Entered> ||
           !(std::invocable<Body&, std::add_lvalue_reference_t<Entered>> || std::invocable<Body&, Entered>)) &&
          std::invocable<Body&>
struct async_body_call<Body, Entered> {
  using type = std::invoke_result_t<Body&>;
};

template <class Body, class M>
using async_body_call_t = typename async_body_call<std::remove_reference_t<Body>, async_entered_t<M>>::type;

}  // namespace patterns::async::detail

export namespace patterns::async {

/// A callable for async_with: it takes what entering an `M` gives, or no argument, and its result is awaited.
template <class Body, class M>
concept async_context_body = async_context_manager<M> && awaitable<detail::async_body_call_t<Body, M>>;

}  // namespace patterns::async

namespace patterns::async::detail {

// What was entered, or what the body has given, waits here until the exit has ended.
template <class R>
class kept_body_result {
 public:
  using or_nothing = std::optional<R>;

  template <class U>
  void set(U&& value) {
    value_.emplace(std::forward<U>(value));
  }
  [[nodiscard]] R& get() noexcept { return *value_; }
  [[nodiscard]] R take() { return std::move(*value_); }
  [[nodiscard]] or_nothing take_or_nothing() { return std::move(value_); }

 private:
  std::optional<R> value_;
};

template <class R>
class kept_body_result<R&> {
 public:
  using or_nothing = std::optional<std::reference_wrapper<R>>;

  void set(R& value) noexcept { value_ = std::addressof(value); }
  [[nodiscard]] R& get() const noexcept { return *value_; }
  [[nodiscard]] R& take() const noexcept { return *value_; }
  [[nodiscard]] or_nothing take_or_nothing() const noexcept {
    return value_ == nullptr ? or_nothing() : or_nothing(*value_);
  }

 private:
  R* value_ = nullptr;
};

template <>
class kept_body_result<void> {
 public:
  using or_nothing = bool;

  inline void set() noexcept { is_set_ = true; }
  inline void take() const noexcept {}
  [[nodiscard]] inline bool take_or_nothing() const noexcept { return is_set_; }

 private:
  bool is_set_ = false;
};

template <class M, class Body>
using async_body_result_t = returned_result_t<async_body_call_t<Body, M>>;

template <class M, class Body>
struct async_with_result {
  using type = async_body_result_t<M, Body>;
};

template <class M, class Body>
  requires async_may_swallow<M>
struct async_with_result<M, Body> {
  using type = typename kept_body_result<async_body_result_t<M, Body>>::or_nothing;
};

template <class Entered, class Body>
decltype(auto) call_async_body(Body& body, [[maybe_unused]] kept_body_result<Entered>& entered) {
  if constexpr (std::is_void_v<Entered>) {
    return std::invoke(body);
  } else if constexpr (std::invocable<Body&, std::add_lvalue_reference_t<Entered>>) {
    return std::invoke(body, entered.get());
  } else if constexpr (std::invocable<Body&, Entered>) {
    return std::invoke(body, static_cast<Entered&&>(entered.get()));
  } else {
    return std::invoke(body);
  }
}

// An lvalue is held as a reference, an rvalue as the object itself: M and Body are the parameters' types, not deduced.
// All is one coroutine: once it has entered, no frame is needed that might not be had.
template <class M, class Body>
task<typename async_with_result<M, Body>::type> run_async_with(M manager, Body body) {
  kept_body_result<async_entered_t<M>> entered;
  if constexpr (std::is_void_v<async_entered_t<M>>) {
    co_await manager.enter();
  } else {
    entered.set(co_await manager.enter());
  }

  kept_body_result<async_body_result_t<M, Body>> result;
  std::exception_ptr error;
  try {
    if constexpr (std::is_void_v<async_body_result_t<M, Body>>) {
      co_await detail::call_async_body(body, entered);
      result.set();
    } else {
      result.set(co_await detail::call_async_body(body, entered));
    }
  } catch (...) {
    error = std::current_exception();
  }

  const concurrency::stop_token never;
  co_await ambient_stop_token_setter(never);
  bool is_swallowed = false;
  try {
    if constexpr (async_may_swallow<M>) {
      is_swallowed = co_await manager.exit(error) == data_model::exit_result::swallow;
    } else {
      co_await manager.exit(error);
    }
  } catch (...) {
    std::rethrow_exception(detail::chained(error, std::current_exception()));
  }
  if (error && !is_swallowed) {
    std::rethrow_exception(error);
  }
  if constexpr (async_may_swallow<M>) {
    co_return result.take_or_nothing();
  } else {
    co_return result.take();
  }
}

}  // namespace patterns::async::detail

export namespace patterns::async {

/// A task that enters `manager`, awaits `body` with what that gave, or with nothing if it takes nothing, and leaves
/// `manager`.
///
/// `exit` is awaited exactly once if `enter` has ended without an exception, whatever becomes of the body, and before
/// what was entered is destroyed. No stop that is requested cuts it short: it runs under a token that never stops.
/// Only a task that is destroyed while it waits runs no exit.
///
/// What is an lvalue has to outlive the task; an rvalue is moved into it, so a lambda may capture.
///
/// @return a task of what `body` gives. If the manager may swallow exceptions: of an optional of that, which is empty
/// if it did; of an optional reference_wrapper for a reference; and for a body that gives nothing, of whether it came
/// to its end.
///
/// Complexity: one coroutine. Exceptions: of `enter`, and then nothing else has happened; of `body`, unless `exit`
/// swallowed it; of `exit`. If both of these throw: exit_error, or the exit's own if it nests the body's.
/// Source: row B17; Python's `async with` statement (PEP 492).
template <class M, class Body>
  requires async_context_manager<std::remove_reference_t<M>> && async_context_body<Body, std::remove_reference_t<M>>
[[nodiscard]] auto async_with(M&& manager, Body&& body) -> task<typename detail::async_with_result<M, Body>::type> {
  return detail::run_async_with<M, Body>(std::forward<M>(manager), std::forward<Body>(body));
}

}  // namespace patterns::async
