/// @file
/// A1 · record: the fields of a plain struct, by name and by position, without registration.
export module patterns.meta:record;

import std;
import :backend;
import :field_binding;
import :fixed_string;

namespace patterns::meta::detail {

template <class T>
concept aggregate_class = std::is_class_v<T> && std::is_aggregate_v<T>;

// Structured bindings of such a type follow the tuple protocol, and so give its elements, not its fields.
template <class T>
concept tuple_like = requires { std::tuple_size<T>::value; };

template <class T>
concept without_fields_in_a_base_class = has_empty_bases<T>;

template <class T>
concept at_most_64_fields = field_total<T> <= most_fields;

// References and bit-fields have no address of their own.
template <class T>
concept fields_are_objects = fields_have_addresses<T>;

template <class Visitor, class Field>
constexpr void visit_field(Visitor& visit, std::string_view name, Field&& field) {
  if constexpr (requires { visit(name, static_cast<Field&&>(field)); }) {
    visit(name, static_cast<Field&&>(field));
  } else {
    visit(static_cast<Field&&>(field));
  }
}

}  // namespace patterns::meta::detail

export namespace patterns::meta {

/// A plain struct: an aggregate whose fields the library finds by itself.
///
/// Stands where Python has a class with `__init__` or a dataclass. A record has up to 64 public fields of any kind:
/// other records, arrays, empty classes, const, move-only and immovable ones. Its base classes are empty, as mixins
/// are: it has no field but its own, not even an empty one. Where a field must be given, as one without a default
/// constructor, it and those before it are at most 256 values, each element of an array being one. It has no reference
/// and no constructor of its own, no bit-field, and is neither a union nor a tuple-like type such as `std::array`.
///
/// Two things today's compilers cannot see without reflection, and refuse in words of their own where the fields are
/// used: a member that is an unnamed union, and a field of the type of one of the class's own base classes. Nor is
/// a class with a volatile field a record with GCC then: it takes the mere name of a structured binding for a read.
template <class T>
concept record = detail::aggregate_class<std::remove_cv_t<T>> && !detail::tuple_like<std::remove_cv_t<T>> &&
                 detail::without_fields_in_a_base_class<std::remove_cv_t<T>> &&
                 detail::at_most_64_fields<std::remove_cv_t<T>> && detail::fields_are_objects<std::remove_cv_t<T>>;

/// The number of fields of `T`. An array is one field.
template <record T>
inline constexpr std::size_t field_count = detail::field_total<std::remove_cv_t<T>>;

/// The names of the fields of `T`, in the order of their declaration.
template <record T>
inline constexpr std::array<std::string_view, field_count<T>> field_names =
    detail::field_name_list<std::remove_cv_t<T>>;

/// The name of field `I` of `T`.
template <record T, std::size_t I>
  requires(I < field_count<T>)
inline constexpr std::string_view field_name = field_names<T>[I];

/// The position of the field called `name`, or `field_count<T>` if there is none.
template <record T>
[[nodiscard]] constexpr std::size_t field_index(std::string_view name) noexcept {
  return static_cast<std::size_t>(std::ranges::find(field_names<T>, name) - field_names<T>.begin());
}

/// `T` is a record with a field called `Name`.
template <class T, fixed_string Name>
concept has_field = record<T> && field_index<T>(Name) < field_count<T>;

/// References to all fields of `object`, in the order of their declaration.
///
/// Complexity: none at run time with optimization. The references live as long as `object`.
template <class T>
  requires record<T>
[[nodiscard]] constexpr auto tie_fields(T& object) noexcept {
  return detail::with_fields(object, [](auto&... fields) { return std::tie(fields...); });
}

/// The declared type of field `I` of `T`.
template <record T, std::size_t I>
  requires(I < field_count<T>)
using field_type = std::remove_reference_t<decltype(detail::field_at<I>(std::declval<std::remove_cv_t<T>&>()))>;

/// Field `I` of `object`: an lvalue of an lvalue, an rvalue of an rvalue.
template <std::size_t I, class T>
  requires record<std::remove_reference_t<T>> && (I < field_count<std::remove_reference_t<T>>)
[[nodiscard]] constexpr auto&& get_field(T&& object) noexcept {
  auto& field = detail::field_at<I>(object);
  if constexpr (std::is_lvalue_reference_v<T>) {
    return field;
  } else {
    return std::move(field);
  }
}

/// The field of `object` called `Name`: `get_field<"price">(product)`. An unknown name is refused where it is written.
template <fixed_string Name, class T>
  requires has_field<std::remove_reference_t<T>, Name>
[[nodiscard]] constexpr auto&& get_field(T&& object) noexcept {
  return get_field<field_index<std::remove_reference_t<T>>(Name)>(std::forward<T>(object));
}

/// Calls `visit(name, field)`, or `visit(field)` if it takes no name, for each field of `object` in order.
///
/// The name is a `std::string_view` of static storage. Exceptions: whatever `visit` throws ends the walk.
template <class T, class Visitor>
  requires record<std::remove_reference_t<T>>
constexpr void for_each_field(T&& object, Visitor&& visit) {
  using object_type = std::remove_reference_t<T>;
  detail::with_fields(object, [&visit]<class... Fields>(Fields&... fields) {
    [[maybe_unused]] const auto* name = field_names<object_type>.data();
    if constexpr (std::is_lvalue_reference_v<T>) {
      (detail::visit_field(visit, *name++, fields), ...);
    } else {
      (detail::visit_field(visit, *name++, static_cast<Fields&&>(fields)), ...);
    }
  });
}

}  // namespace patterns::meta
