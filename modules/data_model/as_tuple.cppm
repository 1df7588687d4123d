/// @file
/// A5 · as_tuple, as_map: the values of a record in the standard library's own types.
export module patterns.data_model:as_tuple;

import std;
import patterns.meta;

namespace patterns::data_model::detail {

template <class Source, class Field>
constexpr auto forward_field_of(Field& field)
    -> std::conditional_t<std::is_lvalue_reference_v<Source>, Field&, Field&&> {
  return static_cast<std::conditional_t<std::is_lvalue_reference_v<Source>, Field&, Field&&>>(field);
}

/// A value of its own of `field`: an array becomes a std::array, a record what `convert` makes of it.
template <class Field, class Convert>
constexpr auto detach(Field&& field, Convert convert) {
  using value = std::remove_cvref_t<Field>;
  if constexpr (std::is_array_v<value>) {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
      return std::array{detach(forward_field_of<Field>(field[I]), convert)...};
    }(std::make_index_sequence<std::extent_v<value>>{});
  } else if constexpr (meta::record<value>) {
    return convert(std::forward<Field>(field));
  } else {
    return value(std::forward<Field>(field));
  }
}

template <class... Distinct>
struct type_set {
  using variant = std::variant<Distinct...>;

  template <class T>
  static consteval auto with() {
    if constexpr ((std::same_as<T, Distinct> || ...)) {
      return type_set{};
    } else {
      return type_set<Distinct..., T>{};
    }
  }
};

template <class Set, class First, class... Rest>
consteval auto set_of() {
  using extended = decltype(Set::template with<First>());
  if constexpr (sizeof...(Rest) == 0) {
    return extended{};
  } else {
    return set_of<extended, Rest...>();
  }
}

template <class... Ts>
struct variant_of {
  using type = typename decltype(set_of<type_set<>, Ts...>())::variant;
};

template <>
struct variant_of<> {
  using type = std::variant<std::monostate>;
};

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// The values of all fields as a std::tuple; a field that is a record is a tuple itself, an array is a std::array.
///
/// Values are copied from an lvalue and moved from an rvalue. For references instead, see meta::tie_fields.
/// Source: row A5; Python's `dataclasses.astuple`.
template <class T>
  requires meta::record<std::remove_cvref_t<T>>
[[nodiscard]] constexpr auto as_tuple(T&& object) {
  return std::apply(
      [](auto&... fields) {
        constexpr auto nested = []<class Inner>(Inner&& inner) { return as_tuple(std::forward<Inner>(inner)); };
        // Braces: from left to right, whatever moving the fields does.
        return std::tuple<decltype(detail::detach(detail::forward_field_of<T>(fields), nested))...>{
            detail::detach(detail::forward_field_of<T>(fields), nested)...};
      },
      meta::tie_fields(object));
}

/// The values of all fields by their names, as a std::map from name to a std::variant of the types that occur; a field
/// that is a record is a map itself, an array is a std::array.
///
/// Values are copied from an lvalue and moved from an rvalue; the names are of static storage. The map is sorted by
/// name; for the order of declaration, see meta::for_each_field.
/// Source: row A5; Python's `dataclasses.asdict`.
template <class T>
  requires meta::record<std::remove_cvref_t<T>>
[[nodiscard]] auto as_map(T&& object) {
  return std::apply(
      [](auto&... fields) {
        constexpr auto nested = []<class Inner>(Inner&& inner) { return as_map(std::forward<Inner>(inner)); };
        using value =
            typename detail::variant_of<decltype(detail::detach(detail::forward_field_of<T>(fields), nested))...>::type;
        std::map<std::string_view, value> map;
        [[maybe_unused]] auto name = meta::field_names<std::remove_cvref_t<T>>.begin();
        ((map.emplace(*name++,
                      value(std::in_place_type<decltype(detail::detach(detail::forward_field_of<T>(fields), nested))>,
                            detail::detach(detail::forward_field_of<T>(fields), nested)))),
         ...);
        return map;
      },
      meta::tie_fields(object));
}

}  // namespace patterns::data_model
