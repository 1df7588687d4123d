/// @file
/// B10 · match, when: a value is taken apart by the first of several patterns that it matches.
export module patterns.data_model:match;

import std;
import patterns.meta;
import patterns.typing;
import :match_parts;
import :match_pattern;
import :repr;

export namespace patterns::data_model {

/// Thrown by match for a value that no case matches; names the value.
class match_error : public std::invalid_argument {
 public:
  explicit match_error(std::string_view value) : std::invalid_argument(std::format("match: no case for {}", value)) {}
};

}  // namespace patterns::data_model

namespace patterns::data_model::detail {

// Apart from the cases, so that a match is inlined without it.
// A number is given by value, so that it need not be in memory for this.
template <class T>
[[noreturn, gnu::cold, gnu::noinline]] void refuse_unmatched(
    std::conditional_t<std::is_scalar_v<T>, T, const T&> value) {
  if constexpr (has_repr<T>) {
    throw match_error(repr(value));
  } else {
    throw match_error(std::format("a {}", meta::unqualified_name<T>));
  }
}

struct no_guard {};

template <class Guard, class Captured>
inline constexpr bool guards = false;
template <class... Bound>
inline constexpr bool guards<no_guard, typing::type_list<Bound...>> = true;
template <class Guard, class... Bound>
  requires std::predicate<const Guard&, const std::remove_reference_t<Bound>&...>
inline constexpr bool guards<Guard, typing::type_list<Bound...>> = true;

template <class Pattern, class Handler>
struct match_case {
  using pattern_type = Pattern;
  using handler_type = Handler;

  Pattern pattern;
  [[no_unique_address]] Handler handler;
};

template <class Pattern, class Guard>
struct guarded {
  using pattern_tag = void;
  template <class X>
  static constexpr bool accepts = [] {
    if constexpr (accepted_by_pattern<Pattern, X>) {
      return guards<Guard, typename Pattern::template captures<X>>;
    } else {
      return false;
    }
  }();
  template <class X>
  static constexpr bool always = std::same_as<Guard, no_guard> && Pattern::template always<X>;
  template <class X>
  using captures = typename Pattern::template captures<X>;
  template <class X>
  static constexpr coverage covers(std::size_t choice) {
    return std::min(Pattern::template covers<X>(choice),
                    std::same_as<Guard, no_guard> ? coverage::always : coverage::sometimes);
  }

  template <class R, class X, class Then, class Otherwise>
  constexpr R run(X&& subject, const Then& then, const Otherwise& otherwise) const {
    if constexpr (std::same_as<Guard, no_guard>) {
      return pattern.template run<R>(std::forward<X>(subject), then, otherwise);
    } else {
      return pattern.template run<R>(
          std::forward<X>(subject),
          [&]<class... Bound>(Bound&&... bound) -> R {
            if (std::invoke(guard, std::as_const(bound)...)) {
              return then(std::forward<Bound>(bound)...);
            }
            return otherwise();
          },
          otherwise);
    }
  }

  /// A case: what is done with what was bound.
  template <class Handler>
  [[nodiscard]] constexpr auto operator>>(Handler&& handler) && {
    return match_case<guarded, std::decay_t<Handler>>{std::move(*this), std::forward<Handler>(handler)};
  }
  template <class Handler>
  [[nodiscard]] constexpr auto operator>>(Handler&& handler) const& {
    return match_case<guarded, std::decay_t<Handler>>{*this, std::forward<Handler>(handler)};
  }

  [[no_unique_address]] Pattern pattern;
  [[no_unique_address]] Guard guard;
};

template <class Handler, class Captured>
inline constexpr bool takes = false;
template <class Handler, class... Bound>
inline constexpr bool takes<Handler, typing::type_list<Bound...>> = std::invocable<Handler, Bound...>;

template <class Handler, class Captured>
struct handled;
template <class Handler, class... Bound>
struct handled<Handler, typing::type_list<Bound...>> : std::invoke_result<Handler, Bound...> {};

template <class Case, class X>
using result_of_case =
    typename handled<typename Case::handler_type, typename Case::pattern_type::template captures<X>>::type;

// Handlers that all return one type return just that, a reference too.
template <class... Results>
struct result_of_all : std::common_type<Results...> {};
template <class First, class... Results>
  requires(std::same_as<First, Results> && ...)
struct result_of_all<First, Results...> : std::type_identity<First> {};

/// What a compiler says of choice `I` where no case is for it; void past the last one.
template <class T, std::size_t I>
struct choice_of : std::type_identity<void> {};
template <class T, std::size_t I>
  requires(I < choices<T>) && meta::scoped_enum<T>
struct choice_of<T, I> : std::type_identity<constant<meta::enum_values<T>[I]>> {};
template <class T, std::size_t I>
  requires(I < choices<T>) && meta::is_variant<T>
struct choice_of<T, I> : std::variant_alternative<I, T> {};

template <class X, class... Patterns>
inline constexpr std::size_t first_choice_missing = [] {
  constexpr std::size_t count = choices<std::remove_cvref_t<X>>;
  for (std::size_t i = 0; i != count; ++i) {
    if (((Patterns::template covers<X>(i) != coverage::always) && ...)) {
      return i;
    }
  }
  return count;
}();

/// A case that can never be reached, because those before it match all that it does; `sizeof...` if there is none.
template <class X, class... Patterns>
inline constexpr std::size_t first_useless_case = [] {
  constexpr std::size_t count = choices<std::remove_cvref_t<X>>;
  std::array<bool, count + 1> covered{};
  bool all_covered = false;
  std::size_t position = 0;
  std::size_t useless = sizeof...(Patterns);
  const auto look_at = [&]<class Pattern>(std::type_identity<Pattern>) {
    bool reached = count == 0 || Pattern::template always<X>;
    // Not `<`: GCC warns of it where there are none.
    for (std::size_t i = 0; i != count; ++i) {
      const auto says = Pattern::template covers<X>(i);
      reached = reached || (says != coverage::never && !covered[i]);
      covered[i] = covered[i] || says == coverage::always;
    }
    if ((all_covered || !reached) && useless == sizeof...(Patterns)) {
      useless = position;
    }
    all_covered = all_covered || Pattern::template always<X>;
    ++position;
  };
  (look_at(std::type_identity<Patterns>{}), ...);
  return useless;
}();

template <std::size_t I, class... Patterns>
struct pattern_at : std::type_identity<void> {};
template <std::size_t I, class... Patterns>
  requires(I < sizeof...(Patterns))
struct pattern_at<I, Patterns...> : std::tuple_element<I, std::tuple<Patterns...>> {};

template <class R, class X>
constexpr R try_cases(X&& subject) {
  refuse_unmatched<std::remove_cvref_t<X>>(subject);
}

template <class R, class X, class First, class... Rest>
constexpr R try_cases(X&& subject, First& first, Rest&... rest) {
  return first.pattern.template run<R>(
      std::forward<X>(subject),
      [&]<class... Bound>(Bound&&... bound) -> R {
        using result = std::invoke_result_t<typename First::handler_type, Bound...>;
        if constexpr (std::same_as<result, R>) {
          return std::invoke(std::move(first.handler), std::forward<Bound>(bound)...);
        } else {
          return static_cast<R>(std::invoke(std::move(first.handler), std::forward<Bound>(bound)...));
        }
      },
      [&]() -> R { return try_cases<R>(std::forward<X>(subject), rest...); });
}

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// A case made by `when(pattern) >> handler`.
template <class Case>
concept match_case_type = requires {
  typename Case::pattern_type;
  typename Case::handler_type;
};

/// The pattern can be asked of such a value: the value is comparable with it, has the alternative, or the fields.
template <class Pattern, class X>
concept pattern_for = detail::accepted_by_pattern<Pattern, X>;

/// The handler takes all that the pattern binds, in order.
template <class Case, class X>
concept handler_takes_what_is_bound =
    detail::takes<typename Case::handler_type, typename Case::pattern_type::template captures<X>>;

/// True of nothing but void, so that the compiler names the alternative or the enumerator that has no case.
template <class Missing>
concept no_case_missing_for = std::is_void_v<Missing>;

/// True of nothing but void, so that the compiler names the pattern that can never be reached.
template <class Useless>
concept no_case_out_of_reach = std::is_void_v<Useless>;

/// The handlers return nothing, or values with a type in common.
template <class X, class... Cases>
concept results_in_common = requires { typename detail::result_of_all<detail::result_of_case<Cases, X>...>::type; };

/// A value that waits for its cases; made by match.
template <class X>
class matcher {
 public:
  constexpr explicit matcher(X&& subject) noexcept : subject_(std::forward<X>(subject)) {}
  matcher(const matcher&) = delete;
  matcher& operator=(const matcher&) = delete;

  /// Calls the handler of the first case whose pattern matches, with what the pattern binds.
  /// @throws match_error if there is none, which for a variant is one that is valueless, and for an enumeration a value
  /// without a name; else what handlers, guards and comparisons throw
  template <match_case_type... Cases>
    requires(sizeof...(Cases) > 0) && (pattern_for<typename Cases::pattern_type, X> && ...) &&
            no_case_missing_for<typename detail::choice_of<
                std::remove_cvref_t<X>, detail::first_choice_missing<X, typename Cases::pattern_type...>>::type> &&
            no_case_out_of_reach<
                typename detail::pattern_at<detail::first_useless_case<X, typename Cases::pattern_type...>,
                                            typename Cases::pattern_type...>::type> &&
            (handler_takes_what_is_bound<Cases, X> && ...) && results_in_common<X, Cases...>
  // Deduced, so that no type is looked for in what the constraints refuse.
  constexpr decltype(auto) operator()(Cases... cases) && {
    using result = typename detail::result_of_all<detail::result_of_case<Cases, X>...>::type;
    return detail::try_cases<result>(std::forward<X>(subject_), cases...);
  }

 private:
  X&& subject_;
};

/// Takes a value apart by cases:
///
///     match(p)(when(fields(0, bind)) >> [](int y) { ... },
///              when(fields(bind, bind), std::equal_to()) >> [](int x, int) { ... },
///              when(_) >> [] { ... });
///
/// The first case that matches counts; its handler gets what the pattern binds. A match of a variant, or of a scoped
/// enumeration, must have a case for everything, which `as<T>`, `is<Value>` and `_` are, or it does not compile, and
/// the compiler names what is missing. Nor does it compile with a case that those before it leave nothing to.
///
/// Complexity: the tests of the cases up to the one that matches, each once, as an if-chain makes them; no allocation
/// and no copy of the value. Thread-safety: reads the value; the rest is up to the handlers.
/// Source: row B10; PEP 634; P2688, Pattern Matching; Park, MPark.Patterns.
template <class X>
[[nodiscard]] constexpr matcher<X> match(X&& subject) noexcept {
  return matcher<X>(std::forward<X>(subject));
}

/// A pattern, as the beginning of a case: `when(pattern) >> handler`. What is no pattern is a value to be equal to.
template <class Given>
[[nodiscard]] constexpr auto when(Given&& pattern) {
  return detail::guarded<detail::pattern_from<Given>, detail::no_guard>{
      detail::make_pattern(std::forward<Given>(pattern)), {}};
}

/// A pattern that matches only if `guard` is true of what it binds. It may stand inside of another one.
template <class Given, class Guard>
[[nodiscard]] constexpr auto when(Given&& pattern, Guard&& guard) {
  return detail::guarded<detail::pattern_from<Given>, std::decay_t<Guard>>{
      detail::make_pattern(std::forward<Given>(pattern)), std::forward<Guard>(guard)};
}

}  // namespace patterns::data_model
