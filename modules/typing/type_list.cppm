/// @file
/// A17, A18 · type_list: types, in an order.
export module patterns.typing:type_list;

import std;

export namespace patterns::typing {

/// Types, in an order: what an interface lists, and what a method resolution order is.
template <class... Types>
struct type_list {
  static constexpr std::size_t size = sizeof...(Types);
};

}  // namespace patterns::typing

namespace patterns::typing::detail {

template <class List, class... Types>
struct append_unique : std::type_identity<List> {};

template <class... Kept, class First, class... Rest>
struct append_unique<type_list<Kept...>, First, Rest...>
    : append_unique<
          std::conditional_t<(std::same_as<First, Kept> || ...), type_list<Kept...>, type_list<Kept..., First>>,
          Rest...> {};

// Each type of the lists once, in the order of its first place.
template <class... Lists>
struct merged : std::type_identity<type_list<>> {};

template <class List>
struct merged<List> : std::type_identity<List> {};

template <class First, class... Types, class... Rest>
struct merged<First, type_list<Types...>, Rest...> : merged<typename append_unique<First, Types...>::type, Rest...> {};

template <class Type, class List>
inline constexpr bool is_listed = false;

template <class Type, class... Types>
inline constexpr bool is_listed<Type, type_list<Types...>> = (std::same_as<Type, Types> || ...);

// Whether every type of the first list is in the second.
template <class List, class In>
inline constexpr bool are_listed = false;

template <class... Types, class In>
inline constexpr bool are_listed<type_list<Types...>, In> = (is_listed<Types, In> && ...);

// Where the type stands first. Only for one that is listed.
template <class List, class Type>
inline constexpr std::size_t position_in = 0;

template <class... Types, class Type>
inline constexpr std::size_t position_in<type_list<Types...>, Type> = [] {
  constexpr std::array same{std::same_as<Type, Types>..., true};
  return static_cast<std::size_t>(std::ranges::find(same, true) - same.begin());
}();

template <std::size_t Index, class List>
struct type_at;

template <std::size_t Index, class First, class... Rest>
struct type_at<Index, type_list<First, Rest...>> : type_at<Index - 1, type_list<Rest...>> {};

template <class First, class... Rest>
struct type_at<0, type_list<First, Rest...>> : std::type_identity<First> {};

template <std::size_t Index, class List>
using type_at_t = typename type_at<Index, List>::type;

}  // namespace patterns::typing::detail
