/// @file
/// A20 · protocol: any value that offers the operations asked for, as one value type and without inheritance.
export module patterns.typing:protocol;

import std;
import :erased;
import :interface;
import :operation;
import :type_list;

export namespace patterns::typing {

/// A type that can greet: the example of a structural protocol, met by whatever has the member, derived from nothing.
template <class T>
concept greeter = requires(const T& value) {
  { value.greet() } -> std::convertible_to<std::string>;
};

/// The interface of a protocol: one that nobody has named.
template <class Ownership, operation... Operations>
struct protocol_interface {
  using ownership = Ownership;
  using operations = type_list<Operations...>;
};

/// A value of any type that implements the operations: an erased whose interface is given on the spot.
///
/// Derive from it to give the operations their names:
///
///     struct greeting {
///       using signature = std::string() const;
///       std::string operator()(const greeter auto& value) const { return value.greet(); }
///     };
///     class any_greeter : public protocol<copyable, greeting> {
///      public:
///       using protocol::protocol;
///       std::string greet() const { return call<greeting>(); }
///     };
///
/// @tparam Ownership   copyable or move_only
/// @tparam Operations  what can be called; see operation
///
/// Complexity, thread-safety, exceptions: see erased.
/// Source: row A20; PEP 544; Parent, Inheritance Is The Base Class of Evil, 2013.
template <class Ownership, operation... Operations>
  requires std::same_as<Ownership, copyable> || std::same_as<Ownership, move_only>
class protocol : public erased<protocol_interface<Ownership, Operations...>> {
 public:
  using erased<protocol_interface<Ownership, Operations...>>::erased;
};

}  // namespace patterns::typing
