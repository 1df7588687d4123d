/// @file
/// A30 · registered: a type that registers itself when it is loaded.
export module patterns.meta:registered;

import std;
import :fixed_string;
import :registry;

namespace patterns::meta::detail {

/// The third argument of registered: a text, or a value of the registry's key type.
template <class T>
struct registered_key {
  T value;

  consteval registered_key(T constant) noexcept : value(constant) {}

  template <std::size_t Extent>
    requires std::same_as<T, fixed_string<Extent - 1>>
  consteval registered_key(const char (&text)[Extent]) noexcept : value(text) {}
};

template <std::size_t Extent>
registered_key(const char (&)[Extent]) -> registered_key<fixed_string<Extent - 1>>;

template <class T>
[[nodiscard]] consteval bool is_empty_constant(const T& key) noexcept {
  if constexpr (requires { key.empty(); }) {
    return key.empty();
  } else {
    return false;
  }
}

/// The registry's key is the constant, or made of it without narrowing.
template <class Key, registered_key Constant>
concept represents = std::same_as<Key, decltype(Constant.value)> || requires { Key{Constant.value}; };

template <class Base>
struct registry_of {
  using type = registry<Base>;
};

template <class Base>
  requires requires { typename Base::registry_type; }
struct registry_of<Base> {
  using type = typename Base::registry_type;
};

}  // namespace patterns::meta::detail

export namespace patterns::meta {

/// The registry that types derived from `Base` register with: `Base::registry_type` if there is one, else
/// `registry<Base>`.
template <class Base>
using registry_of = typename detail::registry_of<Base>::type;

/// Registers `Derived` under `Key` with `registry_of<Base>::global()`, before main or when its library is loaded, and
/// takes that back at exit or when it is unloaded. It is enough to derive from it:
///
///     class circle : public shape, registered<circle, shape, "circle"> { ... };
///
/// and for a class that is not yours, to instantiate it:
///
///     template class patterns::meta::registered<disc, shape, "disc">;
///
/// @tparam Derived  see registrable
/// @tparam Base     what it is registered as; its `registry_type` says so if there are arguments or other keys
/// @tparam Key      a text, or a value of the registry's key type; a number that this cannot represent is refused
///
/// Static libraries: a linker takes from an archive only what is referred to. A type in a module's interface is never
/// dropped when somebody imports the module, since the importer calls the module's initializer. A type in a source that
/// nobody refers to is: link such a library whole (`$<LINK_LIBRARY:WHOLE_ARCHIVE,plugins>` in CMake), or make it an
/// OBJECT library.
///
/// Shared libraries: the program has to export its symbols (ENABLE_EXPORTS in CMake) so that both use one registry. GCC
/// marks a library that defines `registered` of a type with external linkage as never to be unloaded: compile it with
/// -fno-gnu-unique, or put the type into an unnamed namespace.
///
/// Complexity: nothing at run time but the registration. Exceptions: none when the key is taken; see registry.
/// Source: row A30.
template <class Derived, class Base, detail::registered_key Key>
class registered {
  static_assert(!detail::is_empty_constant(Key.value), "registered: the key is empty");
  static_assert(detail::represents<typename registry_of<Base>::key_type, Key>,
                "registered: the key is no value of the registry's key type");

  using enrolment = detail::enrolment<Derived, registry_of<Base>>;

  template <const enrolment*>
  struct odr_use {};

  // Defined in the class: Clang 19 refuses to instantiate a member defined outside of it for an importer
  // (tools/evaluate/cases/templates/static_member_defined_outside).
  static inline const enrolment enrolment_{registry_of<Base>::global(),
                                           typename registry_of<Base>::key_type(Key.value)};

 public:
  // Naming the object as a template argument is a use of it, so that it is defined wherever this class is complete.
  using forced = odr_use<&enrolment_>;
};

}  // namespace patterns::meta
