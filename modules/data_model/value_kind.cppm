/// @file
/// B28, B29 · value_kind: what pickling and copying go down into.
export module patterns.data_model:value_kind;

import std;
import patterns.meta;
import :bytes;
import :finite_numbers;

namespace patterns::data_model::detail {

enum class value_kind {
  boolean,
  number,
  enumeration,
  duration,
  time_point,
  array,
  sequence,
  set,
  map,
  optional,
  variant,
  tuple,
  unique_pointer,
  shared_pointer,
  weak_pointer,
  raw_pointer,
  view,
  transparent,
  record,
  other,
};

template <class... Parts>
struct part_list {};

template <class T>
inline constexpr bool is_time_point = false;
template <class Clock, class Duration>
inline constexpr bool is_time_point<std::chrono::time_point<Clock, Duration>> = true;

// An array and a deleter of one's own are no single object that make_unique could make anew.
template <class T>
inline constexpr bool is_unique_pointer = false;
template <class T>
  requires(!std::is_array_v<T>)
inline constexpr bool is_unique_pointer<std::unique_ptr<T>> = true;

template <class T>
inline constexpr bool is_shared_pointer = false;
template <class T>
  requires(!std::is_array_v<T> && !std::is_void_v<T>)
inline constexpr bool is_shared_pointer<std::shared_ptr<T>> = true;

template <class T>
inline constexpr bool is_weak_pointer = false;
template <class T>
  requires(!std::is_array_v<T> && !std::is_void_v<T>)
inline constexpr bool is_weak_pointer<std::weak_ptr<T>> = true;

template <class T>
concept resizable_sequence = meta::range_of_values<T> && requires(T& list, std::size_t size) {
  typename T::value_type;
  list.resize(size);
  list.clear();
  { list.size() } -> std::convertible_to<std::size_t>;
};

template <class T>
concept filled_by_insertion = requires(T& values) {
  values.clear();
  { values.size() } -> std::convertible_to<std::size_t>;
};

template <class T>
consteval value_kind find_kind() {
  if constexpr (std::same_as<T, bool>) {
    return value_kind::boolean;
  } else if constexpr (std::is_arithmetic_v<T> || std::same_as<T, std::byte>) {
    return value_kind::number;
  } else if constexpr (std::is_enum_v<T>) {
    return value_kind::enumeration;
  } else if constexpr (std::is_pointer_v<T> || std::is_member_pointer_v<T> || std::is_null_pointer_v<T>) {
    return value_kind::raw_pointer;
  } else if constexpr (std::is_bounded_array_v<T> || is_std_array<T>) {
    return value_kind::array;
  } else if constexpr (!std::is_class_v<T>) {
    return value_kind::other;
  } else if constexpr (is_duration<T>) {
    return value_kind::duration;
  } else if constexpr (is_time_point<T>) {
    return value_kind::time_point;
  } else if constexpr (is_unique_pointer<T>) {
    return value_kind::unique_pointer;
  } else if constexpr (is_shared_pointer<T>) {
    return value_kind::shared_pointer;
  } else if constexpr (is_weak_pointer<T>) {
    return value_kind::weak_pointer;
  } else if constexpr (meta::is_optional<T>) {
    return value_kind::optional;
  } else if constexpr (meta::is_variant<T>) {
    return value_kind::variant;
  } else if constexpr (meta::is_transparent<T>) {
    return value_kind::transparent;
  } else if constexpr (std::ranges::view<T>) {
    return value_kind::view;
  } else if constexpr (meta::map_range<T> && filled_by_insertion<T>) {
    return value_kind::map;
  } else if constexpr (meta::set_range<T> && filled_by_insertion<T>) {
    return value_kind::set;
  } else if constexpr (resizable_sequence<T>) {
    return value_kind::sequence;
  } else if constexpr (meta::record<T>) {
    return value_kind::record;
  } else if constexpr (meta::tuple_of_values<T>) {
    return value_kind::tuple;
  } else {
    return value_kind::other;
  }
}

template <class T>
inline constexpr value_kind kind_of = find_kind<T>();

template <class T>
inline constexpr bool is_pointer_kind =
    kind_of<T> == value_kind::unique_pointer || kind_of<T> == value_kind::shared_pointer ||
    kind_of<T> == value_kind::weak_pointer;

template <class T>
inline constexpr std::size_t extent_of = std::extent_v<T>;
template <class T, std::size_t Size>
inline constexpr std::size_t extent_of<std::array<T, Size>> = Size;

template <class T>
struct arguments_of;
template <template <class...> class Template, class... Arguments>
struct arguments_of<Template<Arguments...>> {
  using type = part_list<std::remove_cv_t<Arguments>...>;
};

template <class T, std::size_t... I>
consteval auto list_fields(std::index_sequence<I...>) {
  return part_list<std::remove_cv_t<meta::field_type<T, I>>...>{};
}

template <class T>
consteval auto list_parts() {
  constexpr value_kind kind = kind_of<T>;
  if constexpr (is_pointer_kind<T>) {
    return part_list<std::remove_cv_t<typename T::element_type>>{};
  } else if constexpr (kind == value_kind::array) {
    return part_list<std::remove_cv_t<std::ranges::range_value_t<T>>>{};
  } else if constexpr (kind == value_kind::map) {
    return part_list<typename T::key_type, typename T::mapped_type>{};
  } else if constexpr (kind == value_kind::sequence || kind == value_kind::set || kind == value_kind::optional) {
    return part_list<typename T::value_type>{};
  } else if constexpr (kind == value_kind::variant || kind == value_kind::tuple) {
    return typename arguments_of<T>::type{};
  } else if constexpr (kind == value_kind::transparent) {
    return part_list<std::remove_cvref_t<decltype(std::declval<const T&>().value())>>{};
  } else if constexpr (kind == value_kind::record) {
    return list_fields<T>(std::make_index_sequence<meta::field_count<T>>{});
  } else {
    return part_list<>{};
  }
}

/// What a `T` is made of, or points to. An array says its element once.
template <class T>
using parts_of = decltype(list_parts<T>());

// The types that are being looked into stand in `Path`: a list is made of lists.
template <class T, class... Path>
consteval bool find_pointers();

template <class... Path, class... Parts>
consteval bool find_pointers_in(part_list<Parts...>) {
  return (find_pointers<Parts, Path...>() || ...);
}

template <class T, class... Path>
consteval bool find_pointers() {
  if constexpr (is_pointer_kind<T>) {
    return true;
  } else if constexpr ((std::same_as<T, Path> || ...)) {
    return false;
  } else {
    return find_pointers_in<T, Path...>(parts_of<T>{});
  }
}

/// A value of `T` may hold a smart pointer.
template <class T>
inline constexpr bool holds_pointers = find_pointers<T>();

/// A value of `T` can be made first and given its content then.
template <class T>
concept fillable = std::default_initializable<T> && (std::is_array_v<T> || std::is_move_assignable_v<T>);

/// No object of a class derived from `T` hides behind a pointer to `T`.
template <class T>
concept complete_behind_pointer = !std::is_polymorphic_v<T> || std::is_final_v<T>;

}  // namespace patterns::data_model::detail
