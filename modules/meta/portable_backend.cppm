/// @file
/// Meta core · backend for today's compilers: initializers, structured bindings and the compiler's own spelling.
export module patterns.meta:portable_backend;

#if !defined(__cpp_impl_reflection)

import std;
import :enum_scan;
import :enumerator;
import :field_binding;
import :field_count;
import :spelling;

namespace patterns::meta::detail {

template <class T>
inline constexpr bool has_base = initializes_a_base<T>();

template <class T>
inline constexpr std::size_t field_total = count_fields<T>();

template <class T>
constexpr auto fields_of(T& object) noexcept {
  return bind_fields<field_total<std::remove_cv_t<T>>>(object);
}

/// An object of static storage that is never constructed: its fields have addresses, and the compiler spells an
/// address with the name of the field. A union, so that T needs no default constructor.
template <class T>
union unconstructed {
  char nothing;
  T object;

  constexpr unconstructed() noexcept : nothing{} {}
  constexpr ~unconstructed() {}
};

template <class T>
inline constexpr unconstructed<T> specimen{};

template <class T, std::size_t I>
constexpr auto field_address() noexcept {
  return std::addressof(std::get<I>(fields_of(specimen<T>.object)));
}

/// False if a field is a reference, or a bit-field: a reference to a const one refers to a temporary copy.
template <class T>
inline constexpr bool fields_have_addresses = []<std::size_t... I>(std::index_sequence<I...>) {
  return (requires { typename std::bool_constant<(field_address<T, I>() != nullptr)>; } && ...);
}(std::make_index_sequence<field_total<T>>{});

template <class T>
inline constexpr auto field_name_list = []<std::size_t... I>(std::index_sequence<I...>) {
  return std::array<std::string_view, sizeof...(I)>{last_identifier(spell_values<field_address<T, I>()>())...};
}(std::make_index_sequence<field_total<T>>{});

template <class E, enum_range Range>
inline constexpr const auto& found_names = scanned_names<E, Range>;

}  // namespace patterns::meta::detail

#endif
