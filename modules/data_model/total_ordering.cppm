/// @file
/// D7 · total_ordering: all comparisons of a class that has written down two.
export module patterns.data_model:total_ordering;

import std;

namespace patterns::data_model::detail {

// Called by name, because `left < right` would also find the operator<=> that depends on the answer.
template <class T>
concept declares_less = requires(const T& left, const T& right) { left.operator<(right); } ||
                        requires(const T& left, const T& right) { operator<(left, right); };

template <class T>
concept declares_equal = requires(const T& left, const T& right) { left.operator==(right); } ||
                         requires(const T& left, const T& right) { operator==(left, right); };

template <class T, class Derived>
concept equal_and_less_of = std::same_as<T, Derived> && declares_equal<T> && declares_less<T>;

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// Gives a class that derives from it, and declares `==` and `<`, the operators `<=>`, `>`, `<=` and `>=`.
///
///     struct version : total_ordering<version> {
///       int major, minor;
///       bool operator==(const version&) const = default;
///       bool operator<(const version& other) const {
///         return std::tie(major, minor) < std::tie(other.major, other.minor);
///       }
///     };
///
/// @tparam Derived   the class
/// @tparam Category  what `<=>` returns: weak_ordering, strong_ordering if equal objects cannot be told apart, or
///                   partial_ordering if there are objects of which none is less and which are not equal
///
/// Unless Category is partial_ordering, of two objects that are not equal one must be less. A class that can default
/// its `<=>` has no need of this; it is for one whose order exists as `<`.
///
/// Complexity: `<=>` calls `<` and then, if need be, `==`; and `<` once more for a partial_ordering.
/// Source: row D7; Python's `functools.total_ordering`.
template <class Derived, class Category = std::weak_ordering>
  requires std::convertible_to<Category, std::partial_ordering>
class total_ordering {
 public:
  template <detail::equal_and_less_of<Derived> T>
  [[nodiscard]] friend constexpr Category operator<=>(const T& left, const T& right) noexcept(noexcept(left < right) &&
                                                                                              noexcept(left == right)) {
    if (left < right) {
      return Category::less;
    }
    if (left == right) {
      return Category::equivalent;
    }
    if constexpr (std::same_as<Category, std::partial_ordering>) {
      if (!(right < left)) {
        return Category::unordered;
      }
    }
    return Category::greater;
  }

  /// All objects of a class are equal in this part, so that a defaulted comparison works. Not for `Derived` itself: it
  /// would then be compared by this, had it no comparison of its own.
  template <std::same_as<total_ordering> Part>
  [[nodiscard]] friend constexpr bool operator==(const Part&, const Part&) noexcept {
    return true;
  }
};

}  // namespace patterns::data_model
