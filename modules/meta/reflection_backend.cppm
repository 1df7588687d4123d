/// @file
/// Meta core · backend for compilers with C++26 reflection: the language itself tells the fields and the enumerators.
export module patterns.meta:reflection_backend;

#if defined(__cpp_impl_reflection)

import std;
import :enum_index;
import :enumerator;

namespace patterns::meta::detail {

// An empty class may have a field all the same: an empty one, with [[no_unique_address]].
consteval bool has_no_field(std::meta::info type) {
  return std::meta::is_empty_type(type) &&
         std::meta::nonstatic_data_members_of(type, std::meta::access_context::unchecked()).empty();
}

template <class T>
inline constexpr bool has_empty_bases =
    std::ranges::all_of(std::meta::bases_of(^^T, std::meta::access_context::unchecked()),
                        [](std::meta::info base) { return has_no_field(std::meta::type_of(base)); });

template <class T>
inline constexpr auto fields_reflected =
    std::define_static_array(std::meta::nonstatic_data_members_of(^^T, std::meta::access_context::unchecked()));

template <class T>
inline constexpr std::size_t field_total = fields_reflected<T>.size();

template <class T, class Use>
constexpr decltype(auto) with_fields(T& object, Use&& use) {
  return [&]<std::size_t... I>(std::index_sequence<I...>) -> decltype(auto) {
    return use(object.[:fields_reflected<std::remove_cv_t<T>>[I]:]...);
  }(std::make_index_sequence<field_total<std::remove_cv_t<T>>>{});
}

template <std::size_t I, class T>
constexpr auto& field_at(T& object) noexcept {
  return object.[:fields_reflected<std::remove_cv_t<T>>[I]:];
}

template <class T>
inline constexpr bool fields_have_addresses = std::ranges::none_of(fields_reflected<T>, [](std::meta::info field) {
  return std::meta::is_bit_field(field) || std::meta::is_reference_type(std::meta::type_of(field)) ||
         !std::meta::has_identifier(field);
});

template <class T>
inline constexpr auto field_name_list = []<std::size_t... I>(std::index_sequence<I...>) {
  return std::array<std::string_view, sizeof...(I)>{std::meta::identifier_of(fields_reflected<T>[I])...};
}(std::make_index_sequence<field_total<T>>{});

/// Every enumerator, aliases included, wherever it lies: the usual range is a limit only to those who must search.
template <class E, enum_range Range>
consteval std::vector<numbered_name> reflect_enumerators() {
  std::vector<numbered_name> found;
  for (const std::meta::info each : std::meta::enumerators_of(^^E)) {
    const auto number = static_cast<std::underlying_type_t<E>>(std::meta::extract<E>(each));
    const bool in_range = std::cmp_greater_equal(+number, Range.first) && std::cmp_less_equal(+number, Range.last);
    const bool single_bit = std::has_single_bit(static_cast<std::uint64_t>(number));
    if (Range == usual_enum_range || in_range || (Range.single_bits && single_bit)) {
      found.push_back({std::meta::identifier_of(each), number_of(static_cast<E>(number))});
    }
  }
  return found;
}

template <class E, enum_range Range>
inline constexpr auto found_names = [] {
  name_list<reflect_enumerators<E, Range>().size()> result;
  std::ranges::copy(reflect_enumerators<E, Range>(), result.names);
  return result;
}();

}  // namespace patterns::meta::detail

#endif
