/// @file
/// B7 · bytes: a value as the bytes that a file format or a protocol lays down, and back.
export module patterns.data_model:bytes;

import std;
import patterns.meta;

export namespace patterns::data_model {

/// The order of bytes in a number: that of the standard, so that who packs bytes needs no second module.
using std::endian;

/// Thrown for bytes that are no value of the wanted type.
class bytes_error : public std::invalid_argument {
 public:
  using invalid_argument::invalid_argument;
};

}  // namespace patterns::data_model

namespace patterns::data_model::detail {

template <std::size_t Size>
struct unsigned_of_size;
template <>
struct unsigned_of_size<4> {
  using type = std::uint32_t;
};
template <>
struct unsigned_of_size<8> {
  using type = std::uint64_t;
};

// Without bits that hold no value, as a long double may have.
template <class T>
concept interchange_float = std::same_as<T, float> || std::same_as<T, double>;

template <class T>
concept converts_to_byte_form = std::is_class_v<T> && requires(const T& value, const typename T::byte_form& form) {
  { static_cast<typename T::byte_form>(value) } -> std::same_as<typename T::byte_form>;
  { T(form) } -> std::same_as<T>;
};

template <class T>
inline constexpr bool is_std_array = false;
template <class T, std::size_t Size>
inline constexpr bool is_std_array<std::array<T, Size>> = true;

template <class T>
consteval std::optional<std::size_t> size_in_bytes();

/// As size_in_bytes, for a field or an element: it has a value already, and another is assigned to it.
template <class T>
consteval std::optional<std::size_t> size_of_part() {
  if constexpr (converts_to_byte_form<T> && !std::is_move_assignable_v<T>) {
    return std::nullopt;
  } else {
    return size_in_bytes<T>();
  }
}

template <class T, std::size_t... I>
consteval std::optional<std::size_t> size_of_fields(std::index_sequence<I...>) {
  std::size_t total = 0;
  [[maybe_unused]] const auto add = [&total](std::optional<std::size_t> size) {
    total += size.value_or(0);
    return size.has_value();
  };
  if ((add(size_of_part<meta::field_type<T, I>>()) && ...)) {
    return total;
  }
  return std::nullopt;
}

/// How many bytes a `T` has, or nothing if it is not serializable. A const field cannot be read.
template <class T>
consteval std::optional<std::size_t> size_in_bytes() {
  if constexpr (std::is_const_v<T> || std::is_volatile_v<T>) {
    return std::nullopt;
  } else if constexpr (std::integral<T> || interchange_float<T> || meta::scoped_enum<T>) {
    return sizeof(T);
  } else if constexpr (std::is_bounded_array_v<T>) {
    if (const auto size = size_of_part<std::remove_extent_t<T>>(); size && std::default_initializable<T>) {
      return *size * std::extent_v<T>;
    }
    return std::nullopt;
  } else if constexpr (is_std_array<T>) {
    if (const auto size = size_of_part<typename T::value_type>(); size && std::default_initializable<T>) {
      return *size * std::tuple_size_v<T>;
    }
    return std::nullopt;
  } else if constexpr (converts_to_byte_form<T>) {
    return size_in_bytes<typename T::byte_form>();
  } else if constexpr (meta::record<T> && std::default_initializable<T>) {
    return size_of_fields<T>(std::make_index_sequence<meta::field_count<T>>{});
  } else {
    return std::nullopt;
  }
}

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// A value that is a fixed number of bytes: integers, `bool`, `float`, `double`, scoped enumerations,
/// `std::byte`, arrays of such, and records whose fields are such.
///
/// A class of another kind says what it is as bytes by a member type `byte_form` that is byte_serializable, a
/// conversion to it, and a constructor from it, which may refuse what it is given; all three may be explicit. A record
/// or an array must have a default value, and parts that can be assigned to. Pointers, references and containers are
/// refused, `long double` too.
template <class T>
concept byte_serializable = detail::size_in_bytes<T>().has_value();

/// How many bytes to_bytes makes of a `T`: those of its fields, without the padding between them.
template <byte_serializable T>
inline constexpr std::size_t byte_size = *detail::size_in_bytes<T>();

}  // namespace patterns::data_model

namespace patterns::data_model::detail {

/// The place of the byte that counts `256^power` among `size` bytes.
constexpr std::size_t place_of(std::size_t power, std::size_t size, endian order) noexcept {
  return order == endian::little ? power : size - 1 - power;
}

template <class T>
constexpr void write_value(const T& value, endian order, std::byte*& out) {
  if constexpr (std::same_as<T, bool>) {
    *out++ = value ? std::byte{1} : std::byte{0};
  } else if constexpr (std::integral<T>) {
    const auto bits = static_cast<std::make_unsigned_t<T>>(value);
    for (std::size_t power = 0; power < sizeof(T); ++power) {
      out[place_of(power, sizeof(T), order)] = static_cast<std::byte>((bits >> (8 * power)) & 0xFFU);
    }
    out += sizeof(T);
  } else if constexpr (interchange_float<T>) {
    write_value(std::bit_cast<typename unsigned_of_size<sizeof(T)>::type>(value), order, out);
  } else if constexpr (meta::scoped_enum<T>) {
    write_value(static_cast<std::underlying_type_t<T>>(value), order, out);
  } else if constexpr (std::is_array_v<T> || is_std_array<T>) {
    for (const auto& element : value) {
      write_value(element, order, out);
    }
  } else if constexpr (converts_to_byte_form<T>) {
    write_value(static_cast<typename T::byte_form>(value), order, out);
  } else {
    meta::for_each_field(value, [&](const auto& field) { write_value(field, order, out); });
  }
}

template <class T>
constexpr void read_value(T& value, endian order, const std::byte*& in);

template <class T>
[[nodiscard]] constexpr T read_new(endian order, const std::byte*& in) {
  if constexpr (converts_to_byte_form<T>) {
    return T(read_new<typename T::byte_form>(order, in));
  } else {
    T value{};
    read_value(value, order, in);
    return value;
  }
}

template <class T>
constexpr void read_value(T& value, endian order, const std::byte*& in) {
  if constexpr (std::same_as<T, bool>) {
    const auto byte = std::to_integer<unsigned>(*in++);
    if (byte > 1) {
      throw bytes_error(std::format("from_bytes: the byte {:#04x} is no bool", byte));
    }
    value = byte == 1;
  } else if constexpr (std::integral<T>) {
    using bits_type = std::make_unsigned_t<T>;
    bits_type bits = 0;
    for (std::size_t power = 0; power < sizeof(T); ++power) {
      const auto byte = std::to_integer<bits_type>(in[place_of(power, sizeof(T), order)]);
      bits = static_cast<bits_type>(bits | static_cast<bits_type>(byte << (8 * power)));
    }
    in += sizeof(T);
    value = static_cast<T>(bits);
  } else if constexpr (interchange_float<T>) {
    value = std::bit_cast<T>(read_new<typename unsigned_of_size<sizeof(T)>::type>(order, in));
  } else if constexpr (meta::scoped_enum<T>) {
    value = static_cast<T>(read_new<std::underlying_type_t<T>>(order, in));
  } else if constexpr (std::is_array_v<T> || is_std_array<T>) {
    for (auto& element : value) {
      read_value(element, order, in);
    }
  } else if constexpr (converts_to_byte_form<T>) {
    value = read_new<T>(order, in);
  } else {
    meta::for_each_field(value, [&](auto& field) { read_value(field, order, in); });
  }
}

// Without the concept, so that it is the concept of to_bytes that a type is refused by.
template <class T>
using bytes_of = std::array<std::byte, size_in_bytes<T>().value_or(0)>;

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// The bytes of `value`: those of its fields one after the other, without padding, in a `std::array<std::byte>` of
/// byte_size.
///
/// @param order  endian::big, the order of the network, or endian::little; holds for each number, not for the whole
///
/// A signed number is in two's complement, a floating-point number as IEEE 754 has it, a `bool` is one byte. Give
/// fields a type of a fixed width where other machines read them: `std::uint32_t`, not `long`.
///
/// Complexity: linear in byte_size; allocates nothing. Source: row B7; Python's `__bytes__` and `int.to_bytes`.
template <byte_serializable T>
[[nodiscard]] constexpr detail::bytes_of<T> to_bytes(const T& value, endian order = endian::big) {
  detail::bytes_of<T> bytes{};
  auto* out = bytes.data();
  detail::write_value(value, order, out);
  return bytes;
}

/// The `T` that `bytes` are; the inverse of to_bytes with the same `order`. Neither the alignment nor the padding of
/// `T` matters.
///
/// @throws bytes_error if there are not exactly `byte_size<T>` bytes, or if the byte of a `bool` is neither 0 nor 1;
///                     and what the constructor of a class with a byte_form throws
/// Source: row B7; Python's `int.from_bytes`.
template <byte_serializable T>
  requires(!std::is_array_v<T>)
[[nodiscard]] constexpr T from_bytes(std::span<const std::byte> bytes, endian order = endian::big) {
  if (bytes.size() != byte_size<T>) {
    throw bytes_error(
        std::format("from_bytes: {} takes {} bytes, not {}", meta::unqualified_name<T>, byte_size<T>, bytes.size()));
  }
  const auto* in = bytes.data();
  return detail::read_new<T>(order, in);
}

/// The `T` at the front of `bytes`, which is then without it; for one value after the other.
///
/// @throws bytes_error as from_bytes, but only if there are too few bytes; `bytes` is as it was then
template <byte_serializable T>
  requires(!std::is_array_v<T>)
[[nodiscard]] constexpr T take_bytes(std::span<const std::byte>& bytes, endian order = endian::big) {
  auto value = from_bytes<T>(bytes.first(std::min(bytes.size(), byte_size<T>)), order);
  bytes = bytes.subspan(byte_size<T>);
  return value;
}

}  // namespace patterns::data_model
