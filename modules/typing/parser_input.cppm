/// @file
/// B14 · parser_input: bytes or text, told apart when it compiles.
export module patterns.typing:parser_input;

import std;

namespace patterns::typing::detail {

template <class T>
concept byte_type = std::same_as<std::remove_cv_t<T>, std::byte> || std::same_as<std::remove_cv_t<T>, unsigned char>;

template <class T>
concept byte_range = std::ranges::contiguous_range<const T&> && std::ranges::sized_range<const T&> &&
                     byte_type<std::ranges::range_value_t<const T&>>;

template <class T>
concept bytes_like = byte_range<T> || std::convertible_to<const T&, std::span<const std::byte>>;

// A null pointer constant is a text to string_view's constructor.
template <class T>
concept text_like = std::convertible_to<const T&, std::string_view> && !std::same_as<T, std::nullptr_t>;

// Named so that the compiler's message reads.
template <class T>
concept bytes_or_text = bytes_like<T> || text_like<T>;

template <class T>
concept not_both_bytes_and_text = !(bytes_like<T> && text_like<T>);

template <class T>
inline constexpr bool is_char_array = false;
template <std::size_t Extent>
inline constexpr bool is_char_array<char[Extent]> = true;

}  // namespace patterns::typing::detail

export namespace patterns::typing {

/// What a parser reads: bytes or text, and no doubt which.
///
/// Bytes are whatever converts to `std::span<const std::byte>`, and contiguous ranges of `std::byte` or
/// `unsigned char`. Text is whatever converts to `std::string_view`. What is both is refused, and so is what is
/// neither: a `const unsigned char*` has no length and may be text of some C library; `nullptr` is nothing; a
/// `std::vector<char>` may be meant as either.
template <class T>
concept parser_input =
    detail::bytes_or_text<std::remove_cvref_t<T>> && detail::not_both_bytes_and_text<std::remove_cvref_t<T>>;

/// A parser_input that is bytes.
template <class T>
concept byte_input = parser_input<T> && detail::bytes_like<std::remove_cvref_t<T>>;

/// A parser_input that is text.
template <class T>
concept text_input = parser_input<T> && detail::text_like<std::remove_cvref_t<T>>;

/// A function that can be called with bytes as well as with text, with one type of result.
template <class F>
concept input_parser =
    std::invocable<F, std::span<const std::byte>> && std::invocable<F, std::string_view> &&
    std::same_as<std::invoke_result_t<F, std::span<const std::byte>>, std::invoke_result_t<F, std::string_view>>;

/// Thrown for a pointer to text that is null.
class null_text : public std::invalid_argument {
 public:
  null_text() : std::invalid_argument("parser_input: the text is a null pointer") {}
};

/// The bytes of `input`, in place.
template <byte_input T>
[[nodiscard]] constexpr std::span<const std::byte> input_view(const T& input) {
  if constexpr (std::convertible_to<const T&, std::span<const std::byte>>) {
    return input;
  } else {
    return std::as_bytes(std::span(std::ranges::data(input), std::ranges::size(input)));
  }
}

/// The text of `input`, in place; of an array of char, up to its first zero.
/// @throws null_text if `input` is a null pointer
template <text_input T>
[[nodiscard]] constexpr std::string_view input_view(const T& input) {
  if constexpr (detail::is_char_array<T>) {
    return {input, std::ranges::find(input, '\0')};
  } else if constexpr (std::is_pointer_v<T>) {
    return input == nullptr ? throw null_text() : std::string_view(input);
  } else {
    return input;
  }
}

/// Calls `parser` with the bytes of `input`, as `std::span<const std::byte>`, or with its text, as `std::string_view`.
///
/// Complexity: of the call; nothing is copied, but a text that ends with a zero is measured.
/// Exceptions: what the parser throws, and null_text. Source: row B14.
template <parser_input T, input_parser Parser>
constexpr decltype(auto) parse_input(const T& input, Parser&& parser) {
  return std::invoke(std::forward<Parser>(parser), input_view(input));
}

}  // namespace patterns::typing
