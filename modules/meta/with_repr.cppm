/// @file
/// B22 · with_repr: a record that is shown by the fields that you choose.
export module patterns.meta:with_repr;

import std;
import :fixed_string;
import :record;
import :repr;
import :type_name;

export namespace patterns::meta {

/// `T` has a field called `Name`, and repr can show it.
template <class T, fixed_string Name>
concept shown_field = has_field<T, Name> && has_repr<field_type<T, field_index<T>(Name)>>;

/// `object` as a text with the fields called `Names` only, in the order given:
/// `repr_fields<"id", "name">(ada)` is `user(id=1, name='Ada')`.
///
/// For the line in a log that must not hold the password, and for a class that is somebody else's: the class itself
/// stays as it is. A name that is no field or is given twice, and a field that repr cannot show, are refused where they
/// are written. The values are written as repr writes them.
///
/// Complexity: linear in the length of the text. Thread-safety: reads the chosen fields only. Exceptions:
/// `std::bad_alloc`, and what a formatter throws. Source: row B22; Python's class decorators.
template <fixed_string... Names, record T>
  requires(shown_field<T, Names> && ...) && names_differ<Names...>
[[nodiscard]] std::string repr_fields(const T& object) {
  std::string out;
  detail::append_fields(out, unqualified_name<T>,
                        [&](auto visit) { (visit(Names.view(), get_field<Names>(object)), ...); });
  return out;
}

/// A `T` that is shown by the fields called `Names` only: by repr, by std::format, and inside whatever holds it.
///
///     using user = patterns::meta::with_repr<account, "id", "name">;
///
/// Stands where Python has a class decorator that adds a `__repr__`. It is a `T` in all else: its fields and functions
/// are those of `T`, it goes wherever a `T` is asked for, and it is initialized as `T` is, in braces of its own:
/// `user{{.id = 1, .name = "Ada"}}` or `user{an_account}`. It adds nothing to the size.
///
/// @tparam T      a record that is not final
/// @tparam Names  fields of T, each at most once, in the order in which they are to be shown; refused as by repr_fields
///
/// Thread-safety, exceptions: as T; to show it, as repr_fields. Source: row B22.
template <class T, fixed_string... Names>
  requires record<T> && (!std::is_final_v<T>) && (shown_field<T, Names> && ...) && names_differ<Names...>
struct with_repr : T {
  /// The names of the fields that are shown.
  static constexpr std::array<std::string_view, sizeof...(Names)> shown_names{Names.view()...};

  [[nodiscard]] std::string repr() const { return repr_fields<Names...>(static_cast<const T&>(*this)); }
};

}  // namespace patterns::meta

/// Writes the chosen fields; the format is that of a string.
export template <class T, patterns::meta::fixed_string... Names>
struct std::formatter<patterns::meta::with_repr<T, Names...>> : std::formatter<std::string_view> {
  template <class Context>
  auto format(const patterns::meta::with_repr<T, Names...>& object, Context& context) const {
    return std::formatter<std::string_view>::format(object.repr(), context);
  }
};
