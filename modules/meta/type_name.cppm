/// @file
/// Meta core · type_name: the name of a type, as text.
export module patterns.meta:type_name;

import std;
import :spelling;

namespace patterns::meta::detail {

template <std::size_t Capacity>
struct text_buffer {
  char characters[Capacity]{};
  std::size_t size = 0;
};

template <class T>
inline constexpr auto type_spelling = [] {
  text_buffer<spelled_argument(spell_type<T>()).size()> text;
  text.size = copy_without_modules(spelled_argument(spell_type<T>()), text.characters);
  return text;
}();

}  // namespace patterns::meta::detail

export namespace patterns::meta {

/// The name of `T` with its scope, as the compiler spells it: `shop::product`, `std::vector<int>`.
///
/// A class or an enumeration of your own at namespace scope is spelled alike by every compiler. Fundamental types
/// (`long unsigned int` or `unsigned long`), types of the standard library and unnamed namespaces are not: show those
/// to people, never store them.
///
/// Complexity: none at run time. Thread-safety: a constant. Source: meta core; [support.srcloc].
template <class T>
inline constexpr std::string_view type_name{detail::type_spelling<T>.characters, detail::type_spelling<T>.size};

/// The name of `T` without the scope that it is declared in: `product` for `shop::product`.
///
/// The scopes inside template arguments stay: `box<shop::product>`. Complexity: none at run time.
template <class T>
inline constexpr std::string_view unqualified_name = detail::without_scope(type_name<std::remove_cv_t<T>>);

}  // namespace patterns::meta
