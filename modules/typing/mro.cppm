/// @file
/// A17 · mro: the order in which a class and its bases are asked, found at compile time.
export module patterns.typing:mro;

import std;
import patterns.meta;

export namespace patterns::typing {

/// The direct bases of a class, in the order in which they are asked; declared as a member of the class itself:
/// @code
/// struct amphibian : car, boat {
///   using direct_bases = bases<car, boat>::of<amphibian>;
/// };
/// @endcode
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

inline constexpr std::size_t nowhere = std::numeric_limits<std::size_t>::max();

template <class... Ts>
struct type_list {
  static constexpr std::size_t size = sizeof...(Ts);

  template <class T>
  static constexpr std::size_t index_of = [] {
    constexpr std::array<bool, size + 1> same{std::same_as<T, Ts>..., true};
    const auto index = static_cast<std::size_t>(std::ranges::find(same, true) - same.begin());
    return index < size ? index : nowhere;
  }();

  template <class T>
  static constexpr bool contains = (std::same_as<T, Ts> || ...);
};

template <class List, class... More>
struct united : std::type_identity<List> {};

template <class... Ts, class First, class... More>
struct united<type_list<Ts...>, First, More...>
    : united<std::conditional_t<type_list<Ts...>::template contains<First>, type_list<Ts...>, type_list<Ts..., First>>,
             More...> {};

template <class List, class... Lists>
struct united_lists : std::type_identity<List> {};

template <class List, class... Ts, class... Lists>
struct united_lists<List, type_list<Ts...>, Lists...> : united_lists<typename united<List, Ts...>::type, Lists...> {};

/// The C3 merge of sequences of numbers below `Count`.
template <std::size_t Count, std::size_t Sequences>
class c3_merge {
 public:
  struct sequence {
    std::array<std::size_t, Count> values{};
    std::size_t size = 0;
    std::size_t taken = 0;

    [[nodiscard]] constexpr bool is_empty() const { return taken == size; }
    [[nodiscard]] constexpr std::size_t head() const { return values[taken]; }
    [[nodiscard]] constexpr bool has_behind_head(std::size_t value) const {
      return !is_empty() && std::find(values.begin() + static_cast<std::ptrdiff_t>(taken) + 1,
                                      values.begin() + static_cast<std::ptrdiff_t>(size),
                                      value) != values.begin() + static_cast<std::ptrdiff_t>(size);
    }
  };

  // Sequence `owner` puts `first` before `second`.
  struct order_kept {
    std::size_t owner = 0;
    std::size_t first = 0;
    std::size_t second = 0;
  };

  constexpr explicit c3_merge(std::array<sequence, Sequences> given) : sequences_(given) {
    for (auto next = first_free(); next != nowhere; next = first_free()) {
      order[size++] = next;
      for (auto& each : sequences_) {
        each.taken += !each.is_empty() && each.head() == next ? 1U : 0U;
      }
    }
    if (const auto blocked = std::ranges::find_if_not(sequences_, &sequence::is_empty); blocked != sequences_.end()) {
      find_contradiction(static_cast<std::size_t>(blocked - sequences_.begin()));
    }
  }

  std::array<std::size_t, Count> order{};
  std::size_t size = 0;
  std::array<order_kept, Sequences> contradiction{};
  std::size_t contradicting = 0;

 private:
  [[nodiscard]] constexpr std::size_t blocker_of(std::size_t value) const {
    for (std::size_t i = 0; i < Sequences; ++i) {
      if (sequences_[i].has_behind_head(value)) {
        return i;
      }
    }
    return nowhere;
  }

  [[nodiscard]] constexpr std::size_t first_free() const {
    for (const auto& each : sequences_) {
      if (!each.is_empty() && blocker_of(each.head()) == nowhere) {
        return each.head();
      }
    }
    return nowhere;
  }

  // From each sequence to the one that has its head further back: after as many steps as there are sequences, this runs
  // in a circle, and what the circle asks for cannot be had.
  constexpr void find_contradiction(std::size_t at) {
    for (std::size_t i = 0; i < Sequences; ++i) {
      at = blocker_of(sequences_[at].head());
    }
    const auto begin = at;
    do {
      const auto blocker = blocker_of(sequences_[at].head());
      contradiction[contradicting++] = {blocker, sequences_[blocker].head(), sequences_[at].head()};
      at = blocker;
    } while (at != begin);
  }

  std::array<sequence, Sequences> sequences_;
};

template <std::size_t Index, class List>
struct type_at;

template <std::size_t Index, class First, class... Rest>
struct type_at<Index, type_list<First, Rest...>> : type_at<Index - 1, type_list<Rest...>> {};

template <class First, class... Rest>
struct type_at<0, type_list<First, Rest...>> : std::type_identity<First> {};

template <std::size_t Index, class List>
using type_at_t = typename type_at<Index, List>::type;

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
  using all = typename united_lists<type_list<>, typename linearization<Bases>::order..., type_list<Bases...>>::type;
  using owners = type_list<Bases..., T>;
  using merge = c3_merge<all::size, owners::size>;

  template <class... Ts>
  [[nodiscard]] static consteval typename merge::sequence numbered(type_list<Ts...>) {
    return {{all::template index_of<Ts>...}, sizeof...(Ts), 0};
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
    : std::conditional_t<std::same_as<T, First> || type_list<Rest...>::template contains<First>,
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
  struct unpack<detail::type_list<Ts...>> {
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
  static constexpr bool contains = order::template contains<U>;

  /// Where `U` stands.
  template <class U>
    requires contains<U>
  static constexpr std::size_t index_of = order::template index_of<U>;

  /// The names of the classes; see meta::type_name.
  static constexpr const auto& names = unpack<order>::names;

  /// Calls `function(std::type_identity<U>())` for each class U in turn.
  template <class F>
  static constexpr void for_each(F&& function) {
    unpack<order>::for_each(function);
  }
};

}  // namespace patterns::typing
