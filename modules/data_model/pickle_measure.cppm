/// @file
/// B28 · pickle_measure: values that are measured first and then written without a check.
export module patterns.data_model:pickle_measure;

import std;
import patterns.meta;
import :picklable;
import :pickle_error;
import :pickle_layout;
import :value_kind;

namespace patterns::data_model::detail {

template <class T>
concept shows_its_value = requires(const T& object) {
  { object.value() } -> std::same_as<const std::remove_cvref_t<decltype(object.value())>&>;
};

// The types that are being looked into stand in `Path`: a list is made of lists.
template <class T, class... Path>
consteval bool find_measurable();

template <class... Path, class... Parts>
consteval bool find_all_measurable(part_list<Parts...>) {
  return (find_measurable<Parts, Path...>() && ...);
}

template <class T, class... Path>
consteval bool find_measurable() {
  constexpr value_kind kind = kind_of<T>;
  if constexpr (of_fixed_size<T> || is_transient<T> || (std::same_as<T, Path> || ...)) {
    return true;
  } else if constexpr (has_pickle_form<T>) {
    return of_fixed_size<typename T::pickle_form>;
  } else if constexpr (is_pointer_kind<T> || kind == value_kind::duration || kind == value_kind::time_point) {
    return false;
  } else if constexpr (kind == value_kind::transparent && !shows_its_value<T>) {
    return false;
  } else {
    return find_all_measurable<T, Path...>(parts_of<T>{});
  }
}

/// Two looks at such a value see the same: what a class says of itself when it is asked, as its `pickle_form`, may be
/// another the second time, and where pointers are, the second look would be as long as the first.
template <class T>
concept measurable = find_measurable<T>();

[[nodiscard]] constexpr std::size_t size_of_size(std::uint64_t number) noexcept {
  return number < 0x80 ? 1 : (static_cast<std::size_t>(std::bit_width(number)) + 6) / 7;
}

[[noreturn, gnu::cold, gnu::noinline]] void refuse_valueless(std::size_t offset);

/// The offset behind `value`, which begins at `offset`.
/// @throws pickle_error for what cannot be written
template <measurable T>
[[nodiscard]] std::size_t measure(const T& value, std::size_t offset, nesting within);

// Fields by position and not by a visitor, in which the offset would be in memory.
template <class T, std::size_t... I>
[[nodiscard]] std::size_t measure_fields(const T& value, std::size_t offset, [[maybe_unused]] nesting within,
                                         std::index_sequence<I...>) {
  ((offset = measure(meta::get_field<I>(value), offset, within)), ...);
  return offset;
}

template <class T>
[[nodiscard]] std::size_t measure_element(const T& element, std::size_t offset, nesting within) {
  return measure(element, offset, within) + (without_bytes<T> ? 1 : 0);
}

template <class T>
[[nodiscard]] std::size_t measure_elements(const T& values, std::size_t offset, nesting within) {
  using element_type = typename T::value_type;
  const std::size_t count = values.size();
  offset += size_of_size(count);
  if constexpr (kind_of<T> == value_kind::map) {
    for (const auto& [key, mapped] : values) {
      offset = measure(mapped, measure_element(key, offset, within), within);
    }
    return offset;
  } else if constexpr (of_fixed_size<element_type>) {
    return offset + count * fixed_size<element_type>;
  } else {
    for (const element_type& element : values) {
      offset = measure_element(element, offset, within);
    }
    return offset;
  }
}

template <measurable T>
[[nodiscard]] std::size_t measure(const T& value, std::size_t offset, nesting within) {
  constexpr value_kind kind = kind_of<T>;
  if constexpr (is_transient<T>) {
    return offset;
  } else if constexpr (of_fixed_size<T>) {
    return offset + fixed_size<T>;
  } else if constexpr (has_pickle_form<T>) {
    static_cast<void>(within.deeper(offset));
    return offset + fixed_size<typename T::pickle_form>;
  } else if constexpr (kind == value_kind::record) {
    return measure_fields(value, offset, within.deeper(offset), std::make_index_sequence<meta::field_count<T>>{});
  } else if constexpr (kind == value_kind::transparent) {
    return measure(value.value(), offset, within);
  } else if constexpr (kind == value_kind::array) {
    for (const auto& element : value) {
      offset = measure(element, offset, within);
    }
    return offset;
  } else if constexpr (kind == value_kind::tuple) {
    std::apply([&](const auto&... parts) { ((offset = measure(parts, offset, within)), ...); }, value);
    return offset;
  } else if constexpr (kind == value_kind::optional) {
    return value ? measure(*value, offset + 1, within) : offset + 1;
  } else if constexpr (kind == value_kind::variant) {
    if (value.valueless_by_exception()) {
      refuse_valueless(offset);
    }
    offset += size_of_size(value.index());
    return std::visit([&](const auto& held) { return measure(held, offset, within); }, value);
  } else {
    return measure_elements(value, offset, within);
  }
}

/// Writes what stands before the value, and gives the place behind it.
[[nodiscard]] std::byte* write_pickle_header(std::string_view type, std::uint64_t fingerprint, std::byte* out) noexcept;

[[nodiscard]] inline std::byte* write_size(std::uint64_t number, std::byte* out) noexcept {
  while (number >= 0x80) {
    *out++ = static_cast<std::byte>((number & 0x7F) | 0x80);
    number >>= 7U;
  }
  *out++ = static_cast<std::byte>(number);
  return out;
}

/// Writes a value of fixed size, and gives the place behind it.
template <of_fixed_size T>
[[nodiscard]] std::byte* write_fixed(const T& value, std::byte* out);

template <class T, std::size_t... I>
[[nodiscard]] std::byte* write_fixed_fields(const T& value, std::byte* out, std::index_sequence<I...>) {
  ((out = write_fixed(meta::get_field<I>(value), out)), ...);
  return out;
}

template <of_fixed_size T>
[[nodiscard]] std::byte* write_fixed(const T& value, std::byte* out) {
  constexpr value_kind kind = kind_of<T>;
  if constexpr (plain_bytes<T>) {
    std::memcpy(out, std::addressof(value), sizeof(T));
    return out + sizeof(T);
  } else if constexpr (kind == value_kind::boolean) {
    *out = value ? std::byte{1} : std::byte{0};
    return out + 1;
  } else if constexpr (kind == value_kind::duration) {
    return write_fixed(value.count(), out);
  } else if constexpr (kind == value_kind::time_point) {
    return write_fixed(value.time_since_epoch(), out);
  } else if constexpr (kind == value_kind::array) {
    for (const auto& element : value) {
      out = write_fixed(element, out);
    }
    return out;
  } else if constexpr (kind == value_kind::record) {
    return write_fixed_fields(value, out, std::make_index_sequence<meta::field_count<T>>{});
  } else {
    write_little_endian(out, value);
    return out + sizeof(T);
  }
}

/// Writes a value to where `measure` has said that it fits, and gives the place behind it.
template <measurable T>
[[nodiscard]] std::byte* write_measured(const T& value, std::byte* out);

template <class T, std::size_t... I>
[[nodiscard]] std::byte* write_measured_fields(const T& value, std::byte* out, std::index_sequence<I...>) {
  ((out = write_measured(meta::get_field<I>(value), out)), ...);
  return out;
}

template <class T>
[[nodiscard]] std::byte* write_measured_element(const T& element, std::byte* out) {
  out = write_measured(element, out);
  if constexpr (without_bytes<T>) {
    *out++ = std::byte{0};
  }
  return out;
}

template <class T>
[[nodiscard]] std::byte* write_measured_elements(const T& values, std::byte* out) {
  using element_type = typename T::value_type;
  out = write_size(values.size(), out);
  if constexpr (kind_of<T> == value_kind::map) {
    for (const auto& [key, mapped] : values) {
      out = write_measured(mapped, write_measured_element(key, out));
    }
  } else if constexpr (std::ranges::contiguous_range<const T&> && plain_bytes<element_type>) {
    if (const std::size_t size = values.size() * sizeof(element_type); size != 0) {
      std::memcpy(out, std::ranges::data(values), size);
      out += size;
    }
  } else {
    for (const element_type& element : values) {
      out = write_measured_element(element, out);
    }
  }
  return out;
}

template <measurable T>
[[nodiscard]] std::byte* write_measured(const T& value, std::byte* out) {
  constexpr value_kind kind = kind_of<T>;
  if constexpr (is_transient<T>) {
    return out;
  } else if constexpr (of_fixed_size<T>) {
    return write_fixed(value, out);
  } else if constexpr (has_pickle_form<T>) {
    return write_fixed(static_cast<typename T::pickle_form>(value), out);
  } else if constexpr (kind == value_kind::record) {
    return write_measured_fields(value, out, std::make_index_sequence<meta::field_count<T>>{});
  } else if constexpr (kind == value_kind::transparent) {
    return write_measured(value.value(), out);
  } else if constexpr (kind == value_kind::array) {
    for (const auto& element : value) {
      out = write_measured(element, out);
    }
    return out;
  } else if constexpr (kind == value_kind::tuple) {
    std::apply([&out](const auto&... parts) { ((out = write_measured(parts, out)), ...); }, value);
    return out;
  } else if constexpr (kind == value_kind::optional) {
    *out = value ? std::byte{1} : std::byte{0};
    return value ? write_measured(*value, out + 1) : out + 1;
  } else if constexpr (kind == value_kind::variant) {
    out = write_size(value.index(), out);
    return std::visit([out](const auto& held) { return write_measured(held, out); }, value);
  } else {
    return write_measured_elements(value, out);
  }
}

}  // namespace patterns::data_model::detail
