/// @file
/// A16, A19 · member_name: the name of a member, from a pointer to it.
export module patterns.typing:member_name;

import std;
import patterns.meta;

namespace patterns::typing::detail {

template <auto Member>
struct member_constant {};

template <class Member>
struct member_parts;

// For a member function, `type` is its function type, with const and noexcept.
template <class Type, class Owner>
struct member_parts<Type Owner::*> {
  using type = Type;
  using owner = Owner;
};

/// The last name in the spelling of the constant: `f` of `member_constant<&scope::owner::f>`.
template <auto Member>
constexpr std::string_view member_name() noexcept {
  auto text = meta::type_name<member_constant<Member>>;
  text.remove_prefix(text.rfind("::") + 2);
  if (const auto end = text.find_last_not_of(" >)"); end != std::string_view::npos && !text.starts_with("operator")) {
    text = text.substr(0, end + 1);
  }
  return text;
}

}  // namespace patterns::typing::detail
