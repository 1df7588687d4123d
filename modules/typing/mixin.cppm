/// @file
/// A19 · mixin: small behaviours that any class can be given, in any order and at no cost in size.
export module patterns.typing:mixin;

import std;
import patterns.meta;

namespace patterns::typing::detail {

template <class... Ts>
inline constexpr bool all_distinct = true;
template <class T, class... Rest>
inline constexpr bool all_distinct<T, Rest...> = !(std::same_as<T, Rest> || ...) && all_distinct<Rest...>;

// Named so that the compiler's message reads.
template <class... Ts>
concept each_mixin_once = all_distinct<Ts...>;

template <class T>
inline constexpr bool is_field_list = false;

// An array would be compared by its address.
template <class Field>
[[nodiscard]] constexpr bool equal_fields(const Field& left, const Field& right) {
  if constexpr (std::is_array_v<Field>) {
    for (std::size_t i = 0; i < std::extent_v<Field>; ++i) {
      if (!equal_fields(left[i], right[i])) {
        return false;
      }
    }
    return true;
  } else {
    return static_cast<bool>(left == right);
  }
}

}  // namespace patterns::typing::detail

export namespace patterns::typing {

/// A class that mixin may add to another.
template <class T>
concept mixin_class = std::is_class_v<T> && !std::is_final_v<T> && std::same_as<T, std::remove_cv_t<T>>;

/// Gives a class what each of `Ts` offers:
///
///     struct node : mixin<repr_mixin<node>, equality_mixin<node>> {
///       int id = 0;
///       std::string label;
///       using fields = field_list<&node::id, &node::label>;
///     };
///
/// A mixin is any class; one that needs the class that it is added to is a template and takes it as its argument, which
/// also keeps the mixins of a class and of its members apart, so that empty ones take no room. The order of `Ts` does
/// not matter: no mixin sees or overrides another, and a name that two of them offer is refused where it is used.
///
/// Source: row A19; Bracha and Cook, Mixin-based inheritance, 1990; Coplien, Curiously recurring template patterns,
/// 1995.
template <mixin_class... Ts>
  requires detail::each_mixin_once<Ts...>
struct mixin : Ts... {};

/// The fields of a class, in the order in which mixins treat them. Private fields may stand in it.
template <auto... Fields>
  requires(std::is_member_object_pointer_v<decltype(Fields)> && ...)
struct field_list {
  static constexpr std::array<std::string_view, sizeof...(Fields)> names{meta::member_name<Fields>...};

  /// Calls `visit(name, field)` for each field of `object`.
  template <class T, class Visitor>
  static constexpr void for_each(T& object, Visitor&& visit) {
    (std::invoke(visit, meta::member_name<Fields>, object.*Fields), ...);
  }

  [[nodiscard]] static constexpr bool contains(std::string_view name) noexcept {
    return std::ranges::find(names, name) != names.end();
  }

  /// The field of `object` called `Name`.
  template <meta::fixed_string Name, class T>
    requires(contains(Name))
  [[nodiscard]] static constexpr const auto& get(const T& object) noexcept {
    constexpr std::size_t position = static_cast<std::size_t>(std::ranges::find(names, Name.view()) - names.begin());
    return object.*std::get<position>(std::tuple{Fields...});
  }

  /// All fields of `left` equal those of `right`; stops at the first that does not.
  template <class T>
  [[nodiscard]] static constexpr bool equal(const T& left, const T& right) {
    return (detail::equal_fields(left.*Fields, right.*Fields) && ...);
  }
};

}  // namespace patterns::typing

template <auto... Fields>
inline constexpr bool patterns::typing::detail::is_field_list<patterns::typing::field_list<Fields...>> = true;

export namespace patterns::typing {

/// A class that says what its fields are, by a member type `fields` that is a field_list.
template <class T>
concept lists_fields = detail::is_field_list<typename T::fields>;

/// Gives `Derived` a `repr()` that shows its name and its fields: `node(id=7, label='root')`. So meta::repr and all
/// that stands on it can show it too.
///
/// @tparam Derived  the class that derives from it; see lists_fields. Each field must be shown by meta::repr.
template <class Derived>
class repr_mixin {
 public:
  template <class Self = Derived>
    requires lists_fields<Self>
  [[nodiscard]] std::string repr() const {
    std::string text(meta::unqualified_name<Self>);
    text += '(';
    std::string_view comma = "";
    Self::fields::for_each(static_cast<const Self&>(*this),
                           [&](std::string_view name, const meta::has_repr auto& field) {
                             text += std::format("{}{}={}", std::exchange(comma, ", "), name, meta::repr(field));
                           });
    return text += ')';
  }
};

/// Gives `Derived` an `==` that compares all its fields.
///
/// @tparam Derived  the class that derives from it; see lists_fields. Each field must have an `==`.
template <class Derived>
class equality_mixin {
 public:
  template <std::same_as<Derived> Self>
    requires lists_fields<Self>
  [[nodiscard]] friend constexpr bool operator==(const Self& left, const Self& right) {
    return Self::fields::equal(left, right);
  }
};

}  // namespace patterns::typing
