/// @file
/// Meta core · spelling: what the compiler writes about a template argument, and how to read it.
export module patterns.meta:spelling;

import std;

namespace patterns::meta::detail {

// The function's own name is the only place where today's compilers spell a type or a constant. The return type is no
// typedef: GCC appends what a typedef stands for, behind the part that is read here.
template <class T>
consteval const char* spell_type() {
  return std::source_location::current().function_name();
}

template <auto... Values>
consteval const char* spell_values() {
  return std::source_location::current().function_name();
}

constexpr bool is_identifier_character(char c) noexcept {
  // Bytes from 0x80 on belong to a letter outside of ASCII.
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

/// What stands between the `=` and the `]` of a spelled function: `f() [T = shop::product]`, and on GCC
/// `f@module() [with T = shop::product]`.
constexpr std::string_view spelled_argument(std::string_view function) {
  const auto first = function.find("= ") + 2;
  return function.substr(first, function.size() - first - 1);
}

/// The same for a pack, without the brackets around it: `<1, 2>` with Clang, `{1, 2}` with GCC.
constexpr std::string_view spelled_pack(std::string_view function) {
  const auto pack = spelled_argument(function);
  return pack.substr(1, pack.size() - 2);
}

/// The identifier that `text` ends with, closing brackets aside.
constexpr std::string_view last_identifier(std::string_view text) {
  auto last = text.size();
  while (last > 0 && !is_identifier_character(text[last - 1])) {
    --last;
  }
  auto first = last;
  while (first > 0 && is_identifier_character(text[first - 1])) {
    --first;
  }
  return text.substr(first, last - first);
}

/// Where the quoted characters that begin at `from` end: at the quote that closes them.
constexpr std::size_t end_of_quoted(std::string_view text, std::size_t from) {
  auto i = from + 1;
  while (i < text.size() && text[i] != text[from]) {
    i += text[i] == '\\' ? 2U : 1U;
  }
  return std::min(i, text.size() - 1);
}

/// Where the piece that begins at `from` ends: at the first `separator` outside of brackets and quotes.
constexpr std::size_t end_of_piece(std::string_view text, std::size_t from, char separator) {
  std::size_t depth = 0;
  for (auto i = from; i < text.size(); ++i) {
    const char c = text[i];
    if (depth == 0 && c == separator) {
      return i;
    }
    if (c == '\'' || c == '"') {
      i = end_of_quoted(text, i);
    } else if (c == '<' || c == '(' || c == '{' || c == '[') {
      ++depth;
    } else if ((c == '>' || c == ')' || c == '}' || c == ']') && depth > 0) {
      --depth;
    }
  }
  return text.size();
}

/// Copies `text` to `out` without the modules that GCC names behind an entity, as in `shop::product@shop.goods:parts`.
/// What is quoted is the program's own, and copied as it is.
/// @return the number of characters copied
constexpr std::size_t copy_without_modules(std::string_view text, char* out) {
  std::size_t copied = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\'' || text[i] == '"') {
      for (const auto last = end_of_quoted(text, i); i < last; ++i) {
        out[copied++] = text[i];
      }
    }
    if (text[i] != '@') {
      out[copied++] = text[i];
      continue;
    }
    while (i + 1 < text.size() && (is_identifier_character(text[i + 1]) || text[i + 1] == '.' ||
                                   (text[i + 1] == ':' && !text.substr(i + 1).starts_with("::")))) {
      ++i;
    }
  }
  return copied;
}

/// What follows the last `::` outside of brackets.
constexpr std::string_view without_scope(std::string_view text) {
  std::size_t first = 0;
  for (auto colon = end_of_piece(text, 0, ':'); colon < text.size(); colon = end_of_piece(text, first, ':')) {
    first = colon + 1;
  }
  return text.substr(first);
}

}  // namespace patterns::meta::detail
