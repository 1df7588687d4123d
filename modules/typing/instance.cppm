/// @file
/// B26 · enable_protocol: what a type is an instance of, by its structure, or because somebody said so.
export module patterns.typing:instance;

import std;
import :interface;

namespace patterns::typing::detail {

template <class P>
concept tested_protocol = requires {
  { P::template test<int> } -> std::convertible_to<bool>;
};

template <class T, class P>
[[nodiscard]] consteval bool has_structure() {
  if constexpr (erased_interface<P>) {
    return std::is_void_v<typename first_missing<T, every_operation<P>>::type>;
  } else {
    return P::template test<T>;
  }
}

}  // namespace patterns::typing::detail

export namespace patterns::typing {

/// What can be asked of a type: a concept cannot be a template argument, so a struct stands for it.
///
/// Either a tag whose static member template `test` is the structural answer, or an interface, whose answer is whether
/// the type has all its operations.
///
///     struct greeter_protocol {
///       template <class T>
///       static constexpr bool test = greeter<T>;
///     };
template <class P>
concept checkable_protocol = detail::tested_protocol<P> || erased_interface<P>;

/// Whether T counts as P. By structure, unless a specialization says otherwise.
///
/// `true` opts in a type that lacks the structure and cannot be changed; what then stands for the missing operations is
/// up to the code that asks. `false` opts out a type that has the structure by accident: an erased value whose
/// interface is P, or has P as a part, refuses it. A constrained partial specialization answers for a whole family of
/// types.
///
///     template <>
///     inline constexpr bool patterns::typing::enable_protocol<legacy_list, sized_protocol> = true;
///
/// @tparam T  without const and reference
/// @tparam P  see checkable_protocol
///
/// Complexity: none at run time.
/// Source: row B26; PEP 3119 (`register`, `__subclasshook__`); [range.view] (enable_view).
template <class T, checkable_protocol P>
inline constexpr bool enable_protocol = detail::has_structure<T, P>();

/// A type that counts as P, by its structure or by enable_protocol.
template <class T, class P>
concept conforms_to = checkable_protocol<P> && enable_protocol<std::remove_cvref_t<T>, P>;

}  // namespace patterns::typing

namespace patterns::typing::detail {

template <class T>
concept has_size = requires(const T& value) {
  { value.size() } -> std::convertible_to<std::size_t>;
};

}  // namespace patterns::typing::detail

export namespace patterns::typing {

/// The protocol that the concept sized stands for: a member `size` that tells how many.
struct sized_protocol {
  template <class T>
  static constexpr bool test = detail::has_size<T>;
};

}  // namespace patterns::typing

namespace patterns::typing::detail {

// Stands in for a type that is sized, so that compilers name the member that another lacks: they do not look into a
// disjunction.
template <class T>
using sized_model = std::conditional_t<conforms_to<T, sized_protocol>, std::string_view, std::remove_cvref_t<T>>;

}  // namespace patterns::typing::detail

export namespace patterns::typing {

/// A type that knows how many things are in it: it has a member `size`, or is opted in by enable_protocol.
template <class T>
concept sized = requires(const detail::sized_model<T>& value) {
  { value.size() } -> std::convertible_to<std::size_t>;
} && conforms_to<T, sized_protocol>;

}  // namespace patterns::typing
