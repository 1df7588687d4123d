/// @file
/// A30 · registry_key: what a thing can be registered under.
export module patterns.meta:registry_key;

import std;
import :enumerator;
import :enums;
import :registry_error;
import :type_name;

namespace patterns::meta::detail {

template <class T>
inline constexpr bool is_text_view = false;
template <class Char, class Traits>
inline constexpr bool is_text_view<std::basic_string_view<Char, Traits>> = true;

template <class Key>
struct key_query {
  using type = const Key&;
};
template <class Char, class Traits, class Allocator>
struct key_query<std::basic_string<Char, Traits, Allocator>> {
  using type = std::basic_string_view<Char, Traits>;
};

}  // namespace patterns::meta::detail

export namespace patterns::meta {

/// What a thing can be registered under: a value that can be copied, ordered and hashed, and that owns all of it.
///
/// A string_view or a pointer is refused: what it points at may belong to a library that is unloaded while the key
/// stays.
template <class Key>
concept registry_key = std::copyable<Key> && std::totally_ordered<Key> && !std::is_pointer_v<Key> &&
                       !detail::is_text_view<Key> && requires(const Key& key) {
                         { std::hash<Key>{}(key) } -> std::convertible_to<std::size_t>;
                       };

}  // namespace patterns::meta

namespace patterns::meta::detail {

/// What a registry is asked with: a view for a string, so that a look-up builds none; else the key itself.
template <class Key>
using key_query_t = typename key_query<Key>::type;

template <class Word>
[[nodiscard]] inline std::uint64_t load_word(const char* text) noexcept {
  Word word;
  std::memcpy(&word, text, sizeof(Word));
  return word;
}

[[nodiscard]] inline std::uint64_t mix_word(std::uint64_t hash, std::uint64_t word) noexcept {
  hash = (hash ^ word) * 0x9e3779b97f4a7c15U;
  return hash ^ (hash >> 32U);
}

/// Eight characters at a time; the last word overlaps the one before. A look-up among thousands is little more than its
/// hash, and those of the standard libraries cost more than the rest of it together.
[[nodiscard]] inline std::uint64_t hash_text(std::string_view text) noexcept {
  constexpr std::size_t word = 8;
  const char* const first = text.data();
  const auto size = text.size();
  std::uint64_t hash = size * 0xd6e8feb86659fd93U;
  if (size >= word) {
    for (std::size_t i = 0; i + word < size; i += word) {
      hash = mix_word(hash, load_word<std::uint64_t>(first + i));
    }
    return mix_word(hash, load_word<std::uint64_t>(first + size - word));
  }
  if (size >= word / 2) {
    return mix_word(hash, load_word<std::uint32_t>(first) | load_word<std::uint32_t>(first + size - word / 2) << 32U);
  }
  std::uint64_t rest = 0;
  for (const char c : text) {
    rest = rest << 8U | static_cast<unsigned char>(c);
  }
  return mix_word(hash, rest);
}

template <class Key>
[[nodiscard]] std::uint64_t hash_key(key_query_t<Key> key) {
  if constexpr (std::same_as<key_query_t<Key>, std::string_view>) {
    return hash_text(key);
  } else {
    // The hash of an integer may be the integer: the mixing spreads those that differ in few bits.
    return mix_word(0, static_cast<std::uint64_t>(std::hash<std::remove_cvref_t<key_query_t<Key>>>{}(key)));
  }
}

template <class Key>
[[nodiscard]] bool is_empty_key(key_query_t<Key> key) {
  if constexpr (requires { key.empty(); }) {
    return key.empty();
  } else {
    return false;
  }
}

/// The key as a message shows it.
template <class Key>
[[nodiscard]] std::string key_text(key_query_t<Key> key) {
  if constexpr (std::same_as<key_query_t<Key>, std::string_view>) {
    return quoted_key(key);
  } else if constexpr (scoped_enum<Key>) {
    const auto name = enum_name(key);
    return name.empty() ? std::format("{}({})", unqualified_name<Key>, +static_cast<std::underlying_type_t<Key>>(key))
                        : std::string(name);
  } else if constexpr (std::semiregular<std::formatter<Key, char>>) {
    return std::format("{}", key);
  } else {
    return std::format("a key of type {}", unqualified_name<Key>);
  }
}

}  // namespace patterns::meta::detail
