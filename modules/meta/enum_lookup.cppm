/// @file
/// A28 · enum_lookup: tables from value to name and from name to value, filled by the compiler.
export module patterns.meta:enum_lookup;

import std;
import :backend;
import :enum_scan;
import :enumerator;

export namespace patterns::meta {

/// Says that an enumeration has not been described; see describe_enum.
struct not_described {};

/// The enumerators of `E`, written down. Specialize it for an enumeration whose values lie outside of the range that is
/// searched, or one value of which has several names:
///
///     template <>
///     inline constexpr auto patterns::meta::describe_enum<status> =
///         patterns::meta::enumerators<status>({{"ok", status::ok}, {"fine", status::ok}, {"lost", status::lost}});
///
/// The first name of a value is the one that enum_name gives; enum_cast knows them all. Nothing is searched then.
template <scoped_enum E>
inline constexpr auto describe_enum = not_described{};

/// The list that describe_enum is made of. An empty name and a name given twice are refused when the list is used.
template <scoped_enum E, std::size_t Count>
[[nodiscard]] consteval std::array<enumerator<E>, Count> enumerators(const enumerator<E> (&list)[Count]) {
  return std::to_array(list);
}

}  // namespace patterns::meta

namespace patterns::meta::detail {

template <class E>
inline constexpr bool is_described = !std::same_as<std::remove_cvref_t<decltype(describe_enum<E>)>, not_described>;

/// Every name of `E` with its value: as described, or else as found.
template <class E, enum_range Range>
consteval auto all_names() {
  if constexpr (is_described<E>) {
    return describe_enum<E>;
  } else {
    return found_enumerators<E, Range>;
  }
}

/// One name for each value, in ascending order of the values.
template <class E, std::size_t Count>
struct distinct_values {
  std::array<enumerator<E>, Count> list;
  std::size_t count;

  consteval explicit distinct_values(std::array<enumerator<E>, Count> names) : list{}, count(0) {
    // Lists are nearly always in order; insertion keeps the first of several names in front.
    for (const auto& name : names) {
      auto position = count;
      while (position > 0 && name.value < list[position - 1].value) {
        --position;
      }
      if (position > 0 && list[position - 1].value == name.value) {
        continue;
      }
      for (auto i = count; i > position; --i) {
        list[i] = list[i - 1];
      }
      list[position] = name;
      ++count;
    }
  }
};

constexpr std::uint64_t load(const char* text, std::size_t size) noexcept {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < size; ++i) {
    word |= static_cast<std::uint64_t>(static_cast<unsigned char>(text[i])) << (8 * i);
  }
  return word;
}

constexpr std::uint64_t mix(std::uint64_t hash, std::uint64_t word) noexcept {
  hash = (hash ^ word) * 0x9e3779b97f4a7c15U;
  return hash ^ (hash >> 32U);
}

// The last word overlaps the one before, so that no text of eight characters or more is read one by one.
constexpr std::uint64_t hash_name(std::string_view name) noexcept {
  constexpr std::size_t word = 8;
  std::uint64_t hash = name.size();
  if (name.size() < word) {
    return mix(hash, load(name.data(), name.size()));
  }
  for (std::size_t i = 0; i + word < name.size(); i += word) {
    hash = mix(hash, load(name.data() + i, word));
  }
  return mix(hash, load(name.data() + name.size() - word, word));
}

/// An open-addressed hash table from name to position, at most half full.
template <class E, std::size_t Count>
struct name_slots {
  static constexpr std::size_t size = std::bit_ceil(2 * Count + 2);

  // The high bits: a multiplication carries upwards, so only they depend on every character.
  static constexpr std::size_t first_slot(std::string_view name) noexcept {
    return static_cast<std::size_t>(hash_name(name) >> (65U - std::bit_width(size)));
  }

  std::array<std::uint32_t, size> slots{};
  bool names_are_distinct = true;
  bool names_are_given = true;

  consteval explicit name_slots(const std::array<enumerator<E>, Count>& names) {
    for (std::uint32_t i = 0; i < Count; ++i) {
      names_are_given = names_are_given && !names[i].name.empty();
      auto slot = first_slot(names[i].name);
      while (slots[slot] != 0) {
        names_are_distinct = names_are_distinct && names[slots[slot] - 1].name != names[i].name;
        slot = (slot + 1) % size;
      }
      slots[slot] = i + 1;
    }
  }
};

template <class E, enum_range Range>
struct enum_lookup {
  static constexpr auto names = all_names<E, Range>();
  static constexpr name_slots<E, names.size()> slots{names};
  static_assert(slots.names_are_given, "describe_enum: an enumerator has an empty name");
  static_assert(slots.names_are_distinct, "describe_enum: a name is given twice");

  static constexpr auto by_value = [] {
    constexpr distinct_values<E, names.size()> distinct{names};
    std::array<enumerator<E>, distinct.count> result{};
    std::copy_n(distinct.list.begin(), distinct.count, result.begin());
    return result;
  }();

  /// One more than the distance between the least and the greatest value; 0 if that is too much for a table.
  static constexpr std::size_t table_size = [] {
    if (by_value.empty()) {
      return std::size_t{0};
    }
    const auto distance = bits_of(by_value.back().value) - bits_of(by_value.front().value);
    return distance < 4 * by_value.size() + 16 ? static_cast<std::size_t>(distance) + 1 : 0;
  }();

  static constexpr auto name_table = [] {
    std::array<std::string_view, table_size> table{};
    if constexpr (table_size > 0) {
      for (const auto& [name, value] : by_value) {
        table[static_cast<std::size_t>(bits_of(value) - bits_of(by_value.front().value))] = name;
      }
    }
    return table;
  }();

  static constexpr std::string_view name_of(E value) noexcept {
    if constexpr (by_value.empty()) {
      return {};
    } else if constexpr (table_size > 0) {
      const auto index = bits_of(value) - bits_of(by_value.front().value);
      return index < table_size ? name_table[static_cast<std::size_t>(index)] : std::string_view{};
    } else {
      const auto found = std::ranges::lower_bound(by_value, value, {}, &enumerator<E>::value);
      return found != by_value.end() && found->value == value ? found->name : std::string_view{};
    }
  }

  static constexpr std::optional<E> value_of(std::string_view name) noexcept {
    for (auto slot = slots.first_slot(name); slots.slots[slot] != 0; slot = (slot + 1) % slots.size) {
      if (const auto& candidate = names[slots.slots[slot] - 1]; candidate.name == name) {
        return candidate.value;
      }
    }
    return std::nullopt;
  }
};

}  // namespace patterns::meta::detail
