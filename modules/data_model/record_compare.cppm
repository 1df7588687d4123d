/// @file
/// A5 · record_compare: order of records, by their first field that differs.
export module patterns.data_model:record_compare;

import std;
import patterns.meta;

namespace patterns::data_model::detail {

/// Types with a `<` but no `<=>`.
template <class T>
concept less_than_comparable = requires(const T& left, const T& right) {
  { left < right } -> std::convertible_to<bool>;
};

// An array has no <=>: its comparison would be one of addresses.
template <class T>
concept has_own_order = std::three_way_comparable<T> && !std::is_array_v<T>;

template <class T, class... Outer>
consteval auto category_of();

template <class... Outer, class... Fields>
consteval auto common_category(std::type_identity<std::tuple<Fields...>>) {
  return std::type_identity<std::common_comparison_category_t<
      typename decltype(category_of<std::remove_cvref_t<Fields>, Outer...>())::type...>>{};
}

/// What kind of order the values of `T` have. A type inside itself adds nothing to it, hence `Outer`.
template <class T, class... Outer>
consteval auto category_of() {
  if constexpr ((std::same_as<T, Outer> || ...)) {
    return std::type_identity<std::strong_ordering>{};
  } else if constexpr (has_own_order<T>) {
    return std::type_identity<std::compare_three_way_result_t<T>>{};
  } else if constexpr (meta::is_optional<T>) {
    return category_of<std::remove_cv_t<typename T::value_type>, Outer...>();
  } else if constexpr (meta::is_variant<T>) {
    return []<class... Ts>(std::type_identity<std::variant<Ts...>>) {
      return common_category<Outer...>(std::type_identity<std::tuple<Ts...>>{});
    }(std::type_identity<T>{});
  } else if constexpr (meta::range_of_values<T> && !meta::unordered_range<T>) {
    return category_of<std::remove_cv_t<std::ranges::range_value_t<const T&>>, Outer...>();
  } else if constexpr (meta::record<T>) {
    return common_category<Outer..., T>(std::type_identity<decltype(meta::tie_fields(std::declval<const T&>()))>{});
  } else if constexpr (meta::tuple_of_values<T>) {
    return []<std::size_t... I>(std::index_sequence<I...>) {
      return common_category<Outer...>(std::type_identity<std::tuple<std::tuple_element_t<I, T>...>>{});
    }(std::make_index_sequence<std::tuple_size_v<T>>{});
  } else {
    static_assert(less_than_comparable<T>, "record_compare: a field has no order");
    return std::type_identity<std::weak_ordering>{};
  }
}

template <class T>
using category = typename decltype(category_of<T>())::type;

/// The fields of a record are compared one by one, even if it has an order of its own.
template <class T>
  requires meta::record<T>
consteval auto category_of_fields() {
  return common_category<T>(std::type_identity<decltype(meta::tie_fields(std::declval<const T&>()))>{});
}

template <class Category, class Tuple>
constexpr Category compare_positions(const Tuple& left, const Tuple& right);

template <class Category, class T>
constexpr Category compare_values(const T& left, const T& right) {
  if constexpr (has_own_order<T>) {
    return left <=> right;
  } else if constexpr (meta::is_optional<T>) {
    if (left.has_value() && right.has_value()) {
      return compare_values<Category>(*left, *right);
    }
    return left.has_value() <=> right.has_value();
  } else if constexpr (meta::is_variant<T>) {
    // One more than the index: a variant without a value comes first.
    if (left.valueless_by_exception() || left.index() != right.index()) {
      return (left.index() + 1) <=> (right.index() + 1);
    }
    return std::visit(
        [&right]<class Held>(const Held& held) { return compare_values<Category>(held, *std::get_if<Held>(&right)); },
        left);
  } else if constexpr (meta::range_of_values<T> && !meta::unordered_range<T>) {
    auto a = std::ranges::begin(left);
    auto b = std::ranges::begin(right);
    for (; a != std::ranges::end(left) && b != std::ranges::end(right); ++a, ++b) {
      const std::ranges::range_value_t<const T&>& first = *a;
      const std::ranges::range_value_t<const T&>& second = *b;
      if (const Category order = compare_values<Category>(first, second); order != 0) {
        return order;
      }
    }
    return (a != std::ranges::end(left)) <=> (b != std::ranges::end(right));
  } else if constexpr (meta::record<T>) {
    return compare_positions<Category>(meta::tie_fields(left), meta::tie_fields(right));
  } else if constexpr (meta::tuple_of_values<T>) {
    return compare_positions<Category>(left, right);
  } else {
    return left < right   ? std::weak_ordering::less
           : right < left ? std::weak_ordering::greater
                          : std::weak_ordering::equivalent;
  }
}

template <class Category, class Tuple>
constexpr Category compare_positions(const Tuple& left, const Tuple& right) {
  Category order = std::strong_ordering::equal;
  meta::all_positions<Tuple>([&](auto i) {
    order = compare_values<Category>(std::get<i>(left), std::get<i>(right));
    return order == 0;
  });
  return order;
}

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// How `left` stands to `right`: as their first fields that differ stand to each other.
///
/// The result is a `std::strong_ordering`, `std::weak_ordering` or `std::partial_ordering`, whichever all fields allow:
/// a double makes it partial, and a NaN unordered. A field is compared by its own `<=>` if it has one, else by `<`;
/// records without, and arrays, optionals, variants, tuples and ordered containers of them, are gone into. An empty
/// optional comes first. A field without an order is refused.
///
/// Complexity: as comparing the fields; stops at the first that differs. Exceptions: what a comparison throws.
/// Source: row A5; Python's `dataclass(order=True)`.
template <class T>
  requires meta::record<T>
[[nodiscard]] constexpr auto record_compare(const T& left, const T& right) {
  using category = typename decltype(detail::category_of_fields<T>())::type;
  return detail::compare_positions<category>(meta::tie_fields(left), meta::tie_fields(right));
}

}  // namespace patterns::data_model
