/// @file
/// B10 · bind, is, as, some, either: what a case of a match may ask of a value.
export module patterns.data_model:match_pattern;

import std;
import patterns.meta;
import patterns.typing;
import :as_tuple;

namespace patterns::data_model::detail {

/// What a pattern says of one of the values, or kinds of values, that a closed type has.
enum class coverage { never, sometimes, always };

// A pattern has, for a subject that is forwarded as an `X`:
//   accepts<X>   whether the question makes sense at all
//   always<X>    whether every X matches
//   captures<X>  the types of what it binds, in order
//   covers<X>(i) what it says of choice i; see choices
//   run<R>(x, then, otherwise)  then(bound...) or otherwise()
// One call leads to the next, so that each test is made once, and nothing is kept between a test and its handler.
template <class Pattern>
concept match_pattern = requires { typename Pattern::pattern_tag; };

template <class... Lists>
struct joined_lists : std::type_identity<typing::type_list<>> {};
template <class... Types>
struct joined_lists<typing::type_list<Types...>> : std::type_identity<typing::type_list<Types...>> {};
template <class... First, class... Second, class... Lists>
struct joined_lists<typing::type_list<First...>, typing::type_list<Second...>, Lists...>
    : joined_lists<typing::type_list<First..., Second...>, Lists...> {};

template <class Pattern, class X>
concept accepted_by_pattern = Pattern::template accepts<X>;

template <class Pattern, class X>
inline constexpr coverage usual_coverage = Pattern::template always<X> ? coverage::always : coverage::sometimes;

/// The values of a closed enumeration, or the alternatives of a variant; none for a type that is not closed.
template <class T>
inline constexpr std::size_t choices = 0;
template <class... Ts>
inline constexpr std::size_t choices<std::variant<Ts...>> = sizeof...(Ts);
template <meta::scoped_enum E>
inline constexpr std::size_t choices<E> = meta::enum_count<E>;

template <class T>
concept number_to_compare =
    std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char> && !std::same_as<T, wchar_t> &&
    !std::same_as<T, char8_t> && !std::same_as<T, char16_t> && !std::same_as<T, char32_t>;

template <class T, class Value>
concept equals_value =
    (number_to_compare<T> && number_to_compare<Value>) || requires(const T& left, const Value& right) {
      { left == right } -> std::convertible_to<bool>;
    };

template <class T, class Value>
[[nodiscard]] constexpr bool is_equal(const T& left, const Value& right) {
  if constexpr (number_to_compare<T> && number_to_compare<Value>) {
    return std::cmp_equal(left, right);
  } else if constexpr (std::is_pointer_v<T> && std::convertible_to<const Value&, std::string_view>) {
    return left != nullptr && left == right;
  } else {
    return static_cast<bool>(left == right);
  }
}

struct wildcard {
  using pattern_tag = void;
  template <class X>
  static constexpr bool accepts = true;
  template <class X>
  static constexpr bool always = true;
  template <class X>
  using captures = typing::type_list<>;
  template <class X>
  static constexpr coverage covers(std::size_t /*choice*/) {
    return coverage::always;
  }

  template <class R, class X, class Then, class Otherwise>
  constexpr R run(X&& /*subject*/, const Then& then, const Otherwise& /*otherwise*/) const {
    return then();
  }
};

template <class Value>
struct value_pattern {
  using pattern_tag = void;
  template <class X>
  static constexpr bool accepts = equals_value<std::remove_cvref_t<X>, Value>;
  template <class X>
  static constexpr bool always = false;
  template <class X>
  using captures = typing::type_list<>;
  template <class X>
  static constexpr coverage covers(std::size_t /*choice*/) {
    return coverage::sometimes;
  }

  template <class R, class X, class Then, class Otherwise>
  constexpr R run(X&& subject, const Then& then, const Otherwise& otherwise) const {
    if (is_equal(subject, value)) {
      return then();
    }
    return otherwise();
  }

  Value value;
};

template <auto Value>
struct constant {
  using pattern_tag = void;
  template <class X>
  static constexpr bool accepts = equals_value<std::remove_cvref_t<X>, std::remove_cv_t<decltype(Value)>>;
  template <class X>
  static constexpr bool always = false;
  template <class X>
  using captures = typing::type_list<>;
  template <class X>
  static constexpr coverage covers(std::size_t choice) {
    if constexpr (meta::scoped_enum<std::remove_cvref_t<X>>) {
      return meta::enum_values<std::remove_cvref_t<X>>[choice] == Value ? coverage::always : coverage::never;
    } else {
      return coverage::sometimes;
    }
  }

  template <class R, class X, class Then, class Otherwise>
  constexpr R run(X&& subject, const Then& then, const Otherwise& otherwise) const {
    if (is_equal(subject, Value)) {
      return then();
    }
    return otherwise();
  }
};

// What is given for a pattern: one, a text, or else a value to be equal to.
template <class Given>
struct pattern_for_given : std::type_identity<value_pattern<Given>> {};
template <match_pattern Given>
struct pattern_for_given<Given> : std::type_identity<Given> {};
template <>
struct pattern_for_given<const char*> : std::type_identity<value_pattern<std::string_view>> {};
template <>
struct pattern_for_given<char*> : std::type_identity<value_pattern<std::string_view>> {};

template <class Given>
using pattern_from = typename pattern_for_given<std::decay_t<Given>>::type;

template <class Given>
[[nodiscard]] constexpr pattern_from<Given> make_pattern(Given&& given) {
  if constexpr (match_pattern<std::decay_t<Given>>) {
    return std::forward<Given>(given);
  } else {
    return {std::forward<Given>(given)};
  }
}

template <class Pattern>
struct binding {
  using pattern_tag = void;
  template <class X>
  static constexpr bool accepts = accepted_by_pattern<Pattern, X>;
  template <class X>
  static constexpr bool always = Pattern::template always<X>;
  template <class X>
  using captures = typename joined_lists<typing::type_list<X&&>, typename Pattern::template captures<X>>::type;
  template <class X>
  static constexpr coverage covers(std::size_t choice) {
    return Pattern::template covers<X>(choice);
  }

  template <class R, class X, class Then, class Otherwise>
  constexpr R run(X&& subject, const Then& then, const Otherwise& otherwise) const {
    return pattern.template run<R>(
        std::forward<X>(subject),
        [&]<class... Bound>(Bound&&... bound) -> R {
          return then(std::forward<X>(subject), std::forward<Bound>(bound)...);
        },
        otherwise);
  }

  [[no_unique_address]] Pattern pattern;
};

struct binder : binding<wildcard> {
  template <class Given>
  [[nodiscard]] constexpr auto operator()(Given&& given) const {
    return binding<pattern_from<Given>>{make_pattern(std::forward<Given>(given))};
  }
};

template <class T, class Variant>
inline constexpr std::size_t times_in_variant = 0;
template <class T, class... Ts>
inline constexpr std::size_t times_in_variant<T, std::variant<Ts...>> =
    (std::size_t{0} + ... + (std::same_as<T, Ts> ? 1U : 0U));

template <class T, class Variant>
inline constexpr std::size_t position_in_variant = 0;
template <class T, class... Ts>
inline constexpr std::size_t position_in_variant<T, std::variant<Ts...>> = [] {
  constexpr std::array<bool, sizeof...(Ts)> is_it{std::same_as<T, Ts>...};
  return static_cast<std::size_t>(std::ranges::find(is_it, true) - is_it.begin());
}();

template <class T, class X>
concept derived_object = std::is_class_v<T> && std::is_polymorphic_v<X> && std::derived_from<T, X>;

template <class T, class X>
concept may_be_held_by =
    std::same_as<T, X> || times_in_variant<T, X> == 1 || std::same_as<X, std::any> || derived_object<T, X>;

/// The T that `subject` is or has, or null.
template <class T, class X>
[[nodiscard]] constexpr auto find_as(X& subject) noexcept {
  using subject_type = std::remove_cv_t<X>;
  if constexpr (std::same_as<T, subject_type>) {
    return std::addressof(subject);
  } else if constexpr (meta::is_variant<subject_type>) {
    return std::get_if<T>(&subject);
  } else if constexpr (std::same_as<subject_type, std::any>) {
    return std::any_cast<T>(&subject);
  } else {
    return dynamic_cast<std::conditional_t<std::is_const_v<X>, const T*, T*>>(std::addressof(subject));
  }
}

template <class T, class X>
using part_as =
    decltype(forward_field_of<X>(*find_as<T>(std::declval<std::add_lvalue_reference_t<std::remove_reference_t<X>>>())));

template <class T, class Pattern>
struct typed {
  using pattern_tag = void;
  template <class X>
  static constexpr bool accepts = [] {
    if constexpr (may_be_held_by<T, std::remove_cvref_t<X>>) {
      return accepted_by_pattern<Pattern, part_as<T, X>>;
    } else {
      return false;
    }
  }();
  template <class X>
  static constexpr bool always = std::same_as<T, std::remove_cvref_t<X>> && Pattern::template always<part_as<T, X>>;
  template <class X>
  using captures = typename Pattern::template captures<part_as<T, X>>;
  template <class X>
  static constexpr coverage covers(std::size_t choice) {
    using subject = std::remove_cvref_t<X>;
    if constexpr (std::same_as<T, subject>) {
      return Pattern::template covers<X>(choice);
    } else if (choice != position_in_variant<T, subject>) {
      return coverage::never;
    } else {
      return usual_coverage<Pattern, part_as<T, X>>;
    }
  }

  template <class R, class X, class Then, class Otherwise>
  constexpr R run(X&& subject, const Then& then, const Otherwise& otherwise) const {
    if constexpr (std::same_as<T, std::remove_cvref_t<X>>) {
      return pattern.template run<R>(std::forward<X>(subject), then, otherwise);
    } else {
      if (auto* const found = find_as<T>(subject)) {
        return pattern.template run<R>(forward_field_of<X>(*found), then, otherwise);
      }
      return otherwise();
    }
  }

  [[no_unique_address]] Pattern pattern;
};

template <class T>
struct any_of_type : typed<T, wildcard> {
  template <class Given>
  [[nodiscard]] constexpr auto operator()(Given&& given) const {
    return typed<T, pattern_from<Given>>{make_pattern(std::forward<Given>(given))};
  }
};

template <class Pattern>
struct present {
  using pattern_tag = void;
  template <class X>
  static constexpr bool accepts = [] {
    if constexpr (std::constructible_from<bool, const std::remove_cvref_t<X>&> &&
                  requires(X&& subject) { *std::forward<X>(subject); }) {
      return std::is_reference_v<decltype(*std::declval<X>())> &&
             accepted_by_pattern<Pattern, decltype(*std::declval<X>())>;
    } else {
      return false;
    }
  }();
  template <class X>
  static constexpr bool always = false;
  template <class X>
  using captures = typename Pattern::template captures<decltype(*std::declval<X>())>;
  template <class X>
  static constexpr coverage covers(std::size_t /*choice*/) {
    return coverage::sometimes;
  }

  template <class R, class X, class Then, class Otherwise>
  constexpr R run(X&& subject, const Then& then, const Otherwise& otherwise) const {
    if (static_cast<bool>(std::as_const(subject))) {
      return pattern.template run<R>(*std::forward<X>(subject), then, otherwise);
    }
    return otherwise();
  }

  [[no_unique_address]] Pattern pattern;
};

template <class First, class... Patterns>
struct alternatives {
  using pattern_tag = void;
  template <class X>
  static constexpr bool binds_alike =
      (std::same_as<typename First::template captures<X>, typename Patterns::template captures<X>> && ...);
  template <class X>
  static constexpr bool accepts = [] {
    if constexpr (accepted_by_pattern<First, X> && (accepted_by_pattern<Patterns, X> && ...)) {
      return binds_alike<X>;
    } else {
      return false;
    }
  }();
  template <class X>
  static constexpr bool always = First::template always<X> || (Patterns::template always<X> || ...);
  template <class X>
  using captures = typename First::template captures<X>;
  template <class X>
  static constexpr coverage covers(std::size_t choice) {
    return std::max({First::template covers<X>(choice), Patterns::template covers<X>(choice)...});
  }

  template <class R, class X, class Then, class Otherwise>
  constexpr R run(X&& subject, const Then& then, const Otherwise& otherwise) const {
    return run_from<0, R>(std::forward<X>(subject), then, otherwise);
  }

  std::tuple<First, Patterns...> patterns;

 private:
  template <std::size_t I, class R, class X, class Then, class Otherwise>
  constexpr R run_from(X&& subject, const Then& then, const Otherwise& otherwise) const {
    if constexpr (I == sizeof...(Patterns)) {
      return std::get<I>(patterns).template run<R>(std::forward<X>(subject), then, otherwise);
    } else {
      return std::get<I>(patterns).template run<R>(std::forward<X>(subject), then, [&]() -> R {
        return this->template run_from<I + 1, R>(std::forward<X>(subject), then, otherwise);
      });
    }
  }
};

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// Matches every value and binds nothing.
inline constexpr detail::wildcard _{};

/// Matches every value, and hands it to the handler; `bind(pattern)` hands over what the pattern matches, before what
/// is bound inside of it.
///
/// It is handed over by reference: an lvalue of an lvalue, an rvalue of an rvalue. Source: row B10; Python's `case x`
/// and `case pattern as x`.
inline constexpr detail::binder bind{};

/// Matches what equals `Value`. The value is known when it compiles, and so counts where a match must be exhaustive.
template <auto Value>
inline constexpr detail::constant<Value> is{};

/// Matches a `T`, or something that holds one now: a variant that has T once, a std::any, an object of a class with
/// virtual functions that T is derived from. `as<T>(pattern)` asks `pattern` of the T.
///
/// Source: row B10; Python's class patterns.
template <class T>
  requires std::same_as<T, std::remove_cvref_t<T>>
inline constexpr detail::any_of_type<T> as{};

/// Matches a pointer or an optional that is not empty, if `pattern` matches what it leads to.
template <class Given>
[[nodiscard]] constexpr auto some(Given&& pattern) {
  return detail::present<detail::pattern_from<Given>>{detail::make_pattern(std::forward<Given>(pattern))};
}

/// Matches what one of the patterns matches; they are tried in order, and must bind the same types.
/// Source: row B10; Python's `case a | b`.
template <class... Given>
  requires(sizeof...(Given) > 0)
[[nodiscard]] constexpr auto either(Given&&... patterns) {
  return detail::alternatives<detail::pattern_from<Given>...>{{detail::make_pattern(std::forward<Given>(patterns))...}};
}

}  // namespace patterns::data_model
