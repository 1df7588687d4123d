/// @file
/// A5 · record_hash: a hash of all fields, to go with record_equal.
export module patterns.data_model:record_hash;

import std;
import patterns.meta;

namespace patterns::data_model::detail {

template <class T>
concept has_own_hash = requires(const T& value) {
  { std::hash<T>{}(value) } -> std::convertible_to<std::size_t>;
};

// The finalizer of splitmix64: std::hash of an integer is the integer itself, and a table wants its low bits mixed.
constexpr std::size_t combine_hashes(std::size_t seed, std::size_t hash) noexcept {
  std::uint64_t mixed = seed + 0x9e3779b97f4a7c15U + hash;
  mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9U;
  mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
  return static_cast<std::size_t>(mixed ^ (mixed >> 31U));
}

template <class Tuple>
std::size_t hash_positions(const Tuple& values);

template <class T>
std::size_t hash_value(const T& value) {
  if constexpr (has_own_hash<T>) {
    return std::hash<T>{}(value);
  } else if constexpr (meta::is_optional<T>) {
    return value ? combine_hashes(1, hash_value(*value)) : 0;
  } else if constexpr (meta::is_variant<T>) {
    return value.valueless_by_exception()
               ? 0
               : combine_hashes(value.index(), std::visit([](const auto& held) { return hash_value(held); }, value));
  } else if constexpr (meta::range_of_values<T>) {
    std::size_t hash = 0;
    for (const std::ranges::range_value_t<const T&>& element : value) {
      // Equal unordered containers may list their elements in different orders.
      hash = meta::unordered_range<T> ? hash + combine_hashes(0, hash_value(element))
                                      : combine_hashes(hash, hash_value(element));
    }
    return hash;
  } else if constexpr (meta::record<T>) {
    return hash_positions(meta::tie_fields(value));
  } else if constexpr (meta::tuple_of_values<T>) {
    return hash_positions(value);
  } else {
    static_assert(has_own_hash<T>, "record_hash: a field has no std::hash");
  }
}

template <class Tuple>
std::size_t hash_positions(const Tuple& values) {
  std::size_t hash = 0;
  meta::all_positions<Tuple>([&](auto i) {
    hash = combine_hashes(hash, hash_value(std::get<i>(values)));
    return true;
  });
  return hash;
}

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// A hash of all fields: records that are equal by record_equal have the same.
///
/// A field is hashed by its own `std::hash` if it has one; records, arrays, optionals, variants, tuples and containers
/// without one are gone into. A field that is a record with an `==` of its own, which is not field by field, needs a
/// `std::hash` of its own too. The value may differ from one standard library to another: never store it.
///
/// Complexity: linear in the size of the value. Exceptions: what a `std::hash` throws.
/// Source: row A5; Python's `dataclass(frozen=True)`.
template <class T>
  requires meta::record<T>
[[nodiscard]] std::size_t record_hash(const T& value) {
  return detail::hash_positions(meta::tie_fields(value));
}

/// Lets the unordered containers use a record as a key, if you derive from it:
///
///     template <>
///     struct std::hash<point> : patterns::data_model::record_hasher<point> {};
template <class T>
  requires meta::record<T>
struct record_hasher {
  [[nodiscard]] std::size_t operator()(const T& value) const { return record_hash(value); }
};

}  // namespace patterns::data_model
