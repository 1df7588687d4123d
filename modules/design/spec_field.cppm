/// @file
/// D4 · field: rules that compare a field of a value, and a column of a table, with what is given.
export module patterns.design:spec_field;

import std;
import patterns.meta;
import :spec;
import :sql_condition;

namespace patterns::design::detail {

enum class comparison { equal, not_equal, less, less_equal, greater, greater_equal };

// In the order of the enumerators.
inline constexpr std::array<std::string_view, 6> signs_in_words{" == ", " != ", " < ", " <= ", " > ", " >= "};
inline constexpr std::array<std::string_view, 6> signs_in_sql{" = ", " <> ", " < ", " <= ", " > ", " >= "};

template <comparison By>
[[nodiscard]] constexpr bool compares(const auto& left, const auto& right) {
  if constexpr (By == comparison::equal) {
    return static_cast<bool>(left == right);
  } else if constexpr (By == comparison::not_equal) {
    return static_cast<bool>(left != right);
  } else if constexpr (By == comparison::less) {
    return static_cast<bool>(left < right);
  } else if constexpr (By == comparison::less_equal) {
    return static_cast<bool>(left <= right);
  } else if constexpr (By == comparison::greater) {
    return static_cast<bool>(left > right);
  } else {
    return static_cast<bool>(left >= right);
  }
}

/// A whole number and a floating-point one in their order, which no conversion of either to the other's type keeps.
template <plain_integer Whole, std::floating_point Floating>
[[nodiscard]] constexpr std::partial_ordering order_of(Whole whole, Floating floating) {
  using limits = std::numeric_limits<Whole>;
  // Powers of two, and so exact, which the greatest whole number is not.
  constexpr auto beyond = static_cast<Floating>(limits::max() / 2 + 1) * 2;
  constexpr auto least = static_cast<Floating>(limits::min());
  if (floating >= beyond) {
    return std::partial_ordering::less;
  }
  if (floating < least) {
    return std::partial_ordering::greater;
  }
  if (floating >= least) {
    const auto cut = static_cast<Whole>(floating);
    return whole == cut ? static_cast<Floating>(cut) <=> floating : std::partial_ordering(whole <=> cut);
  }
  return std::partial_ordering::unordered;
}

template <comparison By>
[[nodiscard]] constexpr bool compares_by(std::partial_ordering order) {
  if constexpr (By == comparison::equal) {
    return std::is_eq(order);
  } else if constexpr (By == comparison::not_equal) {
    return std::is_neq(order);
  } else if constexpr (By == comparison::less) {
    return std::is_lt(order);
  } else if constexpr (By == comparison::less_equal) {
    return std::is_lteq(order);
  } else if constexpr (By == comparison::greater) {
    return std::is_gt(order);
  } else {
    return std::is_gteq(order);
  }
}

/// As a database compares numbers: by value, whatever their signs and sizes are.
template <comparison By, class A, class B>
[[nodiscard]] constexpr bool compares_as_values(const A& left, const B& right) {
  if constexpr (plain_integer<A> && plain_integer<B>) {
    const int order = std::cmp_less(left, right) ? -1 : std::cmp_equal(left, right) ? 0 : 1;
    return compares<By>(order, 0);
  } else if constexpr (plain_integer<A> && std::floating_point<B>) {
    return compares_by<By>(order_of(left, right));
  } else if constexpr (std::floating_point<A> && plain_integer<B>) {
    return compares_by<By>(0 <=> order_of(right, left));
  } else if constexpr (std::is_arithmetic_v<A> && std::is_arithmetic_v<B>) {
    using common = std::common_type_t<A, B>;
    return compares<By>(static_cast<common>(left), static_cast<common>(right));
  } else {
    return compares<By>(left, right);
  }
}

// A text is kept as one, however it was given.
template <class Value>
using kept_value = std::conditional_t<std::convertible_to<const std::remove_reference_t<Value>&, std::string_view>,
                                      std::string, std::decay_t<Value>>;

template <class T>
[[nodiscard]] std::string shown(const T& value) {
  if constexpr (meta::has_repr<T>) {
    return meta::repr(value);
  } else {
    return std::format("a {}", meta::unqualified_name<T>);
  }
}

template <class T, class Projection>
using projected = std::remove_cvref_t<std::invoke_result_t<const Projection&, const T&>>;

template <class T, class Projection, comparison By, class Value>
class field_rule final : public spec_node<T> {
 public:
  field_rule(std::string_view column, Projection projection, Value value)
      : column_(column), projection_(std::move(projection)), value_(std::move(value)) {}

  [[nodiscard]] bool holds_for(const T& object) const override {
    return compares_as_values<By>(std::invoke(projection_, object), value_);
  }

  [[nodiscard]] bool explain(const T& object, bool wanted, std::vector<std::string>& failures) const override {
    const auto& observed = std::invoke(projection_, object);
    const bool holds = compares_as_values<By>(observed, value_);
    return holds == wanted
               ? holds
               : this->explained(holds, wanted, std::format(" ({} is {})", column_, shown(observed)), failures);
  }

  void write(spec_writer& to) const override {
    to.written.text += column_;
    to.written.text +=
        (to.language == spec_language::sql ? signs_in_sql : signs_in_words)[static_cast<std::size_t>(By)];
    if (to.language == spec_language::words) {
      to.written.text += shown(value_);
    } else if constexpr (sql_bindable<Value> && sql_bindable<projected<T, Projection>>) {
      to.written.text += '?';
      to.written.parameters.push_back(bound(value_));
    } else {
      throw untranslatable_rule(this->words());
    }
  }

 private:
  std::string_view column_;
  Projection projection_;
  Value value_;
};

template <class Field, class Value>
concept equal_to_field =
    std::copy_constructible<kept_value<Value>> && requires(const Field& f, const kept_value<Value>& v) {
      { f == v } -> std::convertible_to<bool>;
    };

template <class Field, class Value>
concept ordered_with_field = equal_to_field<Field, Value> && requires(const Field& f, const kept_value<Value>& v) {
  { f < v } -> std::convertible_to<bool>;
};

}  // namespace patterns::design::detail

export namespace patterns::design {

/// A value that a field can be compared with by `==` and `!=`.
template <class Value, class Field>
concept comparable_with_field = detail::equal_to_field<Field, Value>;

/// A value that a field can be compared with by `<`, too.
template <class Value, class Field>
concept orderable_with_field = detail::ordered_with_field<Field, Value>;

/// A field of a `T`, to be compared: `field<user, "age">() >= 18` is a spec of users; see field.
///
/// Numbers are compared by value, as a database does: -1 is less than 1U. A value that is compared with is kept, a
/// text as a std::string, for which a null pointer is refused by a typing::validation_error. What is neither number nor
/// text has no SQL.
template <class T, class Projection>
class spec_field {
 public:
  using value_type = detail::projected<T, Projection>;

  constexpr spec_field(column_name column, Projection projection)
      : column_(column), projection_(std::move(projection)) {}

  template <comparable_with_field<value_type> Value>
  [[nodiscard]] spec<T> operator==(const Value& value) const {
    return compared<detail::comparison::equal>(value);
  }
  template <comparable_with_field<value_type> Value>
  [[nodiscard]] spec<T> operator!=(const Value& value) const {
    return compared<detail::comparison::not_equal>(value);
  }
  template <orderable_with_field<value_type> Value>
  [[nodiscard]] spec<T> operator<(const Value& value) const {
    return compared<detail::comparison::less>(value);
  }
  template <orderable_with_field<value_type> Value>
  [[nodiscard]] spec<T> operator<=(const Value& value) const {
    return compared<detail::comparison::less_equal>(value);
  }
  template <orderable_with_field<value_type> Value>
  [[nodiscard]] spec<T> operator>(const Value& value) const {
    return compared<detail::comparison::greater>(value);
  }
  template <orderable_with_field<value_type> Value>
  [[nodiscard]] spec<T> operator>=(const Value& value) const {
    return compared<detail::comparison::greater_equal>(value);
  }

 private:
  template <detail::comparison By, class Value>
  [[nodiscard]] spec<T> compared(const Value& value) const {
    using kept = detail::kept_value<const Value&>;
    using rule = detail::field_rule<T, Projection, By, kept>;
    if constexpr (std::convertible_to<const Value&, std::string_view>) {
      return detail::spec_access::made_of<T>(
          std::make_shared<const rule>(column_.view(), projection_, detail::text_of(value, "value")));
    } else {
      return detail::spec_access::made_of<T>(std::make_shared<const rule>(column_.view(), projection_, kept(value)));
    }
  }

  column_name column_;
  Projection projection_;
};

/// What `projection` gives of a `T`, as the column `column`: `field<account>("balance", &account::balance)`.
///
/// It is given as a function or a pointer to a member, and called as const.
template <class T, class Projection>
  requires std::copy_constructible<std::decay_t<Projection>> &&
           std::invocable<const std::decay_t<Projection>&, const T&>
[[nodiscard]] constexpr auto field(column_name column, Projection&& projection) {
  return spec_field<T, std::decay_t<Projection>>(column, std::forward<Projection>(projection));
}

}  // namespace patterns::design

namespace patterns::design::detail {

template <class T, meta::fixed_string Name>
struct get_named_field {
  [[nodiscard]] constexpr const auto& operator()(const T& object) const noexcept {
    return meta::get_field<Name>(object);
  }
};

}  // namespace patterns::design::detail

export namespace patterns::design {

/// The field of a record by its name, as the column of that name; another name does not compile.
template <meta::record T, meta::fixed_string Name>
  requires meta::has_field<T, Name>
[[nodiscard]] constexpr auto field() {
  return spec_field<T, detail::get_named_field<T, Name>>(column_name(Name), {});
}

}  // namespace patterns::design
