/// @file
/// A18 · erased_table: what an erased value knows of its type, and the tables of weaker interfaces in it.
export module patterns.typing:erased_table;

import std;
import :instance;
import :interface;
import :operation;
import :storage;
import :type_list;

namespace patterns::typing::detail {

template <class Interface, class Operations, class Parts, class Queries>
struct basic_table;

template <class Interface>
using table = basic_table<Interface, every_operation<Interface>, every_part<Interface>, every_query<Interface>>;

template <class Operation>
struct entry {
  typename signature<Operation>::thunk* call;

  [[nodiscard]] constexpr bool operator==(const entry&) const = default;
};

// The table of the same type for a part: a conversion to the part is one load.
template <class Part>
struct part_entry {
  const table<Part>* weaker;

  [[nodiscard]] constexpr bool operator==(const part_entry&) const = default;
};

template <class Query>
struct answer {
  bool holds;

  [[nodiscard]] constexpr bool operator==(const answer&) const = default;
};

template <class Interface, class... Operations, class... Parts, class... Queries>
struct basic_table<Interface, type_list<Operations...>, type_list<Parts...>, type_list<Queries...>>
    : lifetime, entry<Operations>..., part_entry<Parts>..., answer<Queries>... {
  [[nodiscard]] constexpr bool operator==(const basic_table&) const = default;
};

// Tables that were made while the program runs. They stay to its end, as values may point at them.
template <class Interface>
struct made_table {
  table<Interface> content;
  const made_table* next;
};

template <class Interface>
inline constinit std::atomic<const made_table<Interface>*> made_tables{nullptr};

// Equal tables are one, so that there are no more than types that are converted. They are compared by what is in them
// and not by where they come from: the table they come from may go away with its shared library.
template <class Interface>
[[nodiscard]] const table<Interface>* kept(const table<Interface>& wanted) {
  auto& tables = made_tables<Interface>;
  const made_table<Interface>* first = tables.load(std::memory_order_acquire);
  const auto find = [&wanted](const made_table<Interface>* from, const made_table<Interface>* to) {
    while (from != to && !(from->content == wanted)) {
      from = from->next;
    }
    return from;
  };
  if (const auto* const found = find(first, nullptr)) {
    return &found->content;
  }
  auto made = std::make_unique<made_table<Interface>>(wanted, first);
  while (!tables.compare_exchange_weak(first, made.get(), std::memory_order_release, std::memory_order_acquire)) {
    const auto* const known = std::exchange(made->next, first);
    if (const auto* const found = find(first, known); found != known) {
      return &found->content;
    }
  }
  return &made.release()->content;
}

// Whether a table of Strong points at a table of Weak.
template <class Strong, class Weak>
inline constexpr bool covers_at_once = std::same_as<Strong, Weak> || is_listed<Weak, every_part<Strong>>;

// Whether a table of Strong holds all that a table of Weak needs.
template <class Strong, class Weak>
inline constexpr bool covers =
    covers_at_once<Strong, Weak> ||
    ((is_copyable<Strong> || !is_copyable<Weak>) && are_listed<every_operation<Weak>, every_operation<Strong>> &&
     are_listed<every_query<Weak>, every_query<Strong>>);

template <class Interface, class Table = table<Interface>>
struct tables;

template <class Interface, class... Operations, class... Parts, class... Queries>
struct tables<Interface, basic_table<Interface, type_list<Operations...>, type_list<Parts...>, type_list<Queries...>>> {
  template <class T>
  static constexpr table<Interface> of{lifetime_of<T, is_copyable<Interface>>(),
                                       {&signature<Operations>::template call<Operations, holder<T>>}...,
                                       {&tables<Parts>::template of<T>}...,
                                       {enable_protocol<std::remove_const_t<typename unwrapped<T>::type>, Queries>}...};

  static constexpr table<Interface> empty{lifetime{},
                                          {&signature<Operations>::template call_without_value<Operations>}...,
                                          {&tables<Parts>::empty}...,
                                          answer<Queries>{false}...};

  template <class Strong>
  [[nodiscard]] static const table<Interface>* weaker_than(const table<Strong>& stronger) noexcept(
      covers_at_once<Strong, Interface>) {
    if constexpr (std::same_as<Strong, Interface>) {
      return &stronger;
    } else if constexpr (is_listed<Interface, every_part<Strong>>) {
      return static_cast<const part_entry<Interface>&>(stronger).weaker;
    } else if (stronger.type == nullptr) {
      return &empty;
    } else {
      return kept<Interface>({static_cast<const lifetime&>(stronger),
                              static_cast<const entry<Operations>&>(stronger)...,
                              {tables<Parts>::template weaker_than<Strong>(stronger)}...,
                              static_cast<const answer<Queries>&>(stronger)...});
    }
  }
};

}  // namespace patterns::typing::detail
