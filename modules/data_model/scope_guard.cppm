/// @file
/// A14 · scope_guard: work that is done on leaving a scope, on any way out, or on one kind of way only.
export module patterns.data_model:scope_guard;

import std;

namespace patterns::data_model::detail {

template <class Callable>
concept cleanup = std::invocable<Callable&> && std::is_object_v<Callable> && std::move_constructible<Callable>;

// When a guard runs: each is asked on leaving the scope.
struct on_any_exit {
  static constexpr bool runs_if_guard_fails = true;
  [[nodiscard]] bool is_due() const noexcept { return true; }
};

// The number of exceptions in flight has risen since the guard was made: one of them is leaving this scope.
struct on_exception {
  static constexpr bool runs_if_guard_fails = true;
  int before = std::uncaught_exceptions();
  [[nodiscard]] bool is_due() const noexcept { return std::uncaught_exceptions() > before; }
};

struct on_success {
  static constexpr bool runs_if_guard_fails = false;
  int before = std::uncaught_exceptions();
  [[nodiscard]] bool is_due() const noexcept { return std::uncaught_exceptions() <= before; }
};

template <cleanup Callable, class When>
class scope_guard {
 public:
  template <class F>
    requires(!std::derived_from<std::remove_cvref_t<F>, scope_guard>) && std::constructible_from<Callable, F>
  explicit scope_guard(F&& callable) noexcept(std::is_nothrow_constructible_v<Callable, F>) try
      : callable_(std::forward<F>(callable)) {
  } catch (...) {
    // The work is due all the same if it could not even be noted; the caller's callable is intact if copying it failed.
    if constexpr (When::runs_if_guard_fails) {
      std::invoke(callable);
    }
  }

  scope_guard(scope_guard&& other) noexcept(std::is_nothrow_move_constructible_v<Callable>)
      : callable_(std::move(other.callable_)), when_(other.when_), is_armed_(other.is_armed_) {
    other.release();
  }
  scope_guard(const scope_guard&) = delete;
  scope_guard& operator=(const scope_guard&) = delete;
  scope_guard& operator=(scope_guard&&) = delete;

  // A guard for success may fail, as what it completes may: nothing else is in flight then.
  ~scope_guard() noexcept(When::runs_if_guard_fails || std::is_nothrow_invocable_v<Callable&>) {
    if (is_armed_ && when_.is_due()) {
      std::invoke(callable_);
    }
  }

  /// Calls the work off.
  void release() noexcept { is_armed_ = false; }

 private:
  Callable callable_;
  [[no_unique_address]] When when_{};
  bool is_armed_ = true;
};

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// Calls `Callable` when its scope is left, by whatever way.
///
/// A guard can be moved, and the guard moved from does nothing then. If the guard cannot be made because copying the
/// callable throws, the callable is called and the exception goes on. The callable must not throw: std::terminate.
/// Thread-safety: none needed, it is a local object. Not for coroutines that move between threads.
/// Source: row A14; `std::experimental::scope_exit` of the Library Fundamentals TS v3.
template <class Callable>
class scope_exit : public detail::scope_guard<Callable, detail::on_any_exit> {
 public:
  using detail::scope_guard<Callable, detail::on_any_exit>::scope_guard;
};

/// As scope_exit, but only if an exception leaves the scope: takes back what was half done.
template <class Callable>
class scope_fail : public detail::scope_guard<Callable, detail::on_exception> {
 public:
  using detail::scope_guard<Callable, detail::on_exception>::scope_guard;
};

/// As scope_exit, but only if no exception leaves the scope, and the callable may throw; if the guard cannot be made,
/// the callable is not called.
template <class Callable>
class scope_success : public detail::scope_guard<Callable, detail::on_success> {
 public:
  using detail::scope_guard<Callable, detail::on_success>::scope_guard;
};

template <class Callable>
scope_exit(Callable) -> scope_exit<Callable>;
template <class Callable>
scope_fail(Callable) -> scope_fail<Callable>;
template <class Callable>
scope_success(Callable) -> scope_success<Callable>;

}  // namespace patterns::data_model
