/// @file
/// A28 · enums: names of an enumeration's values, and values of its names.
export module patterns.meta:enums;

import std;
import :enum_index;
import :enum_lookup;
import :enumerator;
import :type_name;

export namespace patterns::meta {

/// The number of different values of `E` that have a name.
///
/// @tparam Range  where to look for them if `E` is not described; see describe_enum
template <scoped_enum E, enum_range Range = usual_enum_range>
inline constexpr std::size_t enum_count = detail::ordered_enum<E, Range>.count;

/// The different values of `E` that have a name, in ascending order.
template <scoped_enum E, enum_range Range = usual_enum_range>
inline constexpr std::array<E, enum_count<E, Range>> enum_values = [] {
  std::array<E, enum_count<E, Range>> values{};
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = detail::value_at<E>(detail::ordered_enum<E, Range>.names[i].number);
  }
  return values;
}();

/// The name of `value`, or an empty text if it has none.
///
/// Complexity: one array access, or O(log n) comparisons where the values lie far apart. Thread-safety: reads
/// constants. Source: row A28; Python's `Enum.name`.
template <enum_range Range = usual_enum_range, scoped_enum E>
[[nodiscard]] constexpr std::string_view enum_name(E value) noexcept {
  detail::refuse_faulty_list<detail::enum_slots<E, Range>.fault>();
  const auto number = detail::number_of(value);
  if constexpr (detail::enum_extent<E, Range>.as_listed) {
    return detail::name_listed(detail::enum_names<E, Range>.names, detail::enum_extent<E, Range>, number);
  } else if constexpr (detail::enum_extent<E, Range>.count > 0) {
    return detail::name_in_table(detail::enum_table<E, Range>.names, detail::enum_extent<E, Range>, number);
  } else {
    return detail::name_among(detail::ordered_enum<E, Range>.names, detail::ordered_enum<E, Range>.count, number);
  }
}

/// The value called `name`, or nothing. Upper and lower case differ.
///
/// Complexity: expected O(length of the name); allocates nothing. Source: row A28; Python's `Enum[name]`.
template <scoped_enum E, enum_range Range = usual_enum_range>
[[nodiscard]] constexpr std::optional<E> enum_cast(std::string_view name) noexcept {
  detail::refuse_faulty_list<detail::enum_slots<E, Range>.fault>();
  const auto* const found = detail::find_name(detail::enum_slots<E, Range>.slots, detail::enum_slots<E, Range>.bits,
                                              detail::enum_names<E, Range>.names, name);
  // One constructor and a reset, for every constructor of std::optional is half a dozen functions to compile.
  std::optional<E> value(std::in_place, found == nullptr ? E{} : detail::value_at<E>(found->number));
  if (found == nullptr) {
    value.reset();
  }
  return value;
}

/// The value whose number is `number`, or nothing if no enumerator has it. Source: row A28; Python's `Enum(value)`.
template <scoped_enum E, enum_range Range = usual_enum_range, std::integral Number>
[[nodiscard]] constexpr std::optional<E> enum_cast(Number number) noexcept {
  using underlying = std::underlying_type_t<E>;
  const auto value = static_cast<E>(static_cast<underlying>(number));
  const bool fits = static_cast<Number>(static_cast<underlying>(value)) == number &&
                    (static_cast<underlying>(value) < underlying{}) == (number < Number{});
  return fits && !enum_name<Range>(value).empty() ? std::optional{value} : std::nullopt;
}

/// Lets std::format write an enumeration by name, if you derive from it:
///
///     template <>
///     struct std::formatter<color> : patterns::meta::enum_formatter<color> {};
///
/// The format is that of a string. A value without a name is written as `color(7)`.
template <scoped_enum E, enum_range Range = usual_enum_range>
struct enum_formatter : std::formatter<std::string_view> {
  template <class Context>
  auto format(E value, Context& context) const {
    if (const auto name = enum_name<Range>(value); !name.empty()) {
      return std::formatter<std::string_view>::format(name, context);
    }
    // Unary plus: a one-byte number is written as a number, not as a character.
    const auto number = std::format("{}({})", unqualified_name<E>, +static_cast<std::underlying_type_t<E>>(value));
    return std::formatter<std::string_view>::format(number, context);
  }
};

}  // namespace patterns::meta
