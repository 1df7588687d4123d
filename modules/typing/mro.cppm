/// @file
/// A17 · mro: the order in which a class and its bases are asked, found at compile time.
export module patterns.typing:mro;

import std;
import patterns.meta;
import :c3_merge;
import :type_list;

export namespace patterns::typing {

/// The direct bases of a class, in the order in which they are asked; declared as a member of the class itself:
///
///     struct amphibian : car, boat {
///       using direct_bases = bases<car, boat>::of<amphibian>;
///     };
///
/// A class that names no base says so, too. For a class that cannot be changed, specialise bases_of.
template <class... Bases>
struct bases {
  /// Says whose bases they are: a class that inherits the declaration, and does not make its own, is refused.
  template <class T>
  struct of {
    using owner = T;
    using list = bases;
  };
};

/// The bases that `T` declares, as `type`. Specialise it where the class itself cannot say.
template <class T>
struct bases_of {};

template <class T>
  requires requires { typename T::direct_bases::list; }
struct bases_of<T> {
  using type = typename T::direct_bases::list;
};

}  // namespace patterns::typing

namespace patterns::typing::detail {

// Holds also where bases_of is specialised, whatever the class inherits.
template <class T>
inline constexpr bool inherits_declaration = false;

template <class T>
  requires requires { typename T::direct_bases::owner; }
inline constexpr bool inherits_declaration<T> = !std::same_as<typename T::direct_bases::owner, T> && requires {
  requires std::same_as<typename bases_of<T>::type, typename T::direct_bases::list>;
};

template <class T>
concept own_declaration = !inherits_declaration<T>;

}  // namespace patterns::typing::detail

export namespace patterns::typing {

/// A class that declares its direct bases, and not by a declaration that it merely inherits.
template <class T>
concept declares_bases = requires { typename bases_of<T>::type; } && detail::own_declaration<T>;

}  // namespace patterns::typing

export namespace patterns::typing {

/// In the message for a hierarchy that has no order: `Owner` puts `First` before `Second`.
template <class Owner, class First, class Second>
struct puts_before;

/// In the message for a hierarchy that has no order: the orders that contradict each other.
template <class... Orders>
struct contradiction;

/// In the message for a hierarchy that has no order: `T` names `Base` twice, or is it.
template <class T, class Base>
struct repeated_base;

/// In the message for a hierarchy that has no order: `T` has no declaration of its bases that is its own.
template <class T>
struct undeclared_bases;

}  // namespace patterns::typing

namespace patterns::typing::detail {

template <class... Faults>
struct first_fault : std::type_identity<void> {};

template <class Fault, class... Faults>
struct first_fault<Fault, Faults...> : std::type_identity<Fault> {};

template <class... Faults>
struct first_fault<void, Faults...> : first_fault<Faults...> {};

template <class T>
struct linearization;

// The order of T from those of its bases, and the fault, void if there is none.
template <class T, class... Bases>
struct linearization_over {
 private:
  using all = typename merged<typename linearization<Bases>::order..., type_list<Bases...>>::type;
  using owners = type_list<Bases..., T>;
  using merge = c3_merge<all::size, owners::size>;

  template <class... Ts>
  [[nodiscard]] static consteval typename merge::sequence numbered(type_list<Ts...>) {
    return {{position_in<all, Ts>...}, sizeof...(Ts), 0};
  }

  static constexpr merge plan{{numbered(typename linearization<Bases>::order{})..., numbered(type_list<Bases...>{})}};

  template <std::size_t... Index>
  [[nodiscard]] static consteval auto ordered(std::index_sequence<Index...>) {
    return type_list<T, type_at_t<plan.order[Index], all>...>{};
  }

  template <std::size_t... Index>
  [[nodiscard]] static consteval auto contradicted(std::index_sequence<Index...>) {
    if constexpr (sizeof...(Index) == 0) {
      return std::type_identity<void>{};
    } else {
      return std::type_identity<contradiction<puts_before<type_at_t<plan.contradiction[Index].owner, owners>,
                                                          type_at_t<plan.contradiction[Index].first, all>,
                                                          type_at_t<plan.contradiction[Index].second, all>>...>>{};
    }
  }

 public:
  using order = decltype(ordered(std::make_index_sequence<plan.size>{}));
  using fault =
      typename first_fault<typename linearization<Bases>::fault...,
                           typename decltype(contradicted(std::make_index_sequence<plan.contradicting>{}))::type>::type;
};

template <class T>
struct linearization_over<T> {
  using order = type_list<T>;
  using fault = void;
};

template <class T, class Fault>
struct no_linearization {
  using order = type_list<T>;
  using fault = Fault;
};

// The first that stands there twice, or is T itself.
template <class T, class... Bases>
struct repeated : std::type_identity<void> {};

template <class T, class First, class... Rest>
struct repeated<T, First, Rest...>
    : std::conditional_t<std::same_as<T, First> || is_listed<First, type_list<Rest...>>,
                         std::type_identity<repeated_base<T, First>>, repeated<T, Rest...>> {};

template <class T, class List>
struct checked_linearization;

template <class T, class... Bases>
struct checked_linearization<T, bases<Bases...>>
    : std::conditional_t<std::is_void_v<typename repeated<T, Bases...>::type>,
                         std::type_identity<linearization_over<T, Bases...>>,
                         std::type_identity<no_linearization<T, typename repeated<T, Bases...>::type>>>::type {};

template <class T>
struct linearization : no_linearization<T, undeclared_bases<T>> {};

template <declares_bases T>
struct linearization<T> : checked_linearization<T, typename bases_of<T>::type> {};

// Named so that the compiler's message reads: what is wrong with the hierarchy.
template <class Fault>
concept no_fault = std::is_void_v<Fault>;

}  // namespace patterns::typing::detail

export namespace patterns::typing {

/// A class whose hierarchy has an order: each class in it declares its bases, and their orders agree. If not, the
/// compiler names undeclared_bases, repeated_base, or the contradiction and each order in it.
template <class T>
concept linearizable = detail::no_fault<typename detail::linearization<T>::fault>;

/// The classes of a hierarchy in method resolution order: each before its bases, bases in the order declared, and the
/// order of each class kept in the orders of those derived from it. It is the order of Python, less the `object` at
/// its end.
///
/// @tparam T  see linearizable
///
/// The order follows from the declarations alone, whether or not the classes are derived from each other.
///
/// Complexity: none at run time. Thread-safety: constants.
/// Source: row A17; Barrett and others, A Monotonic Superclass Linearization for Dylan, 1996.
template <linearizable T>
class mro {
  using order = typename detail::linearization<T>::order;

  template <class>
  struct unpack;

  template <class... Ts>
  struct unpack<type_list<Ts...>> {
    template <template <class...> class To>
    using to = To<Ts...>;

    static constexpr std::array<std::string_view, sizeof...(Ts)> names{meta::type_name<Ts>...};

    template <class F>
    static constexpr void for_each(F& function) {
      (static_cast<void>(function(std::type_identity<Ts>{})), ...);
    }
  };

 public:
  /// The number of classes, T included.
  static constexpr std::size_t size = order::size;

  /// The class at `Index`; T is at 0.
  template <std::size_t Index>
    requires(Index < size)
  using at = detail::type_at_t<Index, order>;

  /// The classes as the arguments of a template: `mro<T>::to<std::tuple>`.
  template <template <class...> class Template>
  using to = typename unpack<order>::template to<Template>;

  /// Whether `U` is T or one of its bases, of whatever degree.
  template <class U>
  static constexpr bool contains = detail::is_listed<U, order>;

  /// Where `U` stands.
  template <class U>
    requires contains<U>
  static constexpr std::size_t index_of = detail::position_in<order, U>;

  /// The names of the classes; see meta::type_name.
  static constexpr const auto& names = unpack<order>::names;

  /// Calls `function(std::type_identity<U>())` for each class U in turn.
  template <class F>
  static constexpr void for_each(F&& function) {
    unpack<order>::for_each(function);
  }
};

}  // namespace patterns::typing
