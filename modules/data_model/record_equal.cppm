/// @file
/// A5 · record_equal: equality of records, field by field.
export module patterns.data_model:record_equal;

import std;
import patterns.meta;

namespace patterns::data_model::detail {

template <class T>
constexpr bool equal_fields(const T& left, const T& right);

template <std::equality_comparable T>
constexpr bool equal_by_operator(const T& left, const T& right) {
  return left == right;
}

// Down to where the fields have an == of their own. A container says that it has one even if its elements have none,
// so containers are always gone through.
template <class T>
constexpr bool equal_values(const T& left, const T& right) {
  if constexpr (meta::is_optional<T>) {
    return left.has_value() == right.has_value() && (!left.has_value() || equal_values(*left, *right));
  } else if constexpr (meta::is_variant<T>) {
    return left.index() == right.index() &&
           (left.valueless_by_exception() || std::visit(
                                                 [&right]<class Held>(const Held& held) {
                                                   const auto* other = std::get_if<Held>(&right);
                                                   return other != nullptr && equal_values(held, *other);
                                                 },
                                                 left));
  } else if constexpr (meta::unordered_range<T> && requires { left.at(left.begin()->first); }) {
    return left.size() == right.size() && std::ranges::all_of(left, [&right](const auto& entry) {
             const auto found = right.find(entry.first);
             return found != right.end() && equal_values(entry.second, found->second);
           });
  } else if constexpr (meta::range_of_values<T> && !meta::unordered_range<T>) {
    using element = std::ranges::range_value_t<const T&>;
    return std::ranges::equal(left, right, [](const element& a, const element& b) { return equal_values(a, b); });
  } else if constexpr (meta::tuple_of_values<T>) {
    return meta::all_positions<T>([&](auto i) { return equal_values(std::get<i>(left), std::get<i>(right)); });
  } else if constexpr (meta::record<T> && !std::equality_comparable<T>) {
    return equal_fields(left, right);
  } else {
    return equal_by_operator(left, right);
  }
}

template <class T>
constexpr bool equal_fields(const T& left, const T& right) {
  const auto lefts = meta::tie_fields(left);
  const auto rights = meta::tie_fields(right);
  return meta::all_positions<decltype(lefts)>(
      [&](auto i) { return equal_values(std::get<i>(lefts), std::get<i>(rights)); });
}

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// Every field of `left` equals that of `right`.
///
/// A field is compared by its own `==` if it has one; records without one, and containers, arrays, optionals, variants
/// and tuples of them, are gone into. So `operator==` of a record may be written with record_equal.
///
/// Complexity: as comparing the fields; stops at the first that differs. Exceptions: what an `==` throws.
/// Source: row A5; Python's `dataclass(eq=True)`.
template <class T>
  requires meta::record<T>
[[nodiscard]] constexpr bool record_equal(const T& left, const T& right) {
  return detail::equal_fields(left, right);
}

}  // namespace patterns::data_model
