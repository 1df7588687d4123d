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
inline constexpr bool has_empty_bases = bases_empty<T>;

template <class T>
inline constexpr std::size_t field_total = count_fields<T>();

template <class T, class Use>
constexpr decltype(auto) with_fields(T& object, Use&& use) {
  return bind_fields<field_total<std::remove_cv_t<T>>>(object, use);
}

/// Takes the place of a field that is not wanted.
template <std::size_t>
struct ignored {
  constexpr ignored(const volatile auto& /* field */) noexcept {}
};

template <std::size_t... Before>
constexpr auto pick_field(std::index_sequence<Before...> /* before it */) noexcept {
  return []<class Field>(ignored<Before>..., Field& field, auto&...) -> Field& { return field; };
}

template <std::size_t I, class T>
constexpr auto& field_at(T& object) noexcept {
  return with_fields(object, pick_field(std::make_index_sequence<I>{}));
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

template <class T>
constexpr auto field_addresses() noexcept {
  return with_fields(specimen<T>.object, [](const auto&... fields) {
    return std::array<const volatile void*, sizeof...(fields)>{std::addressof(fields)...};
  });
}

// All fields at once: spelling them one by one costs the compiler far more.
template <class T, std::size_t... I>
  requires requires { spell_values<field_addresses<T>()[I]...>(); }
consteval std::string_view spell_fields(std::index_sequence<I...> /* all */) {
  return spelled_pack(spell_values<field_addresses<T>()[I]...>());
}

/// False if a field is a reference, or a bit-field: a reference to a const one refers to a temporary copy.
template <class T>
inline constexpr bool fields_have_addresses = requires { spell_fields<T>(std::make_index_sequence<field_total<T>>{}); };

template <class T>
inline constexpr auto field_name_list = [] {
  std::array<std::string_view, field_total<T>> names{};
  const auto spelled = spell_fields<T>(std::make_index_sequence<field_total<T>>{});
  for (std::size_t i = 0, from = 0; i < names.size(); ++i) {
    const auto end = end_of_piece(spelled, from, ',');
    names[i] = last_identifier(spelled.substr(from, end - from));
    from = end + 1;
  }
  return names;
}();

template <class E, enum_range Range>
inline constexpr const auto& found_names = scanned_names<E, Range>;

}  // namespace patterns::meta::detail

#endif
