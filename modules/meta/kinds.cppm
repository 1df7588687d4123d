/// @file
/// Meta core · kinds: how the operations on any value tell apart what it may be.
export module patterns.meta:kinds;

import std;

export namespace patterns::meta {

/// Whether it is a std::optional.
template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

/// Whether it is a std::variant.
template <class T>
inline constexpr bool is_variant = false;
template <class... Ts>
inline constexpr bool is_variant<std::variant<Ts...>> = true;

/// A class that wraps one value and shows it as `value()`, so that it reads as that value. Specialize it for your own.
template <class T>
inline constexpr bool is_transparent = false;

/// A range with elements of another kind to go down to: a std::filesystem::path, a range of paths, is none.
template <class T>
concept range_of_values = std::ranges::input_range<const T&> &&
                          !std::same_as<std::remove_cvref_t<std::ranges::range_reference_t<const T&>>, T>;

/// A range whose order tells nothing: that of a hash table.
template <class T>
concept unordered_range = range_of_values<T> && requires { typename T::hasher; };

/// A range of keys that have values: a map, ordered or not.
template <class T>
concept map_range = range_of_values<T> && requires { typename T::mapped_type; };

/// A range of keys that have none: a set, ordered or not.
template <class T>
concept set_range = range_of_values<T> && !map_range<T> && requires { typename T::key_type; };

/// A fixed number of values of different types, as std::get gives them; no range, as a std::array is. A class with a
/// tuple protocol of its own, for structured bindings, is none: it is asked itself how it is shown and compared.
template <class T>
concept tuple_of_values = !range_of_values<T> && requires { std::tuple_size<T>::value; } &&
                          (std::tuple_size<T>::value == 0 || requires(const T& values) { std::get<0>(values); });

/// What owns or watches an object and gives its address: std::unique_ptr, std::shared_ptr and those made like them.
template <class T>
concept smart_pointer = requires(const T& pointer) {
  typename T::element_type;
  { pointer.get() } -> std::convertible_to<const volatile void*>;
};

/// Calls `visit` with each position of the tuple as a constant, until one returns false.
/// @return whether none did
template <class Tuple, class Visitor>
constexpr bool all_positions(Visitor visit) {
  return [&]<std::size_t... I>(std::index_sequence<I...>) {
    return (visit(std::integral_constant<std::size_t, I>{}) && ...);
  }(std::make_index_sequence<std::tuple_size_v<Tuple>>{});
}

}  // namespace patterns::meta
