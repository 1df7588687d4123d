/// @file
/// C9 · weigher, unit_weigher: how much of a cache's capacity an entry takes.
export module patterns.caching:weight;

import std;

export namespace patterns::caching {

/// Every entry weighs 1: the capacity is a number of entries. Costs nothing.
struct unit_weigher {
  template <class Key, class Value>
  [[nodiscard]] constexpr std::size_t operator()(const Key&, const Value&) const noexcept {
    return 1;
  }
};

/// What tells how much of the capacity an entry takes, such as its size in bytes.
///
/// It is asked once, when the entry is put. An entry of weight 0 takes no room, but goes when its turn comes.
template <class Fn, class Key, class Value>
concept weigher = std::move_constructible<Fn> && requires(const Fn& fn, const Key& key, const Value& value) {
  { fn(key, value) } -> std::convertible_to<std::size_t>;
};

}  // namespace patterns::caching
