/// @file
/// A18 · interface: a struct that names the operations, the parts and the ownership of a type-erased value.
export module patterns.typing:interface;

import std;
import :operation;
import :type_list;

export namespace patterns::typing {

/// Values can be copied; so must be the types they hold.
struct copyable {};

/// Values can only be moved; they hold types that cannot be copied, too.
struct move_only {};

}  // namespace patterns::typing

namespace patterns::typing::detail {

template <class Interface>
struct ownership_of : std::type_identity<copyable> {};

template <class Interface>
  requires requires { typename Interface::ownership; }
struct ownership_of<Interface> : std::type_identity<typename Interface::ownership> {};

template <class Interface>
inline constexpr bool is_copyable = std::same_as<typename ownership_of<Interface>::type, copyable>;

template <class Interface>
struct own_operations : std::type_identity<type_list<>> {};

template <class Interface>
  requires requires { typename Interface::operations; }
struct own_operations<Interface> : std::type_identity<typename Interface::operations> {};

template <class Interface>
struct own_parts : std::type_identity<type_list<>> {};

template <class Interface>
  requires requires { typename Interface::parts; }
struct own_parts<Interface> : std::type_identity<typename Interface::parts> {};

template <class Interface>
struct own_queries : std::type_identity<type_list<>> {};

template <class Interface>
  requires requires { typename Interface::queries; }
struct own_queries<Interface> : std::type_identity<typename Interface::queries> {};

template <class Parts>
struct every_operation_of;
template <class Parts>
struct every_part_of;
template <class Parts>
struct every_query_of;

// What an interface has of its own and through its parts, theirs included.
template <class Interface>
using every_operation = typename merged<type_list<>, typename own_operations<Interface>::type,
                                        typename every_operation_of<typename own_parts<Interface>::type>::type>::type;
template <class Interface>
using every_part = typename merged<type_list<>, typename own_parts<Interface>::type,
                                   typename every_part_of<typename own_parts<Interface>::type>::type>::type;
template <class Interface>
using every_query = typename merged<type_list<>, typename own_queries<Interface>::type,
                                    typename every_query_of<typename own_parts<Interface>::type>::type>::type;

template <class... Parts>
struct every_operation_of<type_list<Parts...>> : merged<type_list<>, every_operation<Parts>...> {};
template <class... Parts>
struct every_part_of<type_list<Parts...>> : merged<type_list<>, every_part<Parts>...> {};
template <class... Parts>
struct every_query_of<type_list<Parts...>> : merged<type_list<>, every_query<Parts>...> {};

template <class List>
inline constexpr bool lists_operations = false;

template <class... Operations>
inline constexpr bool lists_operations<type_list<Operations...>> = (operation<Operations> && ...);

template <class Interface>
concept described = requires { typename Interface::operations; } || requires { typename Interface::parts; };

// A value that cannot be copied cannot be given as one that can.
template <class Interface, class Parts>
inline constexpr bool lists_parts = false;

template <class Interface, class... Parts>
inline constexpr bool lists_parts<Interface, type_list<Parts...>> =
    (described<Parts> && ...) && (is_copyable<Interface> || (!is_copyable<Parts> && ...));

}  // namespace patterns::typing::detail

export namespace patterns::typing {

/// A description of a type-erased value: a struct of member types, at least one of the first two.
/// - `operations`: a type_list of what can be called; see operation
/// - `parts`: a type_list of interfaces whose operations it has, too, and to which its values convert for nothing
/// - `ownership`: copyable, which is the default, or move_only; a move_only interface has move_only parts
/// - `queries`: a type_list of protocols that is_instance can ask a value for; see checkable_protocol
///
/// Source: row A18.
template <class Interface>
concept erased_interface = detail::described<Interface> &&
                           (std::same_as<typename detail::ownership_of<Interface>::type, copyable> ||
                            std::same_as<typename detail::ownership_of<Interface>::type, move_only>) &&
                           detail::lists_operations<detail::every_operation<Interface>> &&
                           detail::lists_parts<Interface, detail::every_part<Interface>>;

}  // namespace patterns::typing

namespace patterns::typing::detail {

template <class T, class Operations>
struct first_missing;

template <class T>
struct first_missing<T, type_list<>> : std::type_identity<void> {};

template <class T, class First, class... Rest>
struct first_missing<T, type_list<First, Rest...>>
    : std::conditional_t<implements<T, First>, first_missing<T, type_list<Rest...>>, std::type_identity<First>> {};

// Named so that the compiler's message reads: which operation is missing.
template <class Operation>
concept no_missing_operation = std::is_void_v<Operation>;

}  // namespace patterns::typing::detail
