/// @file
/// A5 · repr: a text that shows a value, and all that it is made of, to a developer.
export module patterns.meta:repr;

import std;
import :enumerator;
import :enums;
import :kinds;
import :quote;
import :record;
import :type_name;

namespace patterns::meta::detail {

template <class T>
concept character_array = std::is_array_v<T> && std::same_as<std::remove_cv_t<std::remove_extent_t<T>>, char>;

template <class T>
concept c_string = std::is_pointer_v<T> && std::same_as<std::remove_cv_t<std::remove_pointer_t<T>>, char>;

template <class T>
concept text = std::convertible_to<const T&, std::string_view> && !character_array<T> && !c_string<T>;

template <class T>
concept object_pointer = std::is_pointer_v<T> && !std::is_function_v<std::remove_pointer_t<T>>;

template <class T>
concept formattable = std::default_initializable<std::formatter<T, char>>;

// A class that shows itself, as one with a __repr__ does in Python.
template <class T>
concept has_repr_member = std::is_class_v<T> && requires(const T& value) {
  { value.repr() } -> std::convertible_to<std::string_view>;
};

// A base class that does not know T may show it too, if it is handed the whole object.
template <class T>
concept has_repr_of_member = std::is_class_v<T> && requires(const T& value) {
  { T::repr_of(value) } -> std::convertible_to<std::string_view>;
};

template <class T>
concept shows_itself = has_repr_member<T> || has_repr_of_member<T>;

// A record is taken at its word, so that one may hold a vector of its own kind.
template <class T>
consteval bool shows() {
  if constexpr (shows_itself<T> || record<T> || std::same_as<T, bool> || character_array<T> || text<T> || c_string<T> ||
                object_pointer<T> || smart_pointer<T> || std::same_as<T, std::nullptr_t> || scoped_enum<T> ||
                std::same_as<T, std::filesystem::path>) {
    return true;
  } else if constexpr (is_transparent<T>) {
    return shows<typename T::value_type>();
  } else if constexpr (is_optional<T>) {
    return shows<std::remove_cv_t<typename T::value_type>>();
  } else if constexpr (range_of_values<T>) {
    return shows<std::remove_cv_t<std::ranges::range_value_t<const T&>>>();
  } else if constexpr (is_variant<T>) {
    return []<class... Ts>(std::type_identity<std::variant<Ts...>>) {
      return (shows<std::remove_cv_t<Ts>>() && ...);
    }(std::type_identity<T>{});
  } else if constexpr (tuple_of_values<T>) {
    return all_positions<T>([](auto i) { return shows<std::remove_cvref_t<std::tuple_element_t<i, T>>>(); });
  } else {
    return formattable<T>;
  }
}

inline void append_floating(std::string& out, auto value) {
  const auto digits = std::format("{}", value);
  out += digits;
  // A fraction that happens to be whole does not look like an integer.
  if (digits.find_first_not_of("-0123456789") == std::string::npos) {
    out += ".0";
  }
}

inline void append_address(std::string& out, const volatile void* address) {
  out += address == nullptr ? "nullptr" : std::format("{}", const_cast<const void*>(address));
}

template <class T>
void append_repr(std::string& out, const T& value);

/// Appends `product(name='lamp', price=12.5)`: `walk` calls what it is given with each name and field.
void append_fields(std::string& out, std::string_view type, const auto& walk) {
  out += type;
  out += '(';
  std::string_view comma = "";
  walk([&](std::string_view name, const auto& field) {
    out += std::exchange(comma, ", ");
    out += name;
    out += '=';
    append_repr(out, field);
  });
  out += ')';
}

template <class T>
void append_repr(std::string& out, const T& value) {
  const auto append_list = [&out](std::string_view open, const auto& range, std::string_view close, auto append) {
    out += open;
    std::string_view comma = "";
    for (auto&& element : range) {
      out += std::exchange(comma, ", ");
      append(element);
    }
    out += close;
  };
  if constexpr (has_repr_member<T>) {
    out += std::string_view(value.repr());
  } else if constexpr (has_repr_of_member<T>) {
    out += std::string_view(T::repr_of(value));
  } else if constexpr (std::same_as<T, bool>) {
    out += value ? "true" : "false";
  } else if constexpr (std::same_as<T, char>) {
    append_quoted(out, {&value, 1});
  } else if constexpr (std::floating_point<T>) {
    append_floating(out, value);
  } else if constexpr (character_array<T>) {
    append_quoted(out, {std::begin(value), std::find(std::begin(value), std::end(value), '\0')});
  } else if constexpr (c_string<T>) {
    value == nullptr ? append_address(out, nullptr) : append_quoted(out, value);
  } else if constexpr (text<T>) {
    append_quoted(out, value);
  } else if constexpr (std::same_as<T, std::filesystem::path>) {
    append_quoted(out, value.string());
  } else if constexpr (is_transparent<T>) {
    append_repr(out, value.value());
  } else if constexpr (scoped_enum<T>) {
    const auto name = enum_name(value);
    out += name.empty() ? std::format("{}({})", unqualified_name<T>, +static_cast<std::underlying_type_t<T>>(value))
                        : std::format("{}::{}", unqualified_name<T>, name);
  } else if constexpr (std::same_as<T, std::nullptr_t>) {
    append_address(out, nullptr);
  } else if constexpr (object_pointer<T>) {
    append_address(out, value);
  } else if constexpr (smart_pointer<T>) {
    append_address(out, value.get());
  } else if constexpr (is_optional<T>) {
    value ? append_repr(out, *value) : void(out += "nullopt");
  } else if constexpr (is_variant<T>) {
    if (value.valueless_by_exception()) {
      out += "valueless";
    } else {
      std::visit([&out](const auto& held) { append_repr(out, held); }, value);
    }
  } else if constexpr (map_range<T>) {
    append_list("{", value, "}", [&out](const auto& entry) {
      append_repr(out, entry.first);
      out += ": ";
      append_repr(out, entry.second);
    });
  } else if constexpr (range_of_values<T>) {
    append_list(set_range<T> ? "{" : "[", value, set_range<T> ? "}" : "]",
                [&out](const std::ranges::range_value_t<const T&>& element) { append_repr(out, element); });
  } else if constexpr (record<T>) {
    append_fields(out, unqualified_name<T>, [&value](auto visit) { for_each_field(value, visit); });
  } else if constexpr (tuple_of_values<T>) {
    out += '(';
    std::string_view comma = "";
    all_positions<T>([&](auto i) {
      out += std::exchange(comma, ", ");
      append_repr(out, std::get<i>(value));
      return true;
    });
    out += std::tuple_size_v<T> == 1 ? ",)" : ")";
  } else {
    std::format_to(std::back_inserter(out), "{}", value);
  }
}

}  // namespace patterns::meta::detail

export namespace patterns::meta {

/// A value that repr can show: a class with a member `repr()`, or a static one `repr_of(value)`, that makes a text; a
/// record, a number, a text, a scoped enum, a pointer, a container, tuple, optional or variant of such, or anything
/// else that std::format takes.
///
/// Of a record only that it is one is asked here; a field that cannot be shown is refused when repr is used.
template <class T>
concept has_repr = detail::shows<std::remove_cvref_t<T>>();

/// `value` as text for a developer, like Python's `repr` of a dataclass: `product(name='lamp', price=12.5)`.
///
/// Texts are quoted and escaped as Python does it, a whole number that is a fraction keeps its `.0`, an empty optional
/// is `nullopt`, a list is in `[]`, a set and a map in `{}`, a tuple in `()`. A pointer is shown by its address, not by
/// what it points to: a cycle is no danger. A field that is a record is shown by its fields, unless it has a `repr()`.
///
/// Complexity: linear in the length of the text. Thread-safety: reads `value` only. Exceptions: `std::bad_alloc`, and
/// what a formatter throws. Source: row A5; Python's dataclasses.
template <has_repr T>
[[nodiscard]] std::string repr(const T& value) {
  std::string out;
  detail::append_repr(out, value);
  return out;
}

}  // namespace patterns::meta
