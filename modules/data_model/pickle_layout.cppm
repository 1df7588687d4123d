/// @file
/// B28 · pickle_layout: the bytes of a type in a pickle: how many, in which order, and what tells them from another's.
export module patterns.data_model:pickle_layout;

import std;
import patterns.meta;
import :picklable;
import :value_kind;

namespace patterns::data_model::detail {

inline constexpr std::array pickle_magic{std::byte{0x93}, std::byte{'P'}, std::byte{'K'}, std::byte{'L'}};
inline constexpr std::byte pickle_version{1};

template <class T>
inline void write_little_endian(std::byte* out, T value) noexcept {
  std::memcpy(out, &value, sizeof(T));
  if constexpr (std::endian::native == std::endian::big) {
    std::reverse(out, out + sizeof(T));
  }
}

template <class T>
[[nodiscard]] inline T read_little_endian(const std::byte* in) noexcept {
  std::byte bytes[sizeof(T)];
  std::memcpy(bytes, in, sizeof(T));
  if constexpr (std::endian::native == std::endian::big) {
    std::reverse(bytes, bytes + sizeof(T));
  }
  T value;
  std::memcpy(&value, bytes, sizeof(T));
  return value;
}

/// The bytes of a `T` whose number is always the same, or 0 if it is not, or if `T` is made of its form.
template <class T>
consteval std::size_t find_fixed_size();

template <class... Fields>
consteval std::size_t find_size_of_fields(part_list<Fields...>) {
  // A member without any bytes has no fixed size, and so has the record none: one rule less for what is rare.
  const bool all = (... && (find_fixed_size<Fields>() != 0));
  return all ? (std::size_t{0} + ... + find_fixed_size<Fields>()) : 0;
}

template <class T>
consteval std::size_t find_fixed_size() {
  constexpr value_kind kind = kind_of<T>;
  if constexpr (has_pickle_form<T> || is_transient<T>) {
    return 0;
  } else if constexpr (kind == value_kind::boolean) {
    return 1;
  } else if constexpr (kind == value_kind::number || kind == value_kind::enumeration) {
    return sizeof(T);
  } else if constexpr (kind == value_kind::duration) {
    return find_fixed_size<typename T::rep>();
  } else if constexpr (kind == value_kind::time_point) {
    return find_fixed_size<typename T::duration>();
  } else if constexpr (kind == value_kind::array && fillable<T>) {
    return extent_of<T> * find_fixed_size<std::remove_cv_t<std::ranges::range_value_t<T>>>();
  } else if constexpr (kind == value_kind::record && fillable<T>) {
    return find_size_of_fields(parts_of<T>{});
  } else {
    return 0;
  }
}

template <class T>
inline constexpr std::size_t fixed_size = find_fixed_size<T>();

template <class T>
concept of_fixed_size = fixed_size<T> != 0;

template <class T>
consteval bool find_plain();

template <class... Fields>
consteval bool find_plain_fields(part_list<Fields...>) {
  return (find_plain<Fields>() && ...);
}

template <class T>
consteval bool find_plain() {
  constexpr value_kind kind = kind_of<T>;
  if constexpr (std::endian::native != std::endian::little || fixed_size<T> != sizeof(T) ||
                !std::is_trivially_copyable_v<T>) {
    return false;
  } else if constexpr (kind == value_kind::enumeration) {
    return !is_described_enum<T>;
  } else if constexpr (kind == value_kind::duration) {
    return find_plain<typename T::rep>();
  } else if constexpr (kind == value_kind::time_point) {
    return find_plain<typename T::duration>();
  } else if constexpr (kind == value_kind::array || kind == value_kind::record) {
    return find_plain_fields(parts_of<T>{});
  } else {
    return kind == value_kind::number;
  }
}

/// The bytes in the pickle are those in memory, and any such bytes are a value.
template <class T>
concept plain_bytes = find_plain<T>();

/// The fewest bytes that a `T` may have. Ends at whatever says its own length, and so for lists of lists too.
template <class T>
consteval std::size_t find_smallest_size();

template <class... Parts>
consteval std::size_t sum_smallest_sizes(part_list<Parts...>) {
  return (std::size_t{0} + ... + find_smallest_size<Parts>());
}

template <class T>
consteval std::size_t find_smallest_size() {
  constexpr value_kind kind = kind_of<T>;
  if constexpr (of_fixed_size<T>) {
    return fixed_size<T>;
  } else if constexpr (is_transient<T>) {
    return 0;
  } else if constexpr (has_pickle_form<T>) {
    return find_smallest_size<typename T::pickle_form>();
  } else if constexpr (kind == value_kind::array) {
    return extent_of<T> * sum_smallest_sizes(parts_of<T>{});
  } else if constexpr (kind == value_kind::tuple || kind == value_kind::record || kind == value_kind::transparent) {
    return sum_smallest_sizes(parts_of<T>{});
  } else {
    return 1;
  }
}

/// Never 0: what has no bytes of its own has one where there may be many, so that a number of them cannot be made up.
template <class T>
inline constexpr std::size_t smallest_size = std::max<std::size_t>(find_smallest_size<T>(), 1);

/// An element that needs that byte.
template <class T>
concept without_bytes = find_smallest_size<T>() == 0;

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
  std::string_view before = "<";
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
