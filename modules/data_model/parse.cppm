/// @file
/// A11 · parse: a value made from a text, by a constructor that has a name, and an error that says where the text
/// fails.
export module patterns.data_model:parse;

import std;
import patterns.meta;
import :index;
import :repr;

namespace patterns::data_model::detail {

template <class T>
concept has_parse = std::is_class_v<T> && requires(std::string_view text) {
  { T::parse(text) } -> std::same_as<T>;
};

// Braces, so that neither a narrower channel nor a missing one goes unnoticed.
template <class T>
concept made_of_channels = requires(std::uint8_t channel) { T{channel, channel, channel}; };

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// A type whose values can be made from a text: a class with a static member `parse(std::string_view)` that returns
/// one, an integer type, or a scoped enumeration.
///
/// `bool` and characters are refused, for the text of one may be meant in several ways, and so are floating-point
/// numbers, which not every standard library reads without a locale.
template <class T>
concept parsable =
    std::same_as<T, std::remove_cv_t<T>> && (detail::has_parse<T> || detail::whole_number<T> || meta::scoped_enum<T>);

/// A type of colour that is made from its red, green and blue, in this order, each from 0 to 255.
template <class T>
concept hex_color = detail::made_of_channels<T>;

/// Thrown for a text that stands for no value of the wanted kind; says which text, and from where on it does not.
class parse_error : public std::invalid_argument {
 public:
  /// @param parser    what reads the text: the name of a function or of a type
  /// @param text      all that was to be read
  /// @param position  the first character that is wrong, from 0; the size of the text if it ends too early
  /// @param reason    what is wrong there, as in "'g' is no hexadecimal digit"
  parse_error(std::string_view parser, std::string_view text, std::size_t position, std::string_view reason)
      : std::invalid_argument(std::format("{}: {} at {}: {}", parser, repr(text), position, reason)),
        position_(position) {}

  [[nodiscard]] std::size_t position() const noexcept { return position_; }

 private:
  std::size_t position_;
};

/// What parse_hex_color makes if no type of your own is asked for.
struct rgb_color {
  std::uint8_t red;
  std::uint8_t green;
  std::uint8_t blue;

  [[nodiscard]] bool operator==(const rgb_color&) const = default;
};

}  // namespace patterns::data_model

namespace patterns::data_model::detail {

constexpr std::optional<std::uint8_t> hexadecimal_value(char digit) noexcept {
  if (digit >= '0' && digit <= '9') {
    return static_cast<std::uint8_t>(digit - '0');
  }
  if (digit >= 'a' && digit <= 'f') {
    return static_cast<std::uint8_t>(digit - 'a' + 10);
  }
  if (digit >= 'A' && digit <= 'F') {
    return static_cast<std::uint8_t>(digit - 'A' + 10);
  }
  return std::nullopt;
}

// Apart from the checks, so that the checks are all that is inlined.
[[noreturn, gnu::cold, gnu::noinline]] inline void refuse_digit(std::string_view text, std::size_t position) {
  throw parse_error("parse_hex_color", text, position,
                    std::format("{} is no hexadecimal digit", repr(text.substr(position, 1))));
}

[[noreturn, gnu::cold, gnu::noinline]] inline void refuse_length(std::string_view text, std::size_t position,
                                                                 std::size_t digit_count) {
  throw parse_error("parse_hex_color", text, position, std::format("{} digits, where 3 or 6 are wanted", digit_count));
}

template <whole_number T>
[[nodiscard]] T parse_whole_number(std::string_view text) {
  T number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc::result_out_of_range) {
    throw parse_error(meta::type_name<T>, text, 0,
                      std::format("is not in {}..{}", std::numeric_limits<T>::min(), std::numeric_limits<T>::max()));
  }
  const auto read = error == std::errc{} ? static_cast<std::size_t>(end - text.data()) : 0;
  if (read < text.size()) {
    throw parse_error(meta::type_name<T>, text, read, "is no whole number");
  }
  if (text.empty()) {
    throw parse_error(meta::type_name<T>, text, 0, "a whole number is missing");
  }
  return number;
}

template <meta::scoped_enum T>
[[nodiscard]] constexpr T parse_enumerator(std::string_view text) {
  const auto value = meta::enum_cast<T>(text);
  if (!value) {
    throw parse_error(meta::unqualified_name<T>, text, 0, "is none of its enumerators");
  }
  return *value;
}

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// The colour that `text` writes as `#1e90ff`, or `#19f` for short, which is `#1199ff`. The `#` may be missing, and
/// letters may be large or small.
///
/// @tparam Color  what is made; see hex_color
///
/// A wrong text in a constant does not compile. Complexity: constant; allocates for an error only.
/// @throws parse_error at the first character that is no hexadecimal digit, or else at the end, or at the first digit
///                     too many, if there are neither three digits nor six; and what the constructor of Color throws
/// Source: row A11; Python's class methods as alternate constructors, and the notation of CSS.
template <hex_color Color = rgb_color>
[[nodiscard]] constexpr Color parse_hex_color(std::string_view text) {
  constexpr std::size_t most_digits = 6;
  const std::size_t first = text.starts_with('#') ? 1 : 0;
  const auto digit_count = text.size() - first;
  std::array<std::uint8_t, most_digits> digits{};
  for (std::size_t i = 0; i < std::min(digit_count, most_digits); ++i) {
    const auto value = detail::hexadecimal_value(text[first + i]);
    if (!value) {
      detail::refuse_digit(text, first + i);
    }
    digits[i] = *value;
  }
  const auto channel = [](std::uint8_t high, std::uint8_t low) { return static_cast<std::uint8_t>(high * 16 + low); };
  if (digit_count == 6) {
    return Color{channel(digits[0], digits[1]), channel(digits[2], digits[3]), channel(digits[4], digits[5])};
  }
  if (digit_count == 3) {
    return Color{channel(digits[0], digits[0]), channel(digits[1], digits[1]), channel(digits[2], digits[2])};
  }
  detail::refuse_length(text, std::min(text.size(), first + most_digits), digit_count);
}

/// The value of type `T` that `text` stands for, all of it: what `T::parse` makes, a decimal number, or the enumerator
/// of that name.
///
/// There is no room for blanks, nor for a plus sign.
///
/// @throws parse_error if there is none, or what `T::parse` throws
/// Source: row A11.
template <parsable T>
[[nodiscard]] constexpr T parse(std::string_view text) {
  if constexpr (detail::has_parse<T>) {
    return T::parse(text);
  } else if constexpr (meta::scoped_enum<T>) {
    return detail::parse_enumerator<T>(text);
  } else {
    return detail::parse_whole_number<T>(text);
  }
}

/// As parse, but without a value where parse throws a parse_error. Any other exception is passed on.
///
/// For a text that may well be wrong; an error costs as much as one that is thrown.
template <parsable T>
[[nodiscard]] constexpr std::optional<T> try_parse(std::string_view text) {
  try {
    return parse<T>(text);
  } catch (const parse_error&) {
    return std::nullopt;
  }
}

}  // namespace patterns::data_model
