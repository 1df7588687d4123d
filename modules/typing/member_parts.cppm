/// @file
/// A16, A19 · member_parts: the type and the owner of a member, from the type of a pointer to it.
export module patterns.typing:member_parts;

import std;

namespace patterns::typing::detail {

template <class Member>
struct member_parts;

// For a member function, `type` is its function type, with const and noexcept.
template <class Type, class Owner>
struct member_parts<Type Owner::*> {
  using type = Type;
  using owner = Owner;
};

}  // namespace patterns::typing::detail
