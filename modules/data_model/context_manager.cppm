/// @file
/// A14 · context_manager: something that is entered before a piece of work and left after it, however it ends.
export module patterns.data_model:context_manager;

import std;

export namespace patterns::data_model {

/// What becomes of the exception that ended the work: it goes on to the caller, or it ends here.
enum class exit_result { propagate, swallow };

}  // namespace patterns::data_model

namespace patterns::data_model::detail {

template <class T>
concept exits = requires(T& manager, const std::exception_ptr& error) {
  { manager.exit(error) } -> std::same_as<void>;
} || requires(T& manager, const std::exception_ptr& error) {
  { manager.exit(error) } -> std::same_as<exit_result>;
};

template <class T>
concept may_swallow = requires(T& manager, const std::exception_ptr& error) {
  { manager.exit(error) } -> std::same_as<exit_result>;
};

template <class T>
concept enters_with_nothing = std::is_void_v<decltype(std::declval<T&>().enter())>;

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// A type with `enter()`, which gives what to work with or nothing, and `exit(error)`, which is told how the work
/// ended: `error` is null after success. If `exit` returns an exit_result rather than nothing, it may end the
/// exception.
///
/// Where a destructor is enough, use one: this is for those who must know of the exception, or end it.
/// Source: row A14; Python's `__enter__` and `__exit__` (PEP 343).
template <class T>
concept context_manager = requires(T& manager) { manager.enter(); } && detail::exits<T>;

}  // namespace patterns::data_model

namespace patterns::data_model::detail {

template <class M>
using entered = decltype(std::declval<M&>().enter());

template <class Body, class M>
concept works_with_what_is_entered =
    !enters_with_nothing<M> &&
    (std::invocable<Body, std::add_lvalue_reference_t<entered<M>>> || std::invocable<Body, entered<M>>);

// What is entered has a name in the body, and so is an lvalue to it, unless the body takes it over.
template <class M, class Body>
decltype(auto) call_body(Body&& body, entered<M>&& resource) {
  if constexpr (std::invocable<Body, std::add_lvalue_reference_t<entered<M>>>) {
    return std::invoke(std::forward<Body>(body), resource);
  } else {
    return std::invoke(std::forward<Body>(body), std::forward<entered<M>>(resource));
  }
}

// A place for what the body returns until exit has been called.
template <class R>
class outcome {
 public:
  template <class F>
  void set_from(F& make) {
    value_.emplace(made_by<F>{make});
  }
  [[nodiscard]] R take() { return std::move(value_->object); }

 private:
  template <class F>
  struct made_by {
    F& make;
  };
  struct holder {
    R object;
    template <class F>
    explicit holder(made_by<F> source) : object(source.make()) {}
  };
  std::optional<holder> value_;
};

template <class R>
  requires std::is_reference_v<R>
class outcome<R> {
 public:
  template <class F>
  void set_from(F& make) {
    R reference = make();
    object_ = std::addressof(reference);
  }
  [[nodiscard]] R take() const noexcept { return static_cast<R>(*object_); }

 private:
  std::remove_reference_t<R>* object_ = nullptr;
};

template <>
class outcome<void> {
 public:
  template <class F>
  void set_from(F& make) {
    make();
  }
  void take() const noexcept {}
};

template <class R>
struct or_nothing {
  using type = std::optional<R>;
  static type completed(outcome<R>& result) { return result.take(); }
  static type swallowed() noexcept { return std::nullopt; }
};

template <class R>
struct or_nothing<R&> {
  using type = std::optional<std::reference_wrapper<R>>;
  static type completed(outcome<R&>& result) { return result.take(); }
  static type swallowed() noexcept { return std::nullopt; }
};

template <>
struct or_nothing<void> {
  using type = bool;
  static type completed(outcome<void>&) noexcept { return true; }
  static type swallowed() noexcept { return false; }
};

template <class M, class F>
auto run_entered(M& manager, F make) -> decltype(auto) {
  using result = decltype(make());
  outcome<result> outcome_of_body;
  if constexpr (may_swallow<M>) {
    try {
      outcome_of_body.set_from(make);
    } catch (...) {
      if (manager.exit(std::current_exception()) == exit_result::swallow) {
        return or_nothing<result>::swallowed();
      }
      throw;
    }
    static_cast<void>(manager.exit(std::exception_ptr{}));
    return or_nothing<result>::completed(outcome_of_body);
  } else {
    try {
      outcome_of_body.set_from(make);
    } catch (...) {
      manager.exit(std::current_exception());
      throw;
    }
    manager.exit(std::exception_ptr{});
    return outcome_of_body.take();
  }
}

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// A callable for `with`: it takes what entering an `M` gives, or no argument.
template <class Body, class M>
concept context_body = detail::works_with_what_is_entered<Body, M> || std::invocable<Body>;

/// Enters `manager`, calls `body` with what that gave, or with nothing if it takes nothing, and leaves `manager`.
///
/// `exit` is called exactly once if `enter` returned, and before what was entered is destroyed. An exception of `enter`
/// reaches the caller without it; one of `exit` takes the place of that of the body.
///
/// @return what `body` returns. If the manager may swallow exceptions: an optional of that, which is empty if it did;
///         an optional reference_wrapper for a reference; and for a body that returns nothing, whether it came to its
///         end
///
/// Source: row A14; Python's `with` statement (PEP 343).
template <context_manager M, context_body<M> Body>
decltype(auto) with(M&& manager, Body&& body) {
  using detail::run_entered;
  if constexpr (detail::works_with_what_is_entered<Body, M>) {
    auto&& resource = manager.enter();
    return run_entered(manager, [&]() -> decltype(auto) {
      return detail::call_body<M>(std::forward<Body>(body), std::forward<decltype(resource)>(resource));
    });
  } else {
    static_cast<void>(manager.enter());
    return run_entered(manager, [&]() -> decltype(auto) { return std::invoke(std::forward<Body>(body)); });
  }
}

}  // namespace patterns::data_model
