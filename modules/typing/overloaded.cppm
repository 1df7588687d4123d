/// @file
/// B14 · overloaded: one function out of several, chosen by the type of the argument.
export module patterns.typing:overloaded;

import std;

namespace patterns::typing::detail {

// A function has no class to inherit its operator() from.
template <class R, class... Args>
struct function_case {
  R (*function)(Args...);

  constexpr function_case(R (*called)(Args...)) noexcept : function(called) {}

  constexpr R operator()(Args... args) const { return function(std::forward<Args>(args)...); }
};

template <class F>
struct case_of : std::type_identity<F> {};
template <class R, class... Args>
struct case_of<R (*)(Args...)> : std::type_identity<function_case<R, Args...>> {};
template <class R, class... Args>
struct case_of<R (*)(Args...) noexcept> : std::type_identity<function_case<R, Args...>> {};

}  // namespace patterns::typing::detail

export namespace patterns::typing {

/// A case of `overloaded`: a function object of a class that can be derived from. A function is made one.
template <class F>
concept overload_case = std::is_class_v<F> && !std::is_final_v<F> && std::same_as<F, std::remove_cv_t<F>>;

/// All `Fs` as one function object: `overloaded{[](int n) { ... }, [](const std::string& s) { ... }, &print}`.
///
/// A call chooses between them as between overloads of one name: the best match is called, and a call with none or two
/// equally good ones does not compile. Meant for `std::visit` and parse_input.
///
/// Complexity: a call is the call of the case chosen. Thread-safety and exceptions: as the cases.
/// Source: row B14; PEP 484, `@overload`; Filipek, C++17 in Detail (2018).
template <overload_case... Fs>
struct overloaded : Fs... {
  using Fs::operator()...;
};

template <class... Fs>
overloaded(Fs...) -> overloaded<typename detail::case_of<Fs>::type...>;

}  // namespace patterns::typing
