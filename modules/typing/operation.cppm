/// @file
/// A20 · operation: one operation of a protocol, and the types that implement it.
export module patterns.typing:operation;

import std;
import patterns.meta;

export namespace patterns::typing {

/// Thrown when an operation is called on a protocol without a value.
class bad_protocol_access : public std::logic_error {
 public:
  explicit bad_protocol_access(std::string_view operation)
      : std::logic_error(std::format("protocol: {} called on an empty value", operation)) {}
};

}  // namespace patterns::typing

namespace patterns::typing::detail {

template <class Operation>
[[noreturn]] void throw_bad_access() {
  throw bad_protocol_access(meta::type_name<Operation>);
}

/// A function may return `Result` where R is promised: it converts, and a reference binds to what is returned, not to a
/// temporary made from it.
template <class Result, class R>
inline constexpr bool returned_as =
    std::is_void_v<R> || (std::is_convertible_v<Result, R> &&
                          (!std::is_reference_v<R> ||
                           (std::is_reference_v<Result> &&
                            std::is_convertible_v<std::remove_reference_t<Result>*, std::remove_reference_t<R>*>)));

template <bool Const, bool Noexcept, class R, class... Args>
struct signature_parts {
  using result = R;
  static constexpr bool is_const = Const;
  static constexpr bool is_noexcept = Noexcept;

  using address = std::conditional_t<Const, const void*, void*>;
  using thunk = R(address, Args...) noexcept(Noexcept);

  template <class T>
  using self = std::conditional_t<Const, const T&, T&>;

  template <class Operation, class T>
  static constexpr bool implemented_by() {
    if constexpr (!std::is_invocable_v<const Operation&, self<T>, Args...>) {
      return false;
    } else {
      return returned_as<std::invoke_result_t<const Operation&, self<T>, Args...>, R> &&
             (!Noexcept || std::is_nothrow_invocable_r_v<R, const Operation&, self<T>, Args...>);
    }
  }

  template <class... Given>
  static constexpr bool takes = [] {
    if constexpr (sizeof...(Given) == sizeof...(Args)) {
      return (std::is_convertible_v<Given, Args> && ...);
    } else {
      return false;
    }
  }();

  template <class... Given>
  static constexpr bool is_nothrow_with = Noexcept && (std::is_nothrow_convertible_v<Given, Args> && ...);

  template <class Operation, class Holder>
  static R call(address storage, Args... args) noexcept(Noexcept) {
    const Operation operate{};
    self<typename Holder::target> value = Holder::get(storage);
    if constexpr (std::is_void_v<R>) {
      static_cast<void>(operate(value, std::forward<Args>(args)...));
    } else {
      return operate(value, std::forward<Args>(args)...);
    }
  }

  template <class Operation>
  static R call_without_value(address, Args...) noexcept(Noexcept) {
    throw_bad_access<Operation>();
  }
};

template <class Signature>
struct signature_of;

template <class R, class... Args>
struct signature_of<R(Args...)> : signature_parts<false, false, R, Args...> {};

template <class R, class... Args>
struct signature_of<R(Args...) noexcept> : signature_parts<false, true, R, Args...> {};

template <class R, class... Args>
struct signature_of<R(Args...) const> : signature_parts<true, false, R, Args...> {};

template <class R, class... Args>
struct signature_of<R(Args...) const noexcept> : signature_parts<true, true, R, Args...> {};

template <class Operation>
using signature = signature_of<typename Operation::signature>;

}  // namespace patterns::typing::detail

export namespace patterns::typing {

/// An operation of a protocol: an empty function object that takes the value first, and says in its member type
/// `signature` how it is called through the protocol: `R(Args...)`, with `const` and `noexcept` as for a member
/// function.
///
/// The value parameter may be constrained by a concept, or be overloaded to adapt types that lack the member.
template <class Operation>
concept operation =
    std::is_empty_v<Operation> && std::default_initializable<Operation> &&
    std::is_function_v<typename Operation::signature> && requires { typename detail::signature<Operation>::result; };

/// A type whose values the operation can be called on, with its const, its noexcept and its result kept.
template <class T, class Operation>
concept implements = operation<Operation> && detail::signature<Operation>::template implemented_by<Operation, T>();

/// An operation that does not change the value.
template <class Operation>
concept const_operation = operation<Operation> && detail::signature<Operation>::is_const;

}  // namespace patterns::typing
