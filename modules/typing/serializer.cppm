/// @file
/// A18 · serializer: a format that turns values into text or bytes and back, chosen when it compiles or when it runs.
export module patterns.typing:serializer;

import std;
import :erased;
import :interface;
import :type_list;

export namespace patterns::typing {

/// What a serializer makes: text, or bytes. Anything that keeps its units in one piece.
template <class Encoded>
concept encoding = std::ranges::contiguous_range<const Encoded> && std::movable<Encoded>;

}  // namespace patterns::typing

namespace patterns::typing::detail {

template <encoding Encoded>
struct view_of : std::type_identity<std::span<const std::ranges::range_value_t<Encoded>>> {};

template <class Char, class Traits, class Allocator>
struct view_of<std::basic_string<Char, Traits, Allocator>> : std::type_identity<std::basic_string_view<Char, Traits>> {
};

// What stands there, on one line and cut short.
inline constexpr std::size_t longest_excerpt = 24;

[[nodiscard]] inline std::string excerpt(std::string_view text) {
  std::size_t end = std::min(text.size(), longest_excerpt);
  const auto continues_a_character = [](char unit) { return (static_cast<unsigned char>(unit) & 0xc0U) == 0x80U; };
  while (end != 0 && end != text.size() && continues_a_character(text[end])) {
    --end;
  }
  std::string shown(text.substr(0, end));
  std::ranges::replace_if(shown, [](char letter) { return letter >= '\0' && letter < ' '; }, ' ');
  return std::format("'{}'{}", shown, end < text.size() ? "..." : "");
}

[[nodiscard]] inline std::string excerpt(std::span<const std::byte> bytes) {
  constexpr std::size_t most = longest_excerpt / 3;
  std::string shown = "bytes";
  for (const std::byte each : bytes.first(std::min(bytes.size(), most))) {
    std::format_to(std::back_inserter(shown), " {:02x}", std::to_integer<unsigned>(each));
  }
  return shown + (bytes.size() > most ? "..." : "");
}

template <class View>
[[nodiscard]] std::string excerpt_at(View encoded, std::size_t position) {
  return position < encoded.size()
             ? excerpt(View(encoded.begin() + static_cast<std::ptrdiff_t>(position), encoded.end()))
             : "the end";
}

}  // namespace patterns::typing::detail

export namespace patterns::typing {

/// What a serializer reads: a view of what it makes, `std::string_view` for text.
template <encoding Encoded>
using encoded_view = typename detail::view_of<Encoded>::type;

/// A format for values of T: it dumps a value, and loads an equal one from what it dumped. Both are const: one object
/// may serve many threads.
///
/// What cannot be loaded is reported by an exception, best a load_error.
///
/// @tparam Format   the serializer
/// @tparam T        what is dumped and loaded
/// @tparam Encoded  text or bytes; see encoding
///
/// Source: row A18; PEP 3119.
template <class Format, class T, class Encoded = std::string>
concept serializer =
    encoding<Encoded> && requires(const Format& format, const T& value, const encoded_view<Encoded>& encoded) {
      { format.dumps(value) } -> std::convertible_to<Encoded>;
      { format.loads(encoded) } -> std::convertible_to<T>;
    };

/// Thrown by a serializer for what is not of its format.
class load_error : public std::runtime_error {
 public:
  /// @param format    the name of the format
  /// @param expected  what had to stand at the position
  /// @param encoded   the whole text
  /// @param position  where reading stopped
  load_error(std::string_view format, std::string_view expected, std::string_view encoded, std::size_t position)
      : load_error(position, format, expected, detail::excerpt_at(encoded, position)) {}

  /// The same of bytes.
  load_error(std::string_view format, std::string_view expected, std::span<const std::byte> encoded,
             std::size_t position)
      : load_error(position, format, expected, detail::excerpt_at(encoded, position)) {}

  /// Where reading stopped, counted in characters or bytes from the begin.
  [[nodiscard]] std::size_t position() const noexcept { return position_; }

 private:
  load_error(std::size_t position, std::string_view format, std::string_view expected, const std::string& found)
      : std::runtime_error(std::format("{}: expected {} at position {}, found {}", format, expected, position, found)),
        position_(position) {}

  std::size_t position_;
};

/// The interface of every serializer of T: what concept serializer asks for, as operations.
template <class T, encoding Encoded = std::string>
struct serializer_interface {
  struct dumps {
    using signature = Encoded(const T&) const;
    Encoded operator()(const auto& format, const T& value) const
      requires requires {
        { format.dumps(value) } -> std::convertible_to<Encoded>;
      }
    {
      return format.dumps(value);
    }
  };

  struct loads {
    using signature = T(encoded_view<Encoded>) const;
    T operator()(const auto& format, encoded_view<Encoded> encoded) const
      requires requires {
        { format.loads(encoded) } -> std::convertible_to<T>;
      }
    {
      return format.loads(encoded);
    }
  };

  using operations = type_list<dumps, loads>;
};

/// Any serializer of T, chosen while the program runs; it is a serializer itself.
///
/// @tparam T        what is dumped and loaded
/// @tparam Encoded  text or bytes; see encoding
///
/// Complexity, thread-safety: see erased; a serializer without state, or of four pointers at most, is not allocated.
/// Exceptions: those of the serializer inside; bad_protocol_access without one. Source: row A18.
template <class T, encoding Encoded = std::string>
class any_serializer : public erased<serializer_interface<T, Encoded>> {
 public:
  using erased<serializer_interface<T, Encoded>>::erased;

  [[nodiscard]] Encoded dumps(const T& value) const {
    return this->template call<typename serializer_interface<T, Encoded>::dumps>(value);
  }

  [[nodiscard]] T loads(encoded_view<Encoded> encoded) const {
    return this->template call<typename serializer_interface<T, Encoded>::loads>(encoded);
  }
};

}  // namespace patterns::typing
