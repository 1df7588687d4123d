/// @file
/// Meta core · member_name: the name of a member, from a pointer to it.
export module patterns.meta:member_name;

import std;
import :type_name;

namespace patterns::meta::detail {

template <auto Member>
struct member_constant {};

// The last name in the spelling of the constant, at the level of no template argument.
template <auto Member>
[[nodiscard]] consteval std::string_view spelled_member() noexcept {
  constexpr std::string_view opening = "member_constant<";
  auto text = type_name<member_constant<Member>>;
  text.remove_prefix(text.find(opening) + opening.size());
  text.remove_suffix(1);
  // GCC keeps the brackets of a list apart.
  text = text.substr(0, text.find_last_not_of(' ') + 1);
  // The signs of an operator are part of its name.
  if (const auto symbol = text.rfind("::operator"); symbol != std::string_view::npos) {
    return text.substr(symbol + 2);
  }
  text = text.substr(0, text.find_last_not_of(" )") + 1);
  std::size_t begin = 0;
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    depth += text[i] == '<' ? 1 : text[i] == '>' ? -1 : 0;
    begin = depth == 0 && text[i] == ':' ? i + 1 : begin;
  }
  return text.substr(begin);
}

}  // namespace patterns::meta::detail

export namespace patterns::meta {

/// The name of the member that `Member` points to, without its scope: `deposit` for `&bank::account::deposit`,
/// `operator+=`. Some compilers add the arguments of a template: `convert<bank::euro>`.
///
/// @tparam Member  a pointer to a member: a field or a function
///
/// Complexity: none at run time. Thread-safety: a constant. Source: meta core; [support.srcloc].
template <auto Member>
  requires std::is_member_pointer_v<decltype(Member)>
inline constexpr std::string_view member_name = detail::spelled_member<Member>();

}  // namespace patterns::meta
