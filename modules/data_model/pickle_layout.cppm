/// @file
/// B28 · pickle_layout: the bytes of a type in a pickle: how many there are, and when they are those in memory.
export module patterns.data_model:pickle_layout;

import std;
import patterns.meta;
import :picklable;
import :value_kind;

namespace patterns::data_model::detail {

inline constexpr std::array pickle_magic{std::byte{0x93}, std::byte{'P'}, std::byte{'K'}, std::byte{'L'}};
inline constexpr std::byte pickle_version{1};

// The magic, the version, the fingerprint, and the length of the name.
inline constexpr std::size_t pickle_header_size = pickle_magic.size() + 1 + sizeof(std::uint64_t) + 1;

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

template <std::size_t I, class... Fields>
consteval std::size_t find_fixed_run(part_list<Fields...>) {
  constexpr std::array sizes{fixed_size<Fields>...};
  std::size_t run = 0;
  if (I == 0 || sizes[I - 1] == 0) {
    for (std::size_t i = I; i < sizes.size() && sizes[i] != 0; ++i) {
      run += sizes[i];
    }
  }
  return run;
}

/// The bytes of field `I` of a record and of those behind it up to one without a fixed size; 0 if it is not the first.
template <class T, std::size_t I>
inline constexpr std::size_t fixed_run = find_fixed_run<I>(parts_of<T>{});

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
    return !is_described_enum<T> && !std::same_as<std::underlying_type_t<T>, bool>;
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

}  // namespace patterns::data_model::detail
