/// @file
/// A28 · flags: a set of the bits that an enumeration names.
export module patterns.meta:flags;

import std;
import :enum_lookup;
import :enumerator;
import :enums;

export namespace patterns::meta {

/// Several bits of `E` at once: `flags{permission::read, permission::write}`.
///
/// Stands where Python has `enum.Flag`. `E` itself stays a closed set: an `or` of two of its values is no value of it.
/// It has the size of the underlying type, and every operation is the machine's own on that number.
///
/// Thread-safety: as int. Exceptions: none but from memory, in the functions that make text. Source: row A28.
template <scoped_enum E>
class flags {
 public:
  using value_type = E;
  using bits_type = std::make_unsigned_t<std::underlying_type_t<E>>;

  constexpr flags() noexcept = default;

  // Implicit: one bit is a set of bits.
  constexpr flags(E value) noexcept : bits_(static_cast<bits_type>(value)) {}

  constexpr flags(std::initializer_list<E> values) noexcept {
    for (const E value : values) {
      set(value);
    }
  }

  /// The set with exactly these bits, named or not.
  [[nodiscard]] static constexpr flags from_bits(bits_type bits) noexcept {
    flags result;
    result.bits_ = bits;
    return result;
  }

  /// All bits that have a name.
  [[nodiscard]] static constexpr flags all() noexcept {
    flags result;
    for (const E value : enum_values<E>) {
      result.set(value);
    }
    return result;
  }

  [[nodiscard]] constexpr bits_type bits() const noexcept { return bits_; }

  [[nodiscard]] constexpr bool empty() const noexcept { return bits_ == 0; }

  /// All bits of `other` are in this set.
  [[nodiscard]] constexpr bool contains(flags other) const noexcept { return (*this & other) == other; }

  /// Some bit of `other` is in this set.
  [[nodiscard]] constexpr bool intersects(flags other) const noexcept { return !(*this & other).empty(); }

  constexpr flags& set(flags other) noexcept { return *this |= other; }
  constexpr flags& reset(flags other) noexcept { return *this &= from_bits(static_cast<bits_type>(~other.bits_)); }
  constexpr flags& toggle(flags other) noexcept { return *this ^= other; }

  constexpr flags& operator|=(flags other) noexcept { return *this = *this | other; }
  constexpr flags& operator&=(flags other) noexcept { return *this = *this & other; }
  constexpr flags& operator^=(flags other) noexcept { return *this = *this ^ other; }

  [[nodiscard]] friend constexpr flags operator|(flags left, flags right) noexcept {
    return from_bits(static_cast<bits_type>(left.bits_ | right.bits_));
  }
  [[nodiscard]] friend constexpr flags operator&(flags left, flags right) noexcept {
    return from_bits(static_cast<bits_type>(left.bits_ & right.bits_));
  }
  [[nodiscard]] friend constexpr flags operator^(flags left, flags right) noexcept {
    return from_bits(static_cast<bits_type>(left.bits_ ^ right.bits_));
  }

  /// The named bits that are not in `operand`.
  [[nodiscard]] friend constexpr flags operator~(flags operand) noexcept { return all().reset(operand); }

  [[nodiscard]] friend constexpr bool operator==(flags, flags) noexcept = default;

  /// The named single bits of this set, joined by `|`, and what is left as a number: `read|write|0x40`. Empty: `0`.
  [[nodiscard]] std::string to_string() const {
    std::string text;
    auto rest = bits_;
    const auto append = [&text](std::string_view part) {
      text += text.empty() ? "" : "|";
      text += part;
    };
    for (const E value : enum_values<E>) {
      if (const auto bit = static_cast<bits_type>(value); std::has_single_bit(bit) && (bits_ & bit) != 0) {
        append(enum_name(value));
        rest = static_cast<bits_type>(rest & ~bit);
      }
    }
    if (rest != 0 || text.empty()) {
      append(rest == 0 ? "0" : std::format("{:#x}", rest));
    }
    return text;
  }

 private:
  bits_type bits_ = 0;
};

template <scoped_enum E>
flags(std::initializer_list<E>) -> flags<E>;

/// The set whose names stand in `text`, separated by `|`; nothing if one of them is unknown. `0` is the empty set.
template <scoped_enum E>
[[nodiscard]] constexpr std::optional<flags<E>> flags_cast(std::string_view text) noexcept {
  flags<E> result;
  if (text == "0") {
    return result;
  }
  while (true) {
    const auto bar = std::min(text.find('|'), text.size());
    const auto value = enum_cast<E>(text.substr(0, bar));
    if (!value) {
      return std::nullopt;
    }
    result.set(*value);
    if (bar == text.size()) {
      return result;
    }
    text.remove_prefix(bar + 1);
  }
}

}  // namespace patterns::meta

/// Writes the names of the bits; the format is that of a string.
export template <patterns::meta::scoped_enum E>
struct std::formatter<patterns::meta::flags<E>> : std::formatter<std::string_view> {
  template <class Context>
  auto format(patterns::meta::flags<E> value, Context& context) const {
    return std::formatter<std::string_view>::format(value.to_string(), context);
  }
};
