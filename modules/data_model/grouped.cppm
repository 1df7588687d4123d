/// @file
/// B6 · grouped: a number with its digits in groups, for people to read.
export module patterns.data_model:grouped;

import std;
import :index;

export namespace patterns::data_model {

/// A number in decimal notation, to the last digit: `digits` divided by ten to the power of `places`. `{12345, 3}` is
/// 12.345, which no floating-point number is.
struct decimal {
  std::int64_t digits;
  std::size_t places = 0;

  [[nodiscard]] bool operator==(const decimal&) const = default;
};

/// How the digits of a number are laid out. As the decimal separator and the groups differ from country to country,
/// they are not taken from a locale that somebody else may have set.
struct digit_style {
  /// What stands between two groups; empty for no groups.
  std::string_view separator = ",";
  /// What stands before the decimals.
  std::string_view point = ".";
  /// How many digits a group has; 0 for no groups.
  std::size_t group_size = 3;
};

}  // namespace patterns::data_model

namespace patterns::data_model::detail {

template <class T>
concept decimal_or_float = std::same_as<T, float> || std::same_as<T, double> || std::same_as<T, decimal>;

[[nodiscard]] constexpr bool is_digit(char character) noexcept {
  return character >= '0' && character <= '9';
}

/// Rounds a text of digits, the last `places` of which are decimals, to `wanted` decimals; halves to the even digit.
inline void round_half_even(std::string& digits, std::size_t places, std::size_t wanted) {
  if (wanted >= places) {
    digits.append(wanted - places, '0');
    return;
  }
  const auto dropped_count = places - wanted;
  if (digits.size() < dropped_count) {
    digits = "0";
    return;
  }
  if (digits.size() == dropped_count) {
    digits.insert(0, 1, '0');
  }
  const auto dropped = digits.substr(digits.size() - dropped_count);
  digits.resize(digits.size() - dropped_count);
  const bool is_half = dropped.front() == '5' && dropped.find_first_not_of('0', 1) == std::string::npos;
  const bool last_is_odd = (digits.back() - '0') % 2 != 0;
  if (dropped.front() < '5' || (is_half && !last_is_odd)) {
    return;
  }
  auto last = digits.find_last_not_of('9');
  if (last == std::string::npos) {
    digits.insert(0, 1, '0');
    last = 0;
  }
  ++digits[last];
  std::fill(digits.begin() + static_cast<std::ptrdiff_t>(last) + 1, digits.end(), '0');
}

/// `-1234.50` as its sign, and its digits before and after the point.
struct digits_of_number {
  bool is_negative = false;
  std::string whole;
  std::string fraction;
};

[[nodiscard]] inline digits_of_number split(bool is_negative, std::string digits, std::size_t decimals) {
  if (digits.size() <= decimals) {
    digits.insert(0, decimals + 1 - digits.size(), '0');
  }
  // What is rounded to zero has no sign: nobody owes "-0.00".
  const bool is_zero = digits.find_first_not_of('0') == std::string::npos;
  auto fraction = digits.substr(digits.size() - decimals);
  digits.resize(digits.size() - decimals);
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
  return {is_negative && !is_zero, std::move(digits), std::move(fraction)};
}

template <class T>
[[nodiscard]] digits_of_number rounded(const T& number, std::size_t decimals) {
  if constexpr (std::same_as<T, decimal>) {
    // The least number has no positive counterpart.
    const auto magnitude =
        number.digits < 0 ? 0 - static_cast<std::uint64_t>(number.digits) : static_cast<std::uint64_t>(number.digits);
    auto digits = std::to_string(magnitude);
    round_half_even(digits, number.places, decimals);
    return split(number.digits < 0, std::move(digits), decimals);
  } else if constexpr (std::integral<T>) {
    auto digits = std::format("{}", number);
    const bool is_negative = digits.front() == '-';
    digits.erase(0, is_negative ? 1 : 0);
    digits.append(decimals, '0');
    return split(is_negative, std::move(digits), decimals);
  } else {
    // Rounds the exact value, and a half to the even digit.
    auto digits = std::format("{:.{}f}", std::abs(number), decimals);
    std::erase(digits, '.');
    return split(std::signbit(number), std::move(digits), decimals);
  }
}

[[nodiscard]] inline std::string joined(const digits_of_number& number, const digit_style& style) {
  std::string text(number.is_negative ? "-" : "");
  for (std::size_t i = 0; i < number.whole.size(); ++i) {
    if (i > 0 && style.group_size > 0 && (number.whole.size() - i) % style.group_size == 0) {
      text += style.separator;
    }
    text += number.whole[i];
  }
  if (!number.fraction.empty()) {
    text += style.point;
    text += number.fraction;
  }
  return text;
}

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// A whole number with its digits in groups: `grouped(1234567)` is "1,234,567".
///
/// Complexity: linear in the digits. Source: row B6; Python's `format(number, ",")`.
template <detail::whole_number T>
[[nodiscard]] std::string grouped(T number, const digit_style& style = {}) {
  return detail::joined(detail::rounded(number, 0), style);
}

/// A number with `decimals` decimals, and its whole part in groups: `grouped(1234567.891, 2)` is "1,234,567.89".
///
/// Rounded to the nearest, and a half to the even digit. A `double` is taken for exactly what it is: 2.675 lies below
/// the half, and becomes 2.67. What is rounded to zero loses its sign. A NaN and infinity are as std::format writes
/// them.
template <detail::decimal_or_float T>
[[nodiscard]] std::string grouped(T number, std::size_t decimals, const digit_style& style = {}) {
  if constexpr (std::floating_point<T>) {
    if (!std::isfinite(number)) {
      return std::format("{}", number);
    }
  }
  return detail::joined(detail::rounded(number, decimals), style);
}

}  // namespace patterns::data_model
