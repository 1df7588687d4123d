/// @file
/// A21 · has_part: a whole that is built from parts, each of which can be replaced by another.
export module patterns.design:part;

import std;
import patterns.meta;
import patterns.typing;
import :calculator;

export namespace patterns::design {

/// Thrown where a whole would be left without a part; names both.
class missing_part : public std::invalid_argument {
 public:
  missing_part(std::string_view whole, std::string_view part)
      : std::invalid_argument(std::format("{}: the {} is missing: what was given is empty", whole, part)) {}
};

}  // namespace patterns::design

namespace patterns::design::detail {

template <class T>
inline constexpr bool is_reference_wrapper = false;
template <class T>
inline constexpr bool is_reference_wrapper<std::reference_wrapper<T>> = true;

template <class T>
concept points_at_part = std::is_pointer_v<T> || meta::smart_pointer<T>;

/// What is used where `Part` is stored: the part itself, or the one that a pointer or a reference_wrapper leads to.
template <class Part>
[[nodiscard]] constexpr auto& used_part(Part& stored) noexcept {
  using type = std::remove_const_t<Part>;
  if constexpr (is_reference_wrapper<type>) {
    return stored.get();
  } else if constexpr (points_at_part<type>) {
    return *stored;
  } else {
    return stored;
  }
}

template <class Part>
using used_part_t = std::remove_reference_t<decltype(used_part(std::declval<Part&>()))>;

template <class Part>
concept can_be_missing =
    typing::erased_value<Part> || points_at_part<Part> || pointer_like<Part> || function_wrapper<Part>;

template <class Part>
[[nodiscard]] constexpr bool is_missing(const Part& part) noexcept {
  if constexpr (typing::erased_value<Part>) {
    return !part.has_value();
  } else if constexpr (points_at_part<Part>) {
    return part == nullptr;
  } else {
    return is_empty(part);
  }
}

}  // namespace patterns::design::detail

export namespace patterns::design {

/// What a whole can have as a part: an object that can be moved, or a pointer or std::reference_wrapper to one.
template <class Part>
concept part_of_a_whole = std::same_as<Part, std::remove_cvref_t<Part>> && std::is_object_v<Part> &&
                          std::movable<Part> && !std::is_void_v<std::remove_pointer_t<Part>>;

/// The part of a whole that has it by being derived from this: what it is made of, not what it is.
///
///     template <engine_like Engine>
///     class car : public has_part<Engine> { ... };
///
/// The part is chosen when it compiles, where it is a type of its own: `car<diesel>`, at no cost; see with_part_t. Or
/// it is chosen, and replaced, while the program runs: where the type is a type-erased value, such as a
/// typing::protocol, or a pointer to a base class. The whole always has it: an empty one is refused.
///
/// @tparam Part  what the whole has. A part that is pointed at, or given by std::ref, is used as what it leads to
/// @tparam Role  tells parts of one type from each other: `has_part<wheel, struct front>`
///
/// Complexity: it has the size of Part, none if that is empty. Thread-safety: as Part; replace writes.
/// Exceptions: a failed replace changes nothing, if a move of Part does not throw. A whole that was moved from has what
/// a move leaves of the part. Source: row A21; Gamma, Helm, Johnson, Vlissides: favor object composition over class
/// inheritance.
template <part_of_a_whole Part, class Role = void>
class has_part {
 public:
  /// Made from nothing.
  constexpr has_part() noexcept(std::is_nothrow_default_constructible_v<Part>)
    requires std::default_initializable<Part> && (!detail::can_be_missing<Part>)
  = default;

  /// @throws missing_part if `part` is a null pointer or otherwise without a value
  constexpr explicit has_part(Part part) : part_(checked(std::move(part))) {}

  /// The part. It is const where the whole is, also where it is pointed at.
  [[nodiscard]] constexpr detail::used_part_t<Part>& part() noexcept { return detail::used_part(part_); }
  [[nodiscard]] constexpr const detail::used_part_t<Part>& part() const noexcept { return detail::used_part(part_); }

  /// Puts `next` in place of the part, and returns the one until now.
  /// @throws missing_part if `next` is a null pointer or otherwise without a value; the part stays then
  constexpr Part replace(Part next) { return std::exchange(part_, checked(std::move(next))); }

 private:
  [[nodiscard]] static constexpr Part checked(Part part) {
    if (detail::is_missing(part)) {
      throw missing_part("has_part", meta::unqualified_name<detail::used_part_t<Part>>);
    }
    return part;
  }

  [[no_unique_address]] Part part_{};
};

/// A whole that has the parts, each in the role of no name.
template <class Whole, class... Parts>
concept composed_of = (std::derived_from<Whole, has_part<Parts>> && ...);

/// The part of that type in a whole of several: `part_of<engine>(car)`, `part_of<wheel, front>(car)`.
template <class Part, class Role = void>
[[nodiscard]] constexpr auto& part_of(has_part<Part, Role>& whole) noexcept {
  return whole.part();
}

template <class Part, class Role = void>
[[nodiscard]] constexpr const auto& part_of(const has_part<Part, Role>& whole) noexcept {
  return whole.part();
}

/// Replaces the part of that type in a whole of several; see has_part::replace.
template <class Part, class Role = void>
constexpr Part replace_part(has_part<Part, Role>& whole, std::type_identity_t<Part> next) {
  return whole.replace(std::move(next));
}

}  // namespace patterns::design

namespace patterns::design::detail {

template <class Whole, class Old, class New>
struct with_part;

template <template <class...> class Whole, class... Parts, class Old, class New>
  requires((std::same_as<Parts, Old> + ... + 0) == 1)
struct with_part<Whole<Parts...>, Old, New> {
  using type = Whole<std::conditional_t<std::same_as<Parts, Old>, New, Parts>...>;
};

}  // namespace patterns::design::detail

export namespace patterns::design {

/// The class template of a whole, with another part in place of one, which stands in it exactly once:
/// `with_part_t<car<diesel, wheels>, diesel, electric>` is `car<electric, wheels>`.
template <class Whole, class Old, class New>
using with_part_t = typename detail::with_part<Whole, Old, New>::type;

}  // namespace patterns::design
