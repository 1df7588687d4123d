/// @file
/// B4 · truth: whether a value counts as true, in code that does not know its type.
export module patterns.data_model:truth;

import std;

namespace patterns::data_model::detail {

template <class T>
concept character = std::same_as<T, char> || std::same_as<T, wchar_t> || std::same_as<T, char8_t> ||
                    std::same_as<T, char16_t> || std::same_as<T, char32_t>;

// The pointer is not null, yet the text may be empty: the two answers differ.
template <class T>
concept pointer_to_text =
    std::is_pointer_v<std::decay_t<T>> && character<std::remove_cv_t<std::remove_pointer_t<std::decay_t<T>>>>;

template <class T>
concept converts_to_bool = !std::is_array_v<T> && !std::is_function_v<T> && std::constructible_from<bool, const T&>;

template <class T>
concept tells_if_empty = requires(const T& value) { std::ranges::empty(value); };

template <class T>
inline constexpr bool asks_without_throwing = [] {
  if constexpr (converts_to_bool<T>) {
    return std::is_nothrow_constructible_v<bool, const T&>;
  } else {
    return noexcept(std::ranges::empty(std::declval<const T&>()));
  }
}();

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// A type whose values count as true or false: numbers and pointers, everything that converts to `bool` if only on
/// request, and everything of which `std::ranges::empty` can be asked.
///
/// Pointers to characters and text literals are refused: a pointer to an empty text is a true pointer and a false text.
/// Pass a `std::string_view`.
template <class T>
concept truthy = !detail::pointer_to_text<T> && (detail::converts_to_bool<T> || detail::tells_if_empty<T>);

/// Whether `value` counts as true. Zero, null and what is empty are false, all else is true, a NaN included.
///
/// A type's own conversion to `bool` decides, and only where it has none the question whether it is empty: so an
/// optional is true if it has a value, even if that value is 0.
///
/// Complexity and exceptions: those of the conversion, or of `empty`.
/// Source: row B4; Python's truth value testing, where `__bool__` comes before `__len__`.
template <truthy T>
[[nodiscard]] constexpr bool truth(const T& value) noexcept(detail::asks_without_throwing<T>) {
  if constexpr (detail::converts_to_bool<T>) {
    return static_cast<bool>(value);
  } else {
    return !std::ranges::empty(value);
  }
}

}  // namespace patterns::data_model
