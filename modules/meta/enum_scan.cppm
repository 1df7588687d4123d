/// @file
/// A28 · scan_enum: the enumerators that the compiler spells with a name, among numbers to be tried.
export module patterns.meta:enum_scan;

import std;
import :enum_index;
import :enumerator;
import :spelling;

namespace patterns::meta::detail {

template <class E>
consteval std::int64_t first_to_try(enum_range range) {
  return std::max(range.first, static_cast<std::int64_t>(std::numeric_limits<std::underlying_type_t<E>>::min()));
}

template <class E>
consteval std::int64_t last_to_try(enum_range range) {
  using number = std::underlying_type_t<E>;
  constexpr auto greatest = static_cast<std::uint64_t>(std::numeric_limits<number>::max());
  if ((sizeof(number) == 1 && range == usual_enum_range) ||
      (range.last > 0 && static_cast<std::uint64_t>(range.last) > greatest)) {
    return static_cast<std::int64_t>(greatest);
  }
  return range.last;
}

/// Positions of bits, a constant that can be a template argument.
struct bit_positions {
  std::size_t positions[64]{};
  std::size_t count = 0;
};

/// Those whose numbers do not lie from `first` to `last`; that of the sign is one of them.
template <class E>
consteval bit_positions single_bits_outside(std::int64_t first, std::int64_t last) {
  using number = std::underlying_type_t<E>;
  constexpr auto width = static_cast<std::size_t>(std::numeric_limits<number>::digits) + (sign_bit<E> != 0 ? 1U : 0U);
  bit_positions outside;
  for (std::size_t i = 0; i < width; ++i) {
    // The topmost bit of a uint64_t becomes the least of all numbers: outside, for there no unsigned range begins.
    const auto value = static_cast<std::int64_t>(static_cast<number>(std::uint64_t{1} << i));
    if (value < first || value > last) {
      outside.positions[outside.count++] = i;
    }
  }
  return outside;
}

// The compiler spells an enumerator with its scope and a value without a name as a cast: `shop::color::red`,
// `(shop::color)7`.
constexpr std::string_view name_in(std::string_view spelled_value) {
  const auto name = last_identifier(spelled_value);
  const auto before = static_cast<std::size_t>(name.data() - spelled_value.data());
  return spelled_value.substr(0, before).ends_with(':') ? name : std::string_view{};
}

template <class E, std::size_t Capacity>
struct enumerators_found : name_list<Capacity> {
  std::size_t count = 0;

  // One function is spelled for all of `Values`: far cheaper to compile than one for each.
  template <E... Values>
  consteval void add_named() {
    const auto spelled = spelled_pack(spell_values<Values...>());
    std::size_t from = 0;
    for (const E value : {Values...}) {
      const auto end = end_of_piece(spelled, from, ',');
      if (const auto name = name_in(spelled.substr(from, end - from)); !name.empty()) {
        this->names[count++] = {name, number_of(value)};
      }
      from = end + 1;
    }
  }

  template <std::int64_t First, std::int64_t Last>
  consteval void add_range() {
    constexpr std::int64_t most_at_once = 256;
    if constexpr (First <= Last) {
      constexpr auto tried = Last - First < most_at_once ? Last - First + 1 : most_at_once;
      [this]<std::int64_t... I>(std::integer_sequence<std::int64_t, I...>) {
        this->template add_named<static_cast<E>(static_cast<std::underlying_type_t<E>>(First + I))...>();
      }(std::make_integer_sequence<std::int64_t, tried>{});
      if constexpr (Last - First >= most_at_once) {
        add_range<First + most_at_once, Last>();
      }
    }
  }

  template <bit_positions Bits>
  consteval void add_single_bits() {
    if constexpr (Bits.count > 0) {
      [this]<std::size_t... I>(std::index_sequence<I...>) {
        this->template add_named<static_cast<E>(
            static_cast<std::underlying_type_t<E>>(std::uint64_t{1} << Bits.positions[I]))...>();
      }(std::make_index_sequence<Bits.count>{});
    }
  }
};

template <class E, enum_range Range>
consteval auto scan_enum() {
  constexpr auto first = first_to_try<E>(Range);
  constexpr auto last = last_to_try<E>(Range);
  constexpr auto bits = Range.single_bits ? single_bits_outside<E>(first, last) : bit_positions{};
  constexpr auto in_range = last >= first ? static_cast<std::size_t>(last - first + 1) : std::size_t{0};
  enumerators_found<E, in_range + bits.count> found;
  found.template add_range<first, last>();
  found.template add_single_bits<bits>();
  return found;
}

/// The named values of `E` in `Range`, in ascending order, and behind them those of the single bits outside of it.
template <class E, enum_range Range>
inline constexpr auto scanned_names = [] {
  constexpr auto found = scan_enum<E, Range>();
  name_list<found.count> result;
  for (std::size_t i = 0; i < found.count; ++i) {
    result.names[i] = found.names[i];
  }
  return result;
}();

}  // namespace patterns::meta::detail
