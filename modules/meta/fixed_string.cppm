/// @file
/// A27 · fixed_string: text as a template argument.
export module patterns.meta:fixed_string;

import std;

export namespace patterns::meta {

/// A string of `Size` characters that may stand as a template argument, as in `get_field<"price">(product)`.
///
/// @tparam Size  the number of characters, without the terminating zero
///
/// The members are public because a structural type must have no private ones; they are not meant to be changed.
/// Thread-safety: a constant. Source: row A27; [temp.param]/7 (structural types).
template <std::size_t Size>
struct fixed_string {
  char characters[Size + 1]{};

  // Implicit, so that a string literal is a template argument as it stands.
  consteval fixed_string(const char (&text)[Size + 1]) noexcept { std::ranges::copy(text, characters); }

  /// The first `Size` characters of `text`.
  /// @pre `text.size() >= Size`, checked by the compiler
  consteval explicit fixed_string(std::string_view text) {
    std::ranges::copy_n(text.begin(), Size, characters);
    // Clang shows an array as text in its messages only if the zero at its end was written.
    characters[Size] = '\0';
  }

  [[nodiscard]] static constexpr std::size_t size() noexcept { return Size; }

  [[nodiscard]] static constexpr bool empty() noexcept { return Size == 0; }

  [[nodiscard]] constexpr std::string_view view() const noexcept { return {characters, Size}; }

  [[nodiscard]] constexpr operator std::string_view() const noexcept { return view(); }

  template <std::size_t OtherSize>
  [[nodiscard]] friend constexpr bool operator==(const fixed_string& left,
                                                 const fixed_string<OtherSize>& right) noexcept {
    return left.view() == right.view();
  }
};

template <std::size_t Extent>
fixed_string(const char (&)[Extent]) -> fixed_string<Extent - 1>;

}  // namespace patterns::meta

namespace patterns::meta::detail {

constexpr bool all_differ(std::initializer_list<std::string_view> names) {
  for (auto name = names.begin(); name != names.end(); ++name) {
    if (std::find(name + 1, names.end(), *name) != names.end()) {
      return false;
    }
  }
  return true;
}

}  // namespace patterns::meta::detail

export namespace patterns::meta {

/// No name is given twice.
template <fixed_string... Names>
concept names_differ = detail::all_differ({Names.view()...});

}  // namespace patterns::meta
