/// @file
/// A16 · overrides, abstract: what inheritance promises, checked when it compiles.
export module patterns.typing:overrides;

import std;
import patterns.meta;
import :member_parts;

namespace patterns::typing::detail {

template <class Function>
struct override_parts;

template <int Qualifiers, class R, class... Args>
struct override_signature {
  using result = R;
  // All that an override must repeat.
  using called_as = void (*)(std::integral_constant<int, Qualifiers>, Args...);
};

template <class R, class... Args>
struct override_parts<R(Args...)> : override_signature<0, R, Args...> {};
template <class R, class... Args>
struct override_parts<R(Args...) noexcept> : override_signature<0, R, Args...> {};
template <class R, class... Args>
struct override_parts<R(Args...) const> : override_signature<1, R, Args...> {};
template <class R, class... Args>
struct override_parts<R(Args...) const noexcept> : override_signature<1, R, Args...> {};
template <class R, class... Args>
struct override_parts<R(Args...)&> : override_signature<2, R, Args...> {};
template <class R, class... Args>
struct override_parts<R(Args...) & noexcept> : override_signature<2, R, Args...> {};
template <class R, class... Args>
struct override_parts<R(Args...) const&> : override_signature<3, R, Args...> {};
template <class R, class... Args>
struct override_parts<R(Args...) const & noexcept> : override_signature<3, R, Args...> {};
template <class R, class... Args>
struct override_parts<R(Args...) &&> : override_signature<4, R, Args...> {};
template <class R, class... Args>
struct override_parts<R(Args...) && noexcept> : override_signature<4, R, Args...> {};
template <class R, class... Args>
struct override_parts<R(Args...) const&&> : override_signature<5, R, Args...> {};
template <class R, class... Args>
struct override_parts<R(Args...) const && noexcept> : override_signature<5, R, Args...> {};

template <auto Function>
using function_of = typename member_parts<decltype(Function)>::type;
template <auto Function>
using owner_of = typename member_parts<decltype(Function)>::owner;

template <auto Function>
concept comparable_constant = requires { typename std::bool_constant<(Function == Function)>; };

// No template, so that GCC 16 finds the == of the names where the importer does not import std.
constexpr bool are_equal(std::string_view left, std::string_view right) noexcept {
  return left == right;
}

struct with_virtual {
  virtual void function();
  virtual ~with_virtual();
};

// What comparing pointers to virtual functions yields is unspecified, so that it is no constant expression. Clang says
// so; GCC compares them all the same, and then only the class can be asked.
template <auto Function>
concept virtual_as_far_as_known = std::is_polymorphic_v<owner_of<Function>> &&
                                  (comparable_constant<&with_virtual::function> || !comparable_constant<Function>);

// Named so that the compiler's message reads: which of the conditions fails.
template <auto Derived, auto Base>
concept same_name = are_equal(meta::member_name<Derived>, meta::member_name<Base>);

template <auto Derived, auto Base>
concept same_parameters_and_qualifiers = std::same_as<typename override_parts<function_of<Derived>>::called_as,
                                                      typename override_parts<function_of<Base>>::called_as>;

template <class Derived, class Base>
concept same_or_covariant = std::same_as<Derived, Base> || ((std::is_pointer_v<Base> || std::is_reference_v<Base>) &&
                                                            std::convertible_to<Derived, Base>);

template <auto Derived, auto Base>
concept same_or_covariant_result = same_or_covariant<typename override_parts<function_of<Derived>>::result,
                                                     typename override_parts<function_of<Base>>::result>;

// The type of &dog::speak names animal if dog only inherits it.
template <class Derived, auto Function, auto Base>
concept declared_below =
    std::derived_from<Derived, owner_of<Function>> && std::derived_from<owner_of<Function>, owner_of<Base>> &&
    !std::same_as<owner_of<Function>, owner_of<Base>>;

}  // namespace patterns::typing::detail

export namespace patterns::typing {

/// Calling `BaseFunction` on a `Derived` reaches `Function`: `overrides<dog, &animal::speak, &dog::speak>`.
///
/// True if dog, or a class between it and animal, declares a function of the same name, parameters, qualifiers and
/// result (or a covariant one), and animal's is virtual. False if dog inherits animal's function, or hides it by one of
/// another signature. Of overloaded functions, one is chosen by a static_cast.
///
/// A class cannot be asked for a function by the value of a pointer alone, so both are named. Limits: on GCC a function
/// that is not virtual passes for one if its class has others that are; a private function cannot be named.
/// Complexity: none at run time. Source: row A16; [class.virtual].
template <class Derived, auto BaseFunction, auto Function>
concept overrides =
    std::is_member_function_pointer_v<decltype(BaseFunction)> &&
    std::is_member_function_pointer_v<decltype(Function)> && detail::declared_below<Derived, Function, BaseFunction> &&
    detail::same_name<Function, BaseFunction> && detail::same_parameters_and_qualifiers<Function, BaseFunction> &&
    detail::same_or_covariant_result<Function, BaseFunction> && detail::virtual_as_far_as_known<BaseFunction>;

/// Marks a class as abstract although all its functions are defined: `class shape : abstract_marker<shape>`. Classes
/// derived from it are concrete, unless they are marked themselves. It adds nothing to their size.
template <class Marked>
class abstract_marker {};

/// A class that no object should be of: it has a pure virtual function, or is marked.
///
/// Source: row A16; Python's abc.
template <class T>
concept abstract =
    std::is_class_v<T> && (std::is_abstract_v<T> || std::is_base_of_v<abstract_marker<std::remove_cv_t<T>>, T>);

/// A class that objects are made of: every pure virtual function is overridden, and the class is not marked.
template <class T>
concept concrete = std::is_class_v<T> && !abstract<T>;

}  // namespace patterns::typing
