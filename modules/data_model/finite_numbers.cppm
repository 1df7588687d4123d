/// @file
/// B1 · finite_numbers: the rule that no number in a value is a NaN or infinite.
export module patterns.data_model:finite_numbers;

import std;
import patterns.meta;

namespace patterns::data_model::detail {

template <class T>
inline constexpr bool is_complex = false;
template <class T>
inline constexpr bool is_complex<std::complex<T>> = true;

template <class T>
inline constexpr bool is_duration = false;
template <class Rep, class Period>
inline constexpr bool is_duration<std::chrono::duration<Rep, Period>> = true;

/// What the rule can look into, `Outer` being the types that it is inside of.
template <class T, class... Outer>
consteval bool holds_numbers() {
  if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T> || (std::same_as<T, Outer> || ...)) {
    return true;
  } else if constexpr (is_complex<T> || meta::is_optional<T> || meta::is_transparent<T>) {
    return holds_numbers<std::remove_cv_t<typename T::value_type>, Outer...>();
  } else if constexpr (is_duration<T>) {
    return holds_numbers<typename T::rep, Outer...>();
  } else if constexpr (std::is_bounded_array_v<T>) {
    return holds_numbers<std::remove_cv_t<std::remove_extent_t<T>>, Outer...>();
  } else if constexpr (meta::is_variant<T>) {
    return []<class... Ts>(std::type_identity<std::variant<Ts...>>) {
      return (holds_numbers<Ts, Outer...>() && ...);
    }(std::type_identity<T>{});
  } else if constexpr (meta::range_of_values<T>) {
    return holds_numbers<std::remove_cv_t<std::ranges::range_value_t<const T&>>, Outer...>();
  } else if constexpr (meta::record<T>) {
    return []<std::size_t... I>(std::index_sequence<I...>) {
      return (holds_numbers<std::remove_cv_t<meta::field_type<T, I>>, T, Outer...>() && ...);
    }(std::make_index_sequence<meta::field_count<T>>{});
  } else if constexpr (meta::tuple_of_values<T>) {
    return meta::all_positions<T>(
        [](auto i) { return holds_numbers<std::remove_cvref_t<std::tuple_element_t<i, T>>, Outer...>(); });
  } else {
    return std::same_as<T, std::monostate>;
  }
}

template <class T>
constexpr bool all_finite(const T& value) {
  if constexpr (std::floating_point<T>) {
    // Both are false for a NaN; std::isfinite is no constant expression.
    return value >= std::numeric_limits<T>::lowest() && value <= std::numeric_limits<T>::max();
  } else if constexpr (is_complex<T>) {
    return all_finite(value.real()) && all_finite(value.imag());
  } else if constexpr (meta::is_optional<T>) {
    return !value.has_value() || all_finite(*value);
  } else if constexpr (meta::is_transparent<T>) {
    return all_finite(value.value());
  } else if constexpr (is_duration<T>) {
    return all_finite(value.count());
  } else if constexpr (meta::is_variant<T>) {
    return value.valueless_by_exception() || std::visit([](const auto& held) { return all_finite(held); }, value);
  } else if constexpr (std::is_array_v<T> || meta::range_of_values<T>) {
    return std::ranges::all_of(value,
                               [](const std::ranges::range_value_t<const T&>& element) { return all_finite(element); });
  } else if constexpr (meta::record<T>) {
    bool all = true;
    meta::for_each_field(value, [&all](const auto& field) { all = all && all_finite(field); });
    return all;
  } else if constexpr (meta::tuple_of_values<T>) {
    return meta::all_positions<T>([&value](auto i) { return all_finite(std::get<i>(value)); });
  } else {
    return true;
  }
}

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// Neither a NaN nor infinite; of a record, a container, a tuple, an optional or a variant, no number in it. A
/// validator for a member, or for an immutable.
///
/// A value that it cannot look into, such as a pointer or a class that hides its members, is refused at compile time.
/// Complexity: linear in the numbers. Source: row B1.
struct finite_numbers {
  template <class T>
    requires(detail::holds_numbers<T>())
  [[nodiscard]] constexpr bool operator()(const T& value) const {
    return detail::all_finite(value);
  }

  [[nodiscard]] static std::string requirement() { return "must be finite"; }
};

}  // namespace patterns::data_model
