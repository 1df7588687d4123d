/// @file
/// A28 · scoped_enum: what an enumeration is here, and where its enumerators are looked for.
export module patterns.meta:enumerator;

import std;

export namespace patterns::meta {

/// An `enum class`: a closed set of named values that do not turn into numbers by themselves.
///
/// Stands where Python has a subclass of `enum.Enum`. An unscoped enum is refused: its values are numbers to the
/// language, and those between its enumerators may not even be valid.
template <class E>
concept scoped_enum = std::is_enum_v<E> && !std::is_convertible_v<E, std::underlying_type_t<E>>;

/// One name of an enumeration, a literal, and the value that it stands for.
template <scoped_enum E>
struct enumerator {
  // Not a string_view: to make one of each literal costs the compiler more than the rest of the list.
  const char* name;
  E value;
};

/// Where the enumerators of an enumeration that is not described are looked for: from `first` to `last`, both included,
/// and, if `single_bits`, at every power of two as well.
///
/// Every number in the range costs compile time, none costs run time.
struct enum_range {
  std::int64_t first;
  std::int64_t last;
  bool single_bits = false;

  [[nodiscard]] friend constexpr bool operator==(const enum_range&, const enum_range&) noexcept = default;
};

/// Small numbers and single bits, which is where nearly all enumerators are; all values of a one-byte enumeration.
inline constexpr enum_range usual_enum_range{.first = -128, .last = 127, .single_bits = true};

}  // namespace patterns::meta
