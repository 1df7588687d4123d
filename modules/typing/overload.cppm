/// @file
/// B30 · overload: what a dispatcher asks of the functions that it chooses from.
export module patterns.typing:overload;

import std;
import patterns.meta;
import :dispatch_core;
import :operation;

export namespace patterns::typing {

/// In the signature of a dispatcher, a parameter that has no part in the choice although its class is polymorphic:
/// `dispatcher<void(const shape&, as_declared<std::ostream&>)>`.
template <class T>
struct as_declared;

}  // namespace patterns::typing

namespace patterns::typing::detail {

template <class Arg>
struct passed {
  using type = Arg;
  static constexpr bool is_dynamic = std::is_reference_v<Arg> && (std::is_polymorphic_v<std::remove_cvref_t<Arg>> ||
                                                                  std::same_as<std::remove_cvref_t<Arg>, std::any>);
};

template <class T>
struct passed<as_declared<T>> {
  using type = T;
  static constexpr bool is_dynamic = false;
};

template <class Arg>
using passed_t = typename passed<Arg>::type;

template <class Arg>
inline constexpr bool is_dynamic = passed<Arg>::is_dynamic;

template <class... Args>
inline constexpr std::size_t dynamic_count = (std::size_t{0} + ... + std::size_t{is_dynamic<Args>});

template <class Signature>
inline constexpr std::size_t dynamic_arguments_of = 0;

template <class R, class... Args>
inline constexpr std::size_t dynamic_arguments_of<R(Args...)> = dynamic_count<Args...>;

// The class P as a part of what a Declared refers to, with its const.
template <class P, class Declared>
using part_of = std::conditional_t<std::is_const_v<std::remove_reference_t<Declared>>, const P, P>;

template <class P, class Declared>
[[nodiscard]] inline part_of<P, Declared>& as_part(Declared& object) {
  using part = part_of<P, Declared>;
  if constexpr (std::same_as<std::remove_const_t<Declared>, P>) {
    return object;
  } else if constexpr (std::same_as<std::remove_const_t<Declared>, std::any>) {
    return *std::any_cast<part>(&object);
  } else if constexpr (requires { static_cast<part&>(object); }) {
    return static_cast<part&>(object);
  } else {
    // Only the object knows where a virtual base lies in it.
    return dynamic_cast<part&>(object);
  }
}

template <class Declared, class P>
[[nodiscard]] const void* cast_to(const void* declared) {
  const auto* object = static_cast<const Declared*>(declared);
  if constexpr (std::same_as<Declared, P>) {
    return object;
  } else if constexpr (std::same_as<Declared, std::any>) {
    return std::any_cast<P>(object);
  } else {
    const auto* const part = dynamic_cast<const P*>(object);
    if constexpr (std::is_convertible_v<const P*, const Declared*>) {
      // Where an object has several of the declared class, the cast may lead from one of them to the other's P.
      return static_cast<const Declared*>(part) == object ? part : nullptr;
    } else {
      return part;
    }
  }
}

template <class P>
void raise_pointer(const void* object) {
  throw static_cast<const P*>(object);
}

template <class P>
[[nodiscard]] bool catches_pointer(const parameter& thrown, const void* object) {
  try {
    thrown.raise(object);
  } catch (const P*) {
    return true;
  } catch (...) {
  }
  return false;
}

template <class Declared, class P>
inline constexpr parameter parameter_of{
    &typeid(P),        meta::type_name<P>, std::same_as<Declared, P>, &cast_to<Declared, P>,
    &raise_pointer<P>, &catches_pointer<P>};

template <class Declared>
[[nodiscard]] inline argument argument_of(const Declared& object) noexcept {
  const void* const declared = std::addressof(object);
  if constexpr (std::same_as<Declared, std::any>) {
    return {declared, &object.type(), 0};
  } else {
    const auto* const whole = static_cast<const std::byte*>(dynamic_cast<const void*>(std::addressof(object)));
    return {declared, &typeid(object), static_cast<const std::byte*>(declared) - whole};
  }
}

template <class... Params>
struct parameter_list {
  static constexpr std::size_t size = sizeof...(Params);
};

template <class F>
struct call_operator {};

template <class R, class F, class... Params>
struct call_operator<R (F::*)(Params...) const> : std::type_identity<parameter_list<Params...>> {};

template <class R, class F, class... Params>
struct call_operator<R (F::*)(Params...) const noexcept> : std::type_identity<parameter_list<Params...>> {};

template <class R, class F, class... Params>
struct call_operator<R (F::*)(Params...)> : std::type_identity<parameter_list<Params...>> {};

template <class R, class... Params>
struct call_operator<R (*)(Params...)> : std::type_identity<parameter_list<Params...>> {};

template <class R, class... Params>
struct call_operator<R (*)(Params...) noexcept> : std::type_identity<parameter_list<Params...>> {};

template <class F>
struct parameters : call_operator<F> {};

template <class F>
  requires requires { &F::operator(); }
struct parameters<F> : call_operator<decltype(&F::operator())> {};

// What an overload is given for an argument of type Arg when its own parameter is a Param.
template <class Param, class Arg>
struct given {
  using type = passed_t<Arg>&&;
};

template <class Param, class Arg>
  requires is_dynamic<Arg>
struct given<Param, Arg> {
  using part = part_of<std::remove_cvref_t<Param>, std::remove_reference_t<Arg>>;
  using type = std::conditional_t<std::is_rvalue_reference_v<Arg>, part&&, part&>;
};

template <class Param, class Arg>
using given_t = typename given<Param, Arg>::type;

template <class P, class Declared>
inline constexpr bool is_part_of = std::same_as<Declared, std::any> || std::is_base_of_v<Declared, P>;

template <class Param, class Arg>
inline constexpr bool fits = std::is_convertible_v<given_t<Param, Arg>, Param>;

template <class Param, class Arg>
  requires is_dynamic<Arg>
inline constexpr bool fits<Param, Arg> = is_part_of<std::remove_cvref_t<Param>, std::remove_cvref_t<Arg>> &&
                                         std::is_convertible_v<given_t<Param, Arg>, Param>;

// Names the pair in the compiler's message: the parameter of the overload, and the argument of the dispatcher.
template <class Param, class Arg>
struct misfit;

template <class Params, class Args>
struct first_misfit : std::type_identity<void> {};

template <class Param, class... Params, class Arg, class... Args>
struct first_misfit<parameter_list<Param, Params...>, parameter_list<Arg, Args...>>
    : std::conditional_t<fits<Param, Arg>, first_misfit<parameter_list<Params...>, parameter_list<Args...>>,
                         std::type_identity<misfit<Param, Arg>>> {};

template <class Misfit>
concept no_misfit = std::is_void_v<Misfit>;

template <class Params, class Args>
concept as_many_parameters = (Params::size == Args::size);

// A call may come from any thread at any time, hence const.
template <class F, class R, class Params, class Args>
inline constexpr bool is_callable_with = false;

template <class F, class R, class... Params, class... Args>
  requires(sizeof...(Params) == sizeof...(Args))
inline constexpr bool is_callable_with<F, R, parameter_list<Params...>, parameter_list<Args...>> = [] {
  if constexpr (std::is_invocable_v<const F&, given_t<Params, Args>...>) {
    return returned_as<std::invoke_result_t<const F&, given_t<Params, Args>...>, R>;
  } else {
    return false;
  }
}();

template <class F, class R, class Params, class Args>
concept callable_as_const = is_callable_with<F, R, Params, Args>;

template <class F>
concept parameters_known = requires { typename parameters<F>::type; };

template <class Signature>
struct signature_parts_of;

template <class R, class... Args>
struct signature_parts_of<R(Args...)> {
  using result = R;
  using arguments = parameter_list<Args...>;
};

template <class Signature>
using result_of = typename signature_parts_of<Signature>::result;

template <class Signature>
using arguments_of = typename signature_parts_of<Signature>::arguments;

template <class F, class Signature, class Params>
concept overload_taking =
    std::is_object_v<F> && std::move_constructible<F> && as_many_parameters<Params, arguments_of<Signature>> &&
    no_misfit<typename first_misfit<Params, arguments_of<Signature>>::type> &&
    callable_as_const<F, result_of<Signature>, Params, arguments_of<Signature>>;

}  // namespace patterns::typing::detail

export namespace patterns::typing {

/// A signature that can be dispatched: from one to three of its arguments are references to a polymorphic class or to
/// a std::any.
template <class Signature>
concept dispatchable = detail::dynamic_arguments_of<Signature> >= 1 &&
                       detail::dynamic_arguments_of<Signature> <= detail::most_dynamic_arguments;

/// A function that a dispatcher of that signature can choose: a function pointer or an object with one call operator,
/// which is const. For each dynamic argument it takes the declared class or one derived from it (of a std::any: a value
/// of any type), no less const; the other arguments and the result convert.
template <class F, class Signature>
concept overload_for = dispatchable<Signature> && detail::parameters_known<F> &&
                       detail::overload_taking<F, Signature, typename detail::parameters<F>::type>;

}  // namespace patterns::typing
