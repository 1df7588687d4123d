/// @file
/// A8 · validated: a member that refuses a value before it is stored.
export module patterns.data_model:validated;

import std;
import patterns.meta;
import patterns.typing;
import :exact_conversion;
import :repr;

export namespace patterns::data_model {

/// A rule for values of type `T`: an empty class whose call says whether a value keeps the rule, and whose
/// `requirement()` says what the rule is, as in "must not be negative".
///
/// Stands where Python has a descriptor class with a `__set__` that checks.
template <class V, class T>
concept validator = std::is_empty_v<V> && std::default_initializable<V> && requires(const V& rule, const T& value) {
  { rule(value) } -> std::same_as<bool>;
  { V::requirement() } -> std::convertible_to<std::string>;
};

/// One error for every value refused, whether by a member or by the hook of a record.
using typing::validation_error;

}  // namespace patterns::data_model

namespace patterns::data_model::detail {

/// False also where the compiler cannot tell.
template <class T, class V>
concept default_is_valid = std::default_initializable<T> && requires { typename std::bool_constant<V{}(T{})>; } &&
                           std::bool_constant<V{}(T{})>::value;

/// Apart from the check, so that the check is all that is inlined.
template <class V, class T>
[[noreturn, gnu::cold, gnu::noinline]] void refuse(const T& value, std::string_view owner, std::string_view field) {
  if constexpr (has_repr<T>) {
    throw validation_error(owner, field, repr(value), V::requirement());
  } else {
    throw validation_error(owner, field, meta::unqualified_name<T>, V::requirement());
  }
}

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// A value of type `T` that keeps the rule `V`; meant for a data member, and named after it:
///
///     struct account {
///       validated<double, non_negative, "account", "balance"> balance;
///     };
///
/// @tparam T      what is stored
/// @tparam V      the rule; see validator
/// @tparam Owner  the type that the member belongs to, for the message
/// @tparam Field  the name of the member, for the message
///
/// It reads as a `const T&` and is written by assignment. It has the size of `T`, for the names are part of the type,
/// and compiles to the machine code of an `if` written by hand. A number that `T` cannot hold is refused as well; one
/// that would lose its fraction does not compile. It has a default value only if the compiler can tell that `T{}` keeps
/// the rule. The rule may not hold for what is left of an object that was moved from.
///
/// Thread-safety: as T. Exceptions: strong guarantee if moving T does not throw.
/// Source: row A8; Python's data descriptors.
template <class T, validator<T> V, meta::fixed_string Owner = "", meta::fixed_string Field = "">
class validated {
 public:
  using value_type = T;
  using validator_type = V;

  constexpr validated()
    requires detail::default_is_valid<T, V>
  = default;

  /// @throws validation_error if `value` breaks the rule
  template <class U = T>
    requires(!std::same_as<std::remove_cvref_t<U>, validated> && detail::converts_exactly_to<U, T>)
  constexpr validated(U&& value) : value_(checked(std::forward<U>(value))) {}

  /// @throws validation_error if `value` breaks the rule; the old value stays then
  template <class U = T>
    requires(!std::same_as<std::remove_cvref_t<U>, validated> && detail::converts_exactly_to<U, T>)
  constexpr validated& operator=(U&& value) {
    value_ = checked(std::forward<U>(value));
    return *this;
  }

  /// Lets `change` work on a copy of the value, and stores the copy if it keeps the rule.
  /// @throws validation_error if it does not; the old value stays then
  template <std::invocable<T&> Change>
  constexpr validated& modify(Change&& change) {
    T copy = value_;
    std::invoke(std::forward<Change>(change), copy);
    return *this = std::move(copy);
  }

  [[nodiscard]] constexpr const T& value() const noexcept { return value_; }
  [[nodiscard]] constexpr operator const T&() const noexcept { return value_; }
  [[nodiscard]] constexpr const T* operator->() const noexcept { return std::addressof(value_); }

  [[nodiscard]] friend constexpr bool operator==(const validated& left, const validated& right)
    requires std::equality_comparable<T>
  {
    return left.value_ == right.value_;
  }
  template <class U>
    requires(!meta::is_transparent<U>) && std::equality_comparable_with<T, U>
  [[nodiscard]] friend constexpr bool operator==(const validated& left, const U& right) {
    return left.value_ == right;
  }
  [[nodiscard]] friend constexpr auto operator<=>(const validated& left, const validated& right)
    requires std::three_way_comparable<T>
  {
    return left.value_ <=> right.value_;
  }
  template <class U>
    requires(!meta::is_transparent<U>) && std::three_way_comparable_with<T, U>
  [[nodiscard]] friend constexpr auto operator<=>(const validated& left, const U& right) {
    return left.value_ <=> right;
  }

 private:
  template <class U>
  [[nodiscard]] static constexpr T checked(U&& value) {
    if (!detail::fits<T>(value)) {
      detail::refuse<V>(value, Owner, Field);
    }
    T converted = static_cast<T>(std::forward<U>(value));
    if (!V{}(std::as_const(converted))) {
      detail::refuse<V>(converted, Owner, Field);
    }
    return converted;
  }

  T value_{};
};

}  // namespace patterns::data_model

template <class T, class V, patterns::meta::fixed_string Owner, patterns::meta::fixed_string Field>
inline constexpr bool patterns::meta::is_transparent<patterns::data_model::validated<T, V, Owner, Field>> = true;

/// Hashes as the value does.
export template <class T, class V, patterns::meta::fixed_string Owner, patterns::meta::fixed_string Field>
  requires requires(const T& value) { std::hash<T>{}(value); }
struct std::hash<patterns::data_model::validated<T, V, Owner, Field>> {
  [[nodiscard]] std::size_t operator()(const patterns::data_model::validated<T, V, Owner, Field>& object) const {
    return std::hash<T>{}(object.value());
  }
};

/// Formats as the value does.
export template <class T, class V, patterns::meta::fixed_string Owner, patterns::meta::fixed_string Field>
  requires std::default_initializable<std::formatter<T>>
struct std::formatter<patterns::data_model::validated<T, V, Owner, Field>> : std::formatter<T> {
  template <class Context>
  auto format(const patterns::data_model::validated<T, V, Owner, Field>& object, Context& context) const {
    return std::formatter<T>::format(object.value(), context);
  }
};
