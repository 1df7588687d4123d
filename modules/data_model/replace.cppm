/// @file
/// A5 · replace: a copy of a record with some fields changed.
export module patterns.data_model:replace;

import std;
import patterns.meta;
import :exact_conversion;
import :repr;

export namespace patterns::data_model {

/// Thrown by replace for a number that the type of the field cannot hold.
class field_range_error : public std::out_of_range {
 public:
  field_range_error(std::string_view owner, std::string_view field, std::string_view value)
      : std::out_of_range(std::format("{}.{} = {}: does not fit the type of the field", owner, field, value)) {}
};

/// A new value or a pattern for the field called `Name`; made by field.
template <meta::fixed_string Name, class Value>
struct field_change {
  Value value;
};

/// Names a field and its new value, for replace, or a pattern for it, for fields: `field<"price">(12.0)`.
template <meta::fixed_string Name, class Value>
[[nodiscard]] constexpr field_change<Name, std::decay_t<Value>> field(Value&& value) {
  return {std::forward<Value>(value)};
}

}  // namespace patterns::data_model

namespace patterns::data_model::detail {

template <class T, std::size_t I>
using stored_type = std::remove_cv_t<meta::field_type<T, I>>;

template <class Value, class T, meta::fixed_string Name>
concept value_for_field = converts_exactly_to<Value, stored_type<T, meta::field_index<T>(Name)>>;

template <class T, meta::fixed_string Name, class Value>
constexpr void check_fits(const field_change<Name, Value>& change) {
  using target = stored_type<T, meta::field_index<T>(Name)>;
  if constexpr (std::integral<target> && std::integral<Value>) {
    if (!fits<target>(change.value)) {
      throw field_range_error(meta::unqualified_name<T>, Name, repr(change.value));
    }
  }
}

/// Field `I` of the new record: from the change that names it, or else from the old record.
template <std::size_t I, class T, meta::fixed_string... Names, class... Values>
constexpr decltype(auto) new_field(T&& object, field_change<Names, Values>&... changes) {
  using record = std::remove_cvref_t<T>;
  constexpr std::array<std::size_t, sizeof...(Names) + 1> positions{meta::field_index<record>(Names)..., I};
  constexpr auto chosen = static_cast<std::size_t>(std::ranges::find(positions, I) - positions.begin());
  if constexpr (chosen == sizeof...(Names)) {
    return meta::get_field<I>(std::forward<T>(object));
  } else {
    return static_cast<stored_type<record, I>>(std::move(std::get<chosen>(std::tie(changes.value...))));
  }
}

template <class T>
inline constexpr bool has_array_field = []<std::size_t... I>(std::index_sequence<I...>) {
  return (std::is_array_v<meta::field_type<T, I>> || ...);
}(std::make_index_sequence<meta::field_count<T>>{});

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// A copy of `object` in which the fields named by `changes` have new values:
/// `replace(lamp, field<"price">(9.5), field<"stock">(0))`.
///
/// The fields that stay are copied from an lvalue and moved from an rvalue, so a record with a move-only field can be
/// given as an rvalue, or have that field replaced. A name that is no field, a name given twice, and a value that does
/// not convert, or would lose its fraction, are refused where they are written.
///
/// Complexity: as copying the fields that stay. Exceptions: what copying throws; `object` is unchanged if it is an
/// lvalue.
/// @throws field_range_error if an integer does not fit the field
/// Source: row A5; Python's `dataclasses.replace`.
template <class T, meta::fixed_string... Names, class... Values>
  requires meta::record<std::remove_cvref_t<T>> &&
           (meta::has_field<std::remove_cvref_t<T>, Names> && ...) && meta::names_differ<Names...> &&
           (detail::value_for_field<Values, std::remove_cvref_t<T>, Names> && ...)
[[nodiscard]] constexpr std::remove_cvref_t<T> replace(T&& object, field_change<Names, Values>... changes) {
  using record = std::remove_cvref_t<T>;
  (detail::check_fits<record>(changes), ...);
  if constexpr (detail::has_array_field<record>) {
    // No initializer can be given for an array as a whole, so here fields are assigned.
    record result(std::forward<T>(object));
    ((meta::get_field<Names>(result) =
          static_cast<detail::stored_type<record, meta::field_index<record>(Names)>>(std::move(changes.value))),
     ...);
    return result;
  } else {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
      return record{detail::new_field<I>(std::forward<T>(object), changes...)...};
    }(std::make_index_sequence<meta::field_count<record>>{});
  }
}

}  // namespace patterns::data_model
