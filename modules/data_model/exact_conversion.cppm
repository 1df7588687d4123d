/// @file
/// A2, A5, A8, A12 · exact_conversion: from one type to another, if no part of the value is lost.
export module patterns.data_model:exact_conversion;

import std;

namespace patterns::data_model::detail {

/// Implicit conversion, but none that drops a fraction.
template <class From, class To>
concept converts_exactly_to =
    std::convertible_to<From, To> && !(std::floating_point<std::remove_cvref_t<From>> && std::integral<To>);

/// A number that is not in the range of the integer type `To` does not fit; everything else does.
template <class To, class From>
constexpr bool fits(const From& value) noexcept {
  if constexpr (std::integral<To> && std::integral<From>) {
    const auto converted = static_cast<To>(value);
    return static_cast<From>(converted) == value && (converted < To{}) == (value < From{});
  } else {
    return true;
  }
}

}  // namespace patterns::data_model::detail
