/// @file
/// D10 · add_repr: a class is shown by a text that stands at its head and is checked against its fields.
export module patterns.typing:add_repr;

import std;
import patterns.meta;
import :mixin;
import :text_template;

namespace patterns::typing::detail {

template <class T, meta::fixed_string Name>
consteval bool lists_field() {
  if constexpr (lists_fields<T>) {
    return T::fields::contains(Name);
  } else {
    return false;
  }
}

/// The field of `object` called `Name`. What a class lists goes before what a record has.
template <meta::fixed_string Name, class T>
constexpr const auto& field_called(const T& object) noexcept {
  if constexpr (lists_field<T, Name>()) {
    return T::fields::template get<Name>(object);
  } else {
    return meta::get_field<Name>(object);
  }
}

}  // namespace patterns::typing::detail

export namespace patterns::typing {

/// `T` has a field called `Name`, as a record or by its field_list.
template <class T, meta::fixed_string Name>
concept has_field_called = detail::lists_field<T, Name>() || (!lists_fields<T> && meta::has_field<T, Name>);

/// `T` has a field called `Name` that std::format or repr can show.
template <class T, meta::fixed_string Name>
concept shown_in_template =
    has_field_called<T, Name> && meta::has_repr<decltype(detail::field_called<Name>(std::declval<const T&>()))>;

}  // namespace patterns::typing

namespace patterns::typing::detail {

/// What std::format is given for a field: the field itself, or its repr if that is asked for or nothing else can be
/// had.
template <bool AsRepr, class Field>
constexpr decltype(auto) format_argument(const Field& field) {
  if constexpr (!AsRepr && std::is_array_v<Field> && std::same_as<std::remove_extent_t<Field>, char>) {
    // A text that ends at its first zero or with the array, as repr has it; std::format would want that zero.
    return std::string_view(std::begin(field), std::ranges::find(field, '\0'));
  } else if constexpr (AsRepr || !std::default_initializable<std::formatter<std::decay_t<const Field>, char>>) {
    return meta::repr(field);
  } else {
    return (field);
  }
}

template <meta::fixed_string Text>
struct template_writer {
  static constexpr const auto& parts = parts_of_template<Text>;
  static constexpr std::string_view format{parts.format, parts.format_size};

  template <class... Arguments>
  static std::string write(const Arguments&... arguments) {
    return std::format(std::format_string<const Arguments&...>(format), arguments...);
  }

  template <meta::fixed_string... Names, class T, std::size_t... I>
    requires(shown_in_template<T, Names> && ...)
  static std::string show(const T& object, std::index_sequence<I...> /* names */) {
    return write(format_argument<parts.names[I].as_repr>(field_called<Names>(object))...);
  }
};

template <meta::fixed_string Text, class T, std::size_t... I>
std::string show_by_template(const T& object, std::index_sequence<I...> names) {
  return template_writer<Text>::template show<template_name_at<Text, I>...>(object, names);
}

}  // namespace patterns::typing::detail

export namespace patterns::typing {

/// Lets a class be shown by `Text`, in which each name in braces stands for the field of that name:
///
///     struct point : add_repr<"Point({x}, {y})"> {
///       int x = 0;
///       int y = 0;
///     };
///
/// So meta::repr(point{{}, 2, 3}), std::format("{}", p) and whatever shows a point inside of something else write
/// `Point(2, 3)`. A record finds its fields by itself; any other class names them in a field_list, private ones too,
/// and what it names is then all that the text may use. A field is written as std::format writes it, and as repr does
/// if it cannot; a format behind the name, as in `{x:>8.2f}`, is std::format's.
///
/// @tparam Text  see text_template: refused where it stands if it is none. A name that is no field, a field that cannot
///               be shown, and a format that does not fit its field are refused where the class is first shown: only
///               then is it complete.
///
/// Stands where Python's `__mro_entries__` makes a base class when the class is defined. It adds nothing to the size.
///
/// Complexity: that of std::format; the text is read by the compiler alone. Thread-safety: reads the named fields.
/// Exceptions: `std::bad_alloc`, and what a formatter throws. Source: row D10; PEP 560.
template <meta::fixed_string Text>
  requires text_template<Text>
struct add_repr {
  /// What meta::repr calls: an add_repr does not know the class that it is a base of.
  template <std::derived_from<add_repr> T>
  [[nodiscard]] static std::string repr_of(const T& object) {
    return detail::show_by_template<Text>(object,
                                          std::make_index_sequence<detail::parts_of_template<Text>.name_count>{});
  }

  /// All are equal in this part, so that a defaulted comparison of the class works.
  [[nodiscard]] constexpr bool operator==(const add_repr&) const = default;
};

}  // namespace patterns::typing

namespace patterns::typing::detail {

template <meta::fixed_string Text>
void is_add_repr(const add_repr<Text>&);

template <class T>
concept shown_by_template = requires(const T& object) { is_add_repr(object); };

}  // namespace patterns::typing::detail

/// Writes an object by its template; the format is that of a string.
export template <patterns::typing::detail::shown_by_template T>
struct std::formatter<T> : std::formatter<std::string_view> {
  template <class Context>
  auto format(const T& object, Context& context) const {
    return std::formatter<std::string_view>::format(T::repr_of(object), context);
  }
};
