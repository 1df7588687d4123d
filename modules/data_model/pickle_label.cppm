/// @file
/// B28 · pickle_label: what a pickle calls its type, and what tells that from any other.
export module patterns.data_model:pickle_label;

import std;
import patterns.meta;
import :picklable;
import :value_kind;

namespace patterns::data_model::detail {

/// A text of up to 255 characters that grows while compiling.
struct type_label {
  char characters[255]{};
  std::size_t size = 0;

  constexpr void append(std::string_view text) {
    for (const char character : text) {
      if (size < sizeof(characters)) {
        characters[size++] = character;
      }
    }
  }

  constexpr void append_number(std::size_t number) {
    if (number >= 10) {
      append_number(number / 10);
    }
    append(std::string_view("0123456789").substr(number % 10, 1));
  }

  [[nodiscard]] constexpr std::string_view view() const { return {characters, size}; }
};

template <class T>
consteval std::string_view word_for() {
  switch (kind_of<T>) {
    case value_kind::boolean:
      return "bool";
    case value_kind::number:
      return std::is_floating_point_v<T> ? "float" : std::is_signed_v<T> ? "int" : "uint";
    case value_kind::duration:
      return "duration";
    case value_kind::time_point:
      return "time_point";
    case value_kind::array:
      return "array";
    case value_kind::sequence:
      return "list";
    case value_kind::set:
      return "set";
    case value_kind::map:
      return "map";
    case value_kind::optional:
      return "optional";
    case value_kind::variant:
      return "variant";
    case value_kind::tuple:
      return "tuple";
    case value_kind::unique_pointer:
      return "unique_ptr";
    case value_kind::shared_pointer:
      return "shared_ptr";
    case value_kind::weak_pointer:
      return "weak_ptr";
    case value_kind::transparent:
      return "wrapped";
    default:
      return meta::type_name<T>;
  }
}

template <class T>
consteval void append_label(type_label& label);

template <class... Parts>
consteval void append_labels(type_label& label, part_list<Parts...>) {
  [[maybe_unused]] std::string_view before = "<";
  ((label.append(std::exchange(before, ", ")), append_label<Parts>(label)), ...);
  label.append(">");
}

// Compilers spell a type of the standard library differently; the name of a class of one's own they spell alike.
template <class T>
consteval void append_label(type_label& label) {
  constexpr value_kind kind = kind_of<T>;
  if constexpr (is_transient<T>) {
    label.append("transient");
  } else {
    label.append(has_pickle_form<T> ? meta::type_name<T> : word_for<T>());
  }
  if constexpr (kind == value_kind::number) {
    label.append_number(sizeof(T) * 8);
  } else if constexpr (kind == value_kind::duration) {
    append_label<typename T::rep>(label);
    label.append("*");
    label.append_number(static_cast<std::size_t>(T::period::num));
    label.append("/");
    label.append_number(static_cast<std::size_t>(T::period::den));
  } else if constexpr (kind == value_kind::time_point) {
    append_label<typename T::duration>(label);
  } else if constexpr (kind != value_kind::record && kind != value_kind::other && kind != value_kind::enumeration &&
                       kind != value_kind::boolean && !is_transient<T> && !has_pickle_form<T>) {
    append_labels(label, parts_of<T>{});
  }
}

/// What a pickle calls its type: the name of a class, or such as `list<shop::order>`.
template <class T>
inline constexpr type_label label_of = [] {
  type_label label;
  append_label<T>(label);
  return label;
}();

// FNV-1a, which is defined for text and is the same everywhere.
struct fingerprint_hash {
  std::uint64_t value = 0xcbf29ce484222325U;

  constexpr void add(std::string_view text) {
    for (const char character : text) {
      value = (value ^ static_cast<unsigned char>(character)) * 0x100000001b3U;
    }
    value = (value ^ 0xFFU) * 0x100000001b3U;
  }
};

template <class T, class... Path>
consteval void add_to_fingerprint(fingerprint_hash& hash);

template <class... Path, class... Parts>
consteval void add_parts(fingerprint_hash& hash, part_list<Parts...>) {
  (add_to_fingerprint<Parts, Path...>(hash), ...);
  hash.add("end");
}

template <class T, class... Path>
consteval void add_to_fingerprint(fingerprint_hash& hash) {
  hash.add(label_of<T>.view());
  if constexpr ((std::same_as<T, Path> || ...) || is_transient<T>) {
    hash.add("seen");
  } else if constexpr (has_pickle_form<T>) {
    add_to_fingerprint<typename T::pickle_form, T, Path...>(hash);
  } else {
    if constexpr (kind_of<T> == value_kind::record) {
      for (const std::string_view name : meta::field_names<T>) {
        hash.add(name);
      }
    } else if constexpr (kind_of<T> == value_kind::enumeration) {
      add_to_fingerprint<std::underlying_type_t<T>, Path...>(hash);
    } else if constexpr (kind_of<T> == value_kind::array) {
      type_label size;
      size.append_number(extent_of<T>);
      hash.add(size.view());
    }
    add_parts<T, Path...>(hash, parts_of<T>{});
  }
}

/// Tells types apart by the names and the types of everything in them.
template <class T>
inline constexpr std::uint64_t pickle_fingerprint = [] {
  fingerprint_hash hash;
  add_to_fingerprint<T>(hash);
  return hash.value;
}();

}  // namespace patterns::data_model::detail
