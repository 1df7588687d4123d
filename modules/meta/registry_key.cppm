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

/// Both halves of the product, so that every bit of the result depends on every bit of both.
[[nodiscard]] inline std::uint64_t folded_product(std::uint64_t a, std::uint64_t b) noexcept {
  __extension__ using wide = unsigned __int128;
  const auto product = static_cast<wide>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
}

inline constexpr std::uint64_t first_secret = 0x9e3779b97f4a7c15U;
inline constexpr std::uint64_t second_secret = 0xd6e8feb86659fd93U;

/// Sixteen characters at a time; the last sixteen overlap those before. A look-up among thousands is little more than
/// its hash, and those of the standard libraries cost more than the rest of it together.
[[nodiscard]] inline std::uint64_t hash_text(std::string_view text) noexcept {
  constexpr std::size_t word = sizeof(std::uint64_t);
  const char* const first = text.data();
  const auto size = text.size();
  std::uint64_t hash = size ^ second_secret;
  std::uint64_t low = 0;
  std::uint64_t high = 0;
  if (size >= word) {
    for (std::size_t i = 0; i + 2 * word < size; i += 2 * word) {
      hash = folded_product(load_word<std::uint64_t>(first + i) ^ first_secret,
                            load_word<std::uint64_t>(first + i + word) ^ hash);
    }
    low = load_word<std::uint64_t>(first + (size > 2 * word ? size - 2 * word : 0));
    high = load_word<std::uint64_t>(first + size - word);
  } else if (size >= word / 2) {
    low = load_word<std::uint32_t>(first);
    high = load_word<std::uint32_t>(first + size - word / 2);
  } else {
    for (const char c : text) {
      low = low << 8U | static_cast<unsigned char>(c);
    }
  }
  return folded_product(folded_product(low ^ first_secret, high ^ hash), first_secret);
}

/// The same characters, compared by words: a call of memcmp costs more than the texts' few words.
[[nodiscard]] inline bool same_text(std::string_view a, std::string_view b) noexcept {
  constexpr std::size_t word = sizeof(std::uint64_t);
  const auto size = a.size();
  if (size != b.size() || size < word) {
    return a == b;
  }
  for (std::size_t i = 0; i + word < size; i += word) {
    if (load_word<std::uint64_t>(a.data() + i) != load_word<std::uint64_t>(b.data() + i)) {
      return false;
    }
  }
  return load_word<std::uint64_t>(a.data() + size - word) == load_word<std::uint64_t>(b.data() + size - word);
}

template <class Key>
[[nodiscard]] std::uint64_t hash_key(key_query_t<Key> key) {
  if constexpr (std::same_as<key_query_t<Key>, std::string_view>) {
    return hash_text(key);
  } else {
    // The hash of an integer may be the integer: the product spreads those that differ in few bits.
    return folded_product(
        static_cast<std::uint64_t>(std::hash<std::remove_cvref_t<key_query_t<Key>>>{}(key)) ^ second_secret,
        first_secret);
  }
}

template <class Key>
[[nodiscard]] bool same_key(const Key& a, key_query_t<Key> b) {
  if constexpr (std::same_as<key_query_t<Key>, std::string_view>) {
    return same_text(a, b);
  } else {
    return a == b;
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
