/// @file
/// B5 · index: what can stand where a whole number is wanted, and the place in a sequence that it means.
export module patterns.data_model:index;

import std;

namespace patterns::data_model::detail {

// bool and the character types are integral to the language, but an answer and a letter are no positions.
template <class T>
concept whole_number =
    std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char> && !std::same_as<T, wchar_t> &&
    !std::same_as<T, char8_t> && !std::same_as<T, char16_t> && !std::same_as<T, char32_t>;

template <class T>
concept has_to_index = requires(const T& object) {
  { object.to_index() } -> whole_number;
};

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// A type whose values stand for whole numbers without loss: the integer types, and classes with a member
/// `to_index() const` that returns one of them.
///
/// `bool`, characters and floating-point numbers are refused.
template <class T>
concept index_like = detail::whole_number<T> || detail::has_to_index<T>;

/// Thrown for an index that the wanted integer type, or the sequence, does not have.
class index_error : public std::out_of_range {
 public:
  using out_of_range::out_of_range;
};

}  // namespace patterns::data_model

namespace patterns::data_model::detail {

template <index_like T>
[[nodiscard]] constexpr auto number_of(const T& index) {
  if constexpr (whole_number<T>) {
    return index;
  } else {
    return index.to_index();
  }
}

// Apart from the checks, so that the checks are all that is inlined.
template <class Integer>
[[noreturn, gnu::cold, gnu::noinline]] void refuse_index(Integer index, std::string_view reason) {
  throw index_error(std::format("index {} {}", index, reason));
}

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// The number that `index` stands for, as an `Integer`.
///
/// @throws index_error if `Integer` cannot hold it
/// Source: row B5; Python's `operator.index` (PEP 357).
template <std::integral Integer = std::ptrdiff_t, index_like T>
  requires detail::whole_number<Integer>
[[nodiscard]] constexpr Integer to_index(const T& index) {
  const auto number = detail::number_of(index);
  if (!std::in_range<Integer>(number)) {
    detail::refuse_index(number, std::format("is not in {}..{}", std::numeric_limits<Integer>::min(),
                                             std::numeric_limits<Integer>::max()));
  }
  return static_cast<Integer>(number);
}

/// The position that `index` means in a sequence of `size` elements: negative ones count from the end, so that -1 is
/// the last.
///
/// @return a position smaller than `size`
/// @throws index_error if there is no such element
template <index_like T>
[[nodiscard]] constexpr std::size_t to_position(const T& index, std::size_t size) {
  const auto number = detail::number_of(index);
  if (std::cmp_greater_equal(number, 0)) {
    if (std::cmp_less(number, size)) {
      return static_cast<std::size_t>(number);
    }
  } else {
    // The distance from the end: -(number + 1) + 1, since the least number of a type has no positive counterpart.
    const auto from_end = static_cast<std::uintmax_t>(-(static_cast<std::intmax_t>(number) + 1)) + 1;
    if (from_end <= size) {
      return size - static_cast<std::size_t>(from_end);
    }
  }
  detail::refuse_index(number, std::format("of a sequence of size {}", size));
}

/// `index` in base 16 as a literal of the language, such as "0xff" or "-0x1".
///
/// Source: row B5; Python's `hex`.
template <index_like T>
[[nodiscard]] std::string hex(const T& index) {
  return std::format("{:#x}", detail::number_of(index));
}

}  // namespace patterns::data_model
