/// @file
/// A26 · callable_as, adder, compose, partial: objects that are called like functions, and made from one another.
export module patterns.design:callable;

import std;

namespace patterns::design::detail {

template <class Result, class R>
concept returned_as =
    std::is_void_v<R> ||
    (std::is_convertible_v<Result, R> &&
     // A reference must bind to the result, not to a temporary made from it.
     (!std::is_reference_v<R> || std::is_reference_v<Result>) &&
     (!std::is_reference_v<R> || std::is_convertible_v<std::remove_reference_t<Result>*, std::remove_reference_t<R>*>));

template <class Signature>
struct call_signature;

template <bool Const, bool Noexcept, class R, class... Args>
struct call_signature_parts {
  template <class F>
  using object = std::add_lvalue_reference_t<
      std::conditional_t<Const, std::add_const_t<std::remove_reference_t<F>>, std::remove_reference_t<F>>>;

  template <class F>
  static constexpr bool accepts = [] {
    if constexpr (std::is_invocable_v<object<F>, Args...>) {
      return returned_as<std::invoke_result_t<object<F>, Args...>, R> &&
             (!Noexcept || std::is_nothrow_invocable_r_v<R, object<F>, Args...>);
    } else {
      return false;
    }
  }();
};

template <class R, class... Args>
struct call_signature<R(Args...)> : call_signature_parts<false, false, R, Args...> {};
template <class R, class... Args>
struct call_signature<R(Args...) const> : call_signature_parts<true, false, R, Args...> {};
template <class R, class... Args>
struct call_signature<R(Args...) noexcept> : call_signature_parts<false, true, R, Args...> {};
template <class R, class... Args>
struct call_signature<R(Args...) const noexcept> : call_signature_parts<true, true, R, Args...> {};

}  // namespace patterns::design::detail

export namespace patterns::design {

/// What can be called as a function of type `R(Args...)`: a function, a pointer to one or to a member, a lambda, or an
/// object with a call operator.
///
///     void each_word(std::string_view text, callable_as<void(std::string_view)> auto&& visit);
///
/// It is called as an lvalue with std::invoke; `R(Args...) const` asks for a call that does not change it, `noexcept`
/// for one that does not throw. The result converts to R, any will do for void, and a reference R refers to what the
/// callable returns, never to a temporary made from it.
///
/// Source: row A26; Python's `typing.Callable` and `__call__`; P0288 (move_only_function).
template <class F, class Signature>
concept callable_as = detail::call_signature<Signature>::template accepts<F>;

/// Adds a fixed amount to whatever it is called with: `adder(5)(10)` is 15.
///
/// The result has the type of the sum; for numbers it overflows as `+` does.
///
/// @tparam T  the amount: a number, a duration, or anything else that can stand right of a `+`
///
/// Complexity: that of `+`; it has the size of T. Thread-safety: as T: calls may run at once. Source: row A26.
template <std::movable T>
class adder {
 public:
  constexpr explicit adder(T amount) noexcept(std::is_nothrow_move_constructible_v<T>) : amount_(std::move(amount)) {}

  template <class X>
    requires requires(X&& value, const T& amount) { std::forward<X>(value) + amount; }
  [[nodiscard]] constexpr auto operator()(X&& value) const
      noexcept(noexcept(std::forward<X>(value) + std::declval<const T&>())) {
    return std::forward<X>(value) + amount_;
  }

  [[nodiscard]] constexpr const T& amount() const noexcept { return amount_; }

  [[nodiscard]] constexpr bool operator==(const adder&) const
    requires std::equality_comparable<T>
  = default;

 private:
  T amount_;
};

/// `Inner` can be called with the arguments, and `Outer` with what it returns.
template <class Outer, class Inner, class... Args>
concept chained = std::invocable<Inner, Args...> && std::invocable<Outer, std::invoke_result_t<Inner, Args...>>;

}  // namespace patterns::design

namespace patterns::design::detail {

template <class Outer, class Inner, class... Args>
struct chained_result {
  using passed = std::invoke_result_t<Inner, Args...>;
  using returned = std::invoke_result_t<Outer, passed>;
  // An rvalue reference into a temporary, such as a member of it, would not outlive the call.
  using type = std::conditional_t<std::is_rvalue_reference_v<returned> && !std::is_reference_v<passed>,
                                  std::remove_cvref_t<returned>, returned>;
};

template <class Outer, class Inner, class... Args>
using chained_result_t = typename chained_result<Outer, Inner, Args...>::type;

template <class Outer, class Inner, class... Args>
inline constexpr bool chains_without_throwing =
    std::is_nothrow_invocable_v<Inner, Args...> &&
    std::is_nothrow_invocable_r_v<chained_result_t<Outer, Inner, Args...>, Outer, std::invoke_result_t<Inner, Args...>>;

// Its own function, because a type that stands in the declaration of a call operator is asked for before the operator's
// constraint is checked on Clang 19, and then the message does not name the concept.
template <class Outer, class Inner, class... Args>
constexpr auto call_chained(Outer&& outer, Inner&& inner, Args&&... args) -> chained_result_t<Outer, Inner, Args...> {
  return std::invoke(std::forward<Outer>(outer), std::invoke(std::forward<Inner>(inner), std::forward<Args>(args)...));
}

}  // namespace patterns::design::detail

export namespace patterns::design {

/// Two functions as one: calls `Inner` with the arguments, and `Outer` with its result; see compose.
template <class Outer, class Inner>
class composition {
 public:
  template <class F, class G>
  constexpr composition(std::in_place_t, F&& outer, G&& inner)
      : outer_(std::forward<F>(outer)), inner_(std::forward<G>(inner)) {}

  template <class... Args>
    requires chained<Outer&, Inner&, Args...>
  constexpr decltype(auto) operator()(Args&&... args) & noexcept(
      detail::chains_without_throwing<Outer&, Inner&, Args...>) {
    return detail::call_chained(outer_, inner_, std::forward<Args>(args)...);
  }

  template <class... Args>
    requires chained<const Outer&, const Inner&, Args...>
  constexpr decltype(auto) operator()(Args&&... args) const& noexcept(
      detail::chains_without_throwing<const Outer&, const Inner&, Args...>) {
    return detail::call_chained(outer_, inner_, std::forward<Args>(args)...);
  }

  template <class... Args>
    requires chained<Outer, Inner, Args...>
  constexpr decltype(auto) operator()(Args&&... args) && noexcept(
      detail::chains_without_throwing<Outer, Inner, Args...>) {
    return detail::call_chained(std::move(outer_), std::move(inner_), std::forward<Args>(args)...);
  }

 private:
  [[no_unique_address]] Outer outer_;
  [[no_unique_address]] Inner inner_;
};

/// One function from several, the last of which is called first: `compose(f, g, h)(x)` is `f(g(h(x)))`.
///
/// The last takes any number of arguments. Each is kept by value, or by reference if given as `std::ref(f)`, and called
/// with std::invoke, as const where the composition is. A member of a temporary is returned by value; a function that
/// returns an lvalue reference to a part of its argument must be given one that lives on.
///
/// Complexity: nothing beside the calls; empty functions take no space. Thread-safety: as the functions.
/// Source: row A26; mathematics writes it f ∘ g ∘ h.
template <class F>
  requires std::constructible_from<std::decay_t<F>, F>
[[nodiscard]] constexpr std::decay_t<F> compose(F&& function) {
  return std::forward<F>(function);
}

template <class F, class G, class... Rest>
  requires std::constructible_from<std::decay_t<F>, F>
[[nodiscard]] constexpr auto compose(F&& outer, G&& inner, Rest&&... rest) {
  auto last = compose(std::forward<G>(inner), std::forward<Rest>(rest)...);
  return composition<std::decay_t<F>, decltype(last)>(std::in_place, std::forward<F>(outer), std::move(last));
}

/// A function with its first arguments given; see partial.
template <class F, class... Bound>
class partial_call {
 public:
  template <class G, class... Given>
  constexpr partial_call(std::in_place_t, G&& function, Given&&... given)
      : function_(std::forward<G>(function)), bound_(std::forward<Given>(given)...) {}

  template <class... Args>
    requires std::invocable<F&, Bound&..., Args...>
  constexpr decltype(auto) operator()(Args&&... args) & noexcept(std::is_nothrow_invocable_v<F&, Bound&..., Args...>) {
    return call(*this, std::forward<Args>(args)...);
  }

  template <class... Args>
    requires std::invocable<const F&, const Bound&..., Args...>
  constexpr decltype(auto) operator()(Args&&... args) const& noexcept(
      std::is_nothrow_invocable_v<const F&, const Bound&..., Args...>) {
    return call(*this, std::forward<Args>(args)...);
  }

  /// Gives the bound arguments away.
  template <class... Args>
    requires std::invocable<F, Bound..., Args...>
  constexpr decltype(auto) operator()(Args&&... args) && noexcept(std::is_nothrow_invocable_v<F, Bound..., Args...>) {
    return call(std::move(*this), std::forward<Args>(args)...);
  }

 private:
  template <class Self, class... Args>
  static constexpr decltype(auto) call(Self&& self, Args&&... args) {
    return std::apply(
        [&]<class... Given>(Given&&... given) -> decltype(auto) {
          return std::invoke(std::forward<Self>(self).function_, std::forward<Given>(given)...,
                             std::forward<Args>(args)...);
        },
        std::forward<Self>(self).bound_);
  }

  [[no_unique_address]] F function_;
  [[no_unique_address]] std::tuple<Bound...> bound_;
};

/// `function` with its first arguments given: `partial(power, 2)(10)` is `power(2, 10)`.
///
/// The arguments are kept by value; an argument given as `std::ref(x)` is x itself, which must live on. A call of an
/// rvalue moves them. Where it says the same as std::bind_front, it differs in that: a referenced argument arrives as a
/// reference also where the function is a template.
///
/// Complexity: nothing beside the call. Thread-safety: as the function. Source: row A26; Python's functools.partial.
template <class F, class... Args>
  requires std::constructible_from<std::decay_t<F>, F> &&
           (std::constructible_from<std::unwrap_ref_decay_t<Args>, Args> && ...)
[[nodiscard]] constexpr auto partial(F&& function, Args&&... args) {
  return partial_call<std::decay_t<F>, std::unwrap_ref_decay_t<Args>...>(std::in_place, std::forward<F>(function),
                                                                         std::forward<Args>(args)...);
}

}  // namespace patterns::design
