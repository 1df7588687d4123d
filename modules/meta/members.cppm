/// @file
/// D9 · members_of, dir: what an object has, to list it, to complete a name, to show it in a debugger.
export module patterns.meta:members;

import std;
import :api;
import :record;
import :type_name;

export namespace patterns::meta {

/// A class whose objects have names that only they know: columns of a table, keys of a configuration.
///
/// `dynamic_names()` gives a range of them, in any order, and a name may come twice.
template <class T>
concept has_dynamic_names = requires(const T& object) {
  { object.dynamic_names() } -> std::ranges::input_range;
  requires std::convertible_to<std::ranges::range_reference_t<decltype(object.dynamic_names())>, std::string_view>;
};

/// Something whose members have names: a record, a class with an api, or one with dynamic names.
template <class T>
concept discoverable = record<T> || documented<T> || has_dynamic_names<T>;

/// What a member is: data, or a function that the api tells of.
enum class member_kind { field, method };

/// What members_of tells of one member.
struct member_info {
  std::string_view name;
  member_kind kind;
  /// The type of the field or of the function, as the compiler spells it; see type_name.
  std::string_view type;
  /// What the api says of a method; empty for a field.
  std::string_view doc;

  [[nodiscard]] constexpr bool operator==(const member_info&) const = default;
};

}  // namespace patterns::meta

namespace patterns::meta::detail {

template <class T>
consteval auto fields_as_members() {
  if constexpr (record<T>) {
    return []<std::size_t... I>(std::index_sequence<I...>) {
      return std::array<member_info, sizeof...(I)>{
          member_info{field_name<T, I>, member_kind::field, type_name<field_type<T, I>>, {}}...};
    }(std::make_index_sequence<field_count<T>>{});
  } else {
    return std::array<member_info, 0>{};
  }
}

template <class T>
consteval auto methods_as_members() {
  if constexpr (documented<T>) {
    std::array<member_info, T::api::methods.size()> members{};
    std::ranges::transform(T::api::methods, members.begin(), [](const method_info& each) {
      return member_info{each.name, member_kind::method, each.signature, each.doc};
    });
    return members;
  } else {
    return std::array<member_info, 0>{};
  }
}

}  // namespace patterns::meta::detail

export namespace patterns::meta {

/// The members of `T` that are known when it compiles: the fields of a record in the order of their declaration, then
/// the methods of an api in the order in which they are written.
///
/// Complexity: none at run time. Thread-safety: a constant. Source: row D9.
template <class T>
  requires record<T> || documented<T>
inline constexpr auto members_of = [] {
  constexpr auto fields = detail::fields_as_members<std::remove_cv_t<T>>();
  constexpr auto methods = detail::methods_as_members<std::remove_cv_t<T>>();
  std::array<member_info, fields.size() + methods.size()> members{};
  std::ranges::copy(methods, std::ranges::copy(fields, members.begin()).out);
  return members;
}();

/// The names of all that `object` has, sorted, each once: fields, documented methods, and names that only it knows.
///
/// Complexity: O(n log n) comparisons of n names. Thread-safety: reads `object` only. Exceptions: `std::bad_alloc`, and
/// what `dynamic_names()` throws. Source: row D9; Python's `dir` and `__dir__`.
template <discoverable T>
[[nodiscard]] std::vector<std::string> dir(const T& object) {
  std::vector<std::string> names;
  if constexpr (record<T> || documented<T>) {
    for (const member_info& each : members_of<T>) {
      names.emplace_back(each.name);
    }
  }
  if constexpr (has_dynamic_names<T>) {
    for (auto&& name : object.dynamic_names()) {
      names.emplace_back(static_cast<std::string_view>(name));
    }
  }
  std::ranges::sort(names);
  const auto repeated = std::ranges::unique(names);
  names.erase(repeated.begin(), repeated.end());
  return names;
}

}  // namespace patterns::meta
