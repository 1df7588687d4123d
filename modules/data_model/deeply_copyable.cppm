/// @file
/// B29 · deeply_copyable: the types of which deep_copy makes copies, and why it makes none of the others.
export module patterns.data_model:deeply_copyable;

import std;
import patterns.meta;
import :value_kind;

namespace patterns::data_model::detail {

template <class T>
concept cloneable = requires(const T& value) {
  { value.clone() } -> std::convertible_to<std::unique_ptr<T>>;
};

struct copied {};

/// Why a type has no deep copy.
template <meta::fixed_string Why>
struct not_copied {};

/// Which member of a record has none, and why.
template <class Record, meta::fixed_string Member, class Refused>
struct not_copied_member {};

template <class... Verdicts>
struct first_not_copied {
  using type = copied;
};
template <class Verdict, class... Verdicts>
struct first_not_copied<Verdict, Verdicts...> {
  using type = Verdict;
};
template <class... Verdicts>
struct first_not_copied<copied, Verdicts...> : first_not_copied<Verdicts...> {};

template <class T, std::size_t I, class Verdict>
struct copy_verdict_on_member {
  using type = not_copied_member<T, meta::fixed_string<meta::field_name<T, I>.size()>(meta::field_name<T, I>), Verdict>;
};
template <class T, std::size_t I>
struct copy_verdict_on_member<T, I, copied> {
  using type = copied;
};
template <class T, std::size_t I, class Record, meta::fixed_string Member, class Refused>
struct copy_verdict_on_member<T, I, not_copied_member<Record, Member, Refused>> {
  using type = not_copied_member<Record, Member, Refused>;
};

template <class T, class... Path>
consteval auto judge_copy();

template <class... Path, class... Parts>
consteval auto judge_copy_of_parts(part_list<Parts...>) {
  return typename first_not_copied<decltype(judge_copy<Parts, Path...>())...>::type{};
}

template <class T, class... Path, std::size_t... I>
consteval auto judge_copy_of_members(std::index_sequence<I...>) {
  return typename first_not_copied<typename copy_verdict_on_member<
      T, I, decltype(judge_copy<std::remove_cv_t<meta::field_type<T, I>>, T, Path...>())>::type...>::type{};
}

template <class T>
concept copied_as_it_is = !holds_pointers<T> && std::copy_constructible<T>;

template <class T, class... Path>
consteval auto judge_copy() {
  constexpr value_kind kind = kind_of<T>;
  if constexpr ((std::same_as<T, Path> || ...)) {
    return copied{};
  } else if constexpr (is_pointer_kind<T>) {
    using element = std::remove_cv_t<typename T::element_type>;
    if constexpr ((std::same_as<element, Path> || ...) || cloneable<element>) {
      return copied{};
    } else if constexpr (!complete_behind_pointer<element>) {
      return not_copied<"an object of a derived class may be behind the pointer: its class needs a clone()">{};
    } else if constexpr (!std::default_initializable<element> || !std::is_move_assignable_v<element>) {
      return not_copied<"what a pointer points to must have a default value and be assignable, or a clone()">{};
    } else {
      return judge_copy<element, T, Path...>();
    }
  } else if constexpr (!holds_pointers<T>) {
    if constexpr (std::is_array_v<T> || std::copy_constructible<T>) {
      return copied{};
    } else {
      return not_copied<"it cannot be copied">{};
    }
  } else if constexpr (kind == value_kind::set || kind == value_kind::transparent) {
    return not_copied<"an element of a set, and a wrapped value, must hold no pointer">{};
  } else if constexpr (!fillable<T>) {
    return not_copied<"what holds a pointer must have a default value and be assignable">{};
  } else if constexpr (kind == value_kind::record) {
    return judge_copy_of_members<T, Path...>(std::make_index_sequence<meta::field_count<T>>{});
  } else if constexpr (kind == value_kind::map) {
    if constexpr (holds_pointers<typename T::key_type>) {
      return not_copied<"a key of a map must hold no pointer">{};
    } else {
      return judge_copy_of_parts<T, Path...>(parts_of<T>{});
    }
  } else {
    return judge_copy_of_parts<T, Path...>(parts_of<T>{});
  }
}

template <class T>
using copy_verdict = decltype(judge_copy<T>());

template <class Verdict>
concept has_deep_copy = std::same_as<Verdict, copied>;

template <class... Seen>
consteval auto list_reached(part_list<>, part_list<Seen...>) {
  return part_list<Seen...>{};
}

template <class... Added, class... Others, class... Seen>
consteval auto list_reached_with(part_list<Added...>, part_list<Others...>, part_list<Seen...>);

// Each type is looked into once, in whatever way it is reached: a list of paths would grow without bounds.
template <class First, class... Others, class... Seen>
consteval auto list_reached(part_list<First, Others...>, part_list<Seen...>) {
  if constexpr ((std::same_as<First, Seen> || ...)) {
    return list_reached(part_list<Others...>{}, part_list<Seen...>{});
  } else if constexpr (cloneable<First>) {
    return list_reached(part_list<Others...>{}, part_list<First, Seen...>{});
  } else {
    return list_reached_with(parts_of<First>{}, part_list<Others...>{}, part_list<First, Seen...>{});
  }
}

template <class... Added, class... Others, class... Seen>
consteval auto list_reached_with(part_list<Added...>, part_list<Others...>, part_list<Seen...>) {
  return list_reached(part_list<Added..., Others...>{}, part_list<Seen...>{});
}

/// The types of all that a deep copy of a `T` copies: `T` itself only if it may be in what it leads to.
template <class T>
using reached_from = decltype(list_reached(parts_of<T>{}, part_list<>{}));

template <class... Types>
consteval bool has_weak_pointer(part_list<Types...>) {
  return ((kind_of<Types> == value_kind::weak_pointer) || ...);
}

template <class T, class... Types>
consteval bool has_type(part_list<Types...>) {
  return (std::same_as<T, Types> || ...);
}

/// Among what a deep copy of a `T` meets, an object with one owner is met once: no weak pointer leads to it, and the
/// value, which may be part of an object in a cycle and is then met again, does not: or is one pointer, to be minded.
template <class T>
inline constexpr bool meets_sole_owners_once =
    kind_of<T> != value_kind::weak_pointer && !has_weak_pointer(reached_from<T>{}) &&
    (kind_of<T> == value_kind::shared_pointer || !has_type<T>(reached_from<T>{}));

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// A value of which deep_copy makes a copy: with a copy constructor, or made of such and of smart pointers.
///
/// A record or container that holds a smart pointer must have a default value and be assignable. So must what is
/// pointed to; or it has a `clone() const` that returns a `std::unique_ptr` to its own class, as a polymorphic class
/// must, unless it is final. No copy is ever sliced. The keys of a map, and elements of a set, hold no smart pointer.
template <class T>
concept deeply_copyable = detail::has_deep_copy<detail::copy_verdict<T>> && std::is_object_v<T> && !std::is_array_v<T>;

}  // namespace patterns::data_model
