/// @file
/// A28 · enum_index: tables of names and numbers, alike for every enumeration, filled by the compiler.
///
/// Nothing here is a template over the enumeration, so that the tables of the next one cost the compiler their
/// contents only.
export module patterns.meta:enum_index;

import std;

namespace patterns::meta::detail {

/// A name, and the value that it stands for as a number that sorts as the value does.
struct numbered_name {
  std::string_view name;
  std::uint64_t number = 0;
};

template <class E>
inline constexpr std::uint64_t sign_bit =
    std::underlying_type_t<E>(-1) < std::underlying_type_t<E>(1) ? std::uint64_t{1} << 63U : std::uint64_t{0};

template <class E>
[[gnu::always_inline]] constexpr std::uint64_t number_of(E value) noexcept {
  return static_cast<std::uint64_t>(static_cast<std::underlying_type_t<E>>(value)) ^ sign_bit<E>;
}

template <class E>
[[gnu::always_inline]] constexpr E value_at(std::uint64_t number) noexcept {
  return static_cast<E>(static_cast<std::underlying_type_t<E>>(number ^ sign_bit<E>));
}

/// The names of an enumeration as they were written or found.
template <std::size_t Count>
struct name_list {
  static constexpr std::size_t size = Count;
  numbered_name names[Count + (Count == 0 ? 1 : 0)]{};
};

// Sorting by merging, in place of std::stable_sort, which does not work at compile time before C++26.
constexpr void sort_by_number(numbered_name* names, numbered_name* scratch, std::size_t count) {
  std::size_t in_order = 1;
  while (in_order < count && names[in_order - 1].number <= names[in_order].number) {
    ++in_order;
  }
  if (in_order >= count) {
    return;
  }
  const auto half = count / 2;
  sort_by_number(names, scratch, half);
  sort_by_number(names + half, scratch, count - half);
  for (std::size_t i = 0, left = 0, right = half; i < count; ++i) {
    const bool take_left = right == count || (left < half && names[left].number <= names[right].number);
    scratch[i] = names[take_left ? left++ : right++];
  }
  for (std::size_t i = 0; i < count; ++i) {
    names[i] = scratch[i];
  }
}

/// One name for each number, the first that was written, in ascending order.
template <std::size_t Count>
struct ordered_names : name_list<Count> {
  std::size_t count = 0;

  consteval explicit ordered_names(const name_list<Count>& list) : name_list<Count>(list) {
    auto scratch = list;
    sort_by_number(this->names, scratch.names, Count);
    for (std::size_t i = 0; i < Count; ++i) {
      if (count == 0 || this->names[count - 1].number != this->names[i].number) {
        this->names[count++] = this->names[i];
      }
    }
  }
};

constexpr std::string_view name_among(const numbered_name* first, std::size_t count, std::uint64_t number) noexcept {
  while (count > 0) {
    const auto half = count / 2;
    if (first[half].number < number) {
      first += half + 1;
      count -= half + 1;
    } else if (first[half].number == number) {
      return first[half].name;
    } else {
      count = half;
    }
  }
  return {};
}

/// The numbers from the least to the greatest; their count is 0 if they lie too far apart for a table.
struct number_range {
  std::uint64_t first = 0;
  std::size_t count = 0;
  bool as_listed = false;  // the names were written in ascending order, one for each number: the list is the table
};

constexpr number_range range_of_numbers(const numbered_name* names, std::size_t count) {
  if (count == 0) {
    return {};
  }
  auto least = names[0].number;
  auto greatest = least;
  bool as_listed = true;
  for (std::size_t i = 1; i < count; ++i) {
    const auto number = names[i].number;
    as_listed = as_listed && number == greatest + 1;
    least = number < least ? number : least;
    greatest = number > greatest ? number : greatest;
  }
  const bool dense = greatest - least < 4 * count + 16;
  return {least, dense ? static_cast<std::size_t>(greatest - least) + 1 : 0, dense && as_listed};
}

constexpr std::string_view name_listed(const numbered_name* names, const number_range& range,
                                       std::uint64_t number) noexcept {
  const auto index = number - range.first;
  return index < range.count ? names[index].name : std::string_view{};
}

constexpr std::string_view name_in_table(const std::string_view* names, const number_range& range,
                                         std::uint64_t number) noexcept {
  const auto index = number - range.first;
  return index < range.count ? names[index] : std::string_view{};
}

/// The name of each number of a range, empty where it has none.
template <std::size_t Count>
struct name_table {
  std::string_view names[Count]{};

  consteval name_table(const numbered_name* list, std::size_t count, std::uint64_t first) {
    for (std::size_t i = 0; i < count; ++i) {
      if (auto& name = names[list[i].number - first]; name.empty()) {
        name = list[i].name;
      }
    }
  }
};

// Written out, for compilers make one machine word of it where a loop would stay a loop; and without a function for
// each byte, for at compile time calls are what costs.
constexpr std::uint64_t load_4(const char* text) noexcept {
  return static_cast<std::uint64_t>(static_cast<unsigned char>(text[0])) |
         static_cast<std::uint64_t>(static_cast<unsigned char>(text[1])) << 8U |
         static_cast<std::uint64_t>(static_cast<unsigned char>(text[2])) << 16U |
         static_cast<std::uint64_t>(static_cast<unsigned char>(text[3])) << 24U;
}

constexpr std::uint64_t load_8(const char* text) noexcept {
  return load_4(text) | load_4(text + 4) << 32U;
}

/// All characters of a text of less than 8 of them: with its size, no two texts have the same.
constexpr std::uint64_t load_short(const char* text, std::size_t size) noexcept {
  if (size >= 4) {
    return load_4(text) | load_4(text + size - 4) << 32U;
  }
  if (size == 0) {
    return 0;
  }
  return static_cast<std::uint64_t>(static_cast<unsigned char>(text[0])) |
         static_cast<std::uint64_t>(static_cast<unsigned char>(text[size / 2])) << 8U |
         static_cast<std::uint64_t>(static_cast<unsigned char>(text[size - 1])) << 16U;
}

constexpr std::uint64_t mix(std::uint64_t hash, std::uint64_t word) noexcept {
  hash = (hash ^ word) * 0x9e3779b97f4a7c15U;
  return hash ^ (hash >> 32U);
}

// The last word overlaps the one before, so that nothing is read character by character.
constexpr std::uint64_t hash_name(const char* text, std::size_t size) noexcept {
  std::uint64_t hash = size;
  if (size < 8) {
    return mix(hash, load_short(text, size)) * 0xd6e8feb86659fd93U;
  }
  const char* const last = text + size - 8;
  for (; text < last; text += 8) {
    hash = mix(hash, load_8(text));
  }
  return mix(hash, load_8(last)) * 0xd6e8feb86659fd93U;
}

constexpr bool same_name(std::string_view left, std::string_view right) noexcept {
  if (left.size() != right.size()) {
    return false;
  }
  const auto size = left.size();
  const char* a = left.data();
  const char* b = right.data();
  if (size < 8) {
    return load_short(a, size) == load_short(b, size);
  }
  const char* const last_a = a + size - 8;
  const char* const last_b = b + size - 8;
  for (; a < last_a; a += 8, b += 8) {
    if (load_8(a) != load_8(b)) {
      return false;
    }
  }
  return load_8(last_a) == load_8(last_b);
}

enum class list_fault : unsigned char { none, empty_name, name_given_twice };

// The high bits of the hash: a multiplication carries upwards, so only they depend on every character.
constexpr list_fault fill_slots(std::uint16_t* slots, unsigned bits, const numbered_name* names, std::size_t count) {
  auto fault = list_fault::none;
  const auto mask = (std::size_t{1} << bits) - 1;
  for (std::size_t i = 0; i < count; ++i) {
    const auto name = names[i].name;
    fault = name.empty() ? list_fault::empty_name : fault;
    auto slot = static_cast<std::size_t>(hash_name(name.data(), name.size()) >> (64U - bits));
    for (; slots[slot] != 0; slot = (slot + 1) & mask) {
      fault = same_name(names[slots[slot] - 1U].name, name) ? list_fault::name_given_twice : fault;
    }
    slots[slot] = static_cast<std::uint16_t>(i + 1);
  }
  return fault;
}

[[gnu::noinline]] constexpr const numbered_name* find_name(const std::uint16_t* slots, unsigned bits,
                                                           const numbered_name* names, std::string_view name) noexcept {
  const auto mask = (std::size_t{1} << bits) - 1;
  auto slot = static_cast<std::size_t>(hash_name(name.data(), name.size()) >> (64U - bits));
  for (; slots[slot] != 0; slot = (slot + 1) & mask) {
    if (const auto& candidate = names[slots[slot] - 1U]; same_name(candidate.name, name)) {
      return &candidate;
    }
  }
  return nullptr;
}

/// The fewest bits that number slots of which three in four stay empty: hardly a name needs a second look.
constexpr unsigned slot_bits(std::size_t count) noexcept {
  return static_cast<unsigned>(std::bit_width(4 * count + 2));
}

/// An open-addressed hash table from name to position; 0 is an empty slot.
template <unsigned Bits>
struct name_slots {
  static constexpr unsigned bits = Bits;
  std::uint16_t slots[std::size_t{1} << Bits]{};
  list_fault fault;

  consteval name_slots(const numbered_name* names, std::size_t count) : fault(fill_slots(slots, Bits, names, count)) {}
};

}  // namespace patterns::meta::detail
