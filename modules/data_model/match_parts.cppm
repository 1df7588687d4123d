/// @file
/// B10 · fields, sequence: patterns for the parts of a record, a tuple and a range.
export module patterns.data_model:match_parts;

import std;
import patterns.meta;
import patterns.typing;
import :match_pattern;
import :replace;

namespace patterns::data_model::detail {

template <class X>
concept tuple_subject =
    !meta::record<std::remove_cvref_t<X>> && requires { std::tuple_size<std::remove_cvref_t<X>>::value; };

template <class X>
inline constexpr std::size_t part_count = 0;
template <class X>
  requires meta::record<std::remove_cvref_t<X>>
inline constexpr std::size_t part_count<X> = meta::field_count<std::remove_cvref_t<X>>;
template <tuple_subject X>
inline constexpr std::size_t part_count<X> = std::tuple_size_v<std::remove_cvref_t<X>>;

// As a structured binding gets it.
template <std::size_t I, class X>
[[nodiscard]] constexpr decltype(auto) part_at(X&& subject) {
  if constexpr (meta::record<std::remove_cvref_t<X>>) {
    return meta::get_field<I>(std::forward<X>(subject));
  } else if constexpr (requires { std::forward<X>(subject).template get<I>(); }) {
    return std::forward<X>(subject).template get<I>();
  } else {
    using std::get;
    return get<I>(std::forward<X>(subject));
  }
}

template <std::size_t I>
struct part_by_position {
  template <class X>
  static constexpr bool exists = I < part_count<X>;

  template <class X>
  [[nodiscard]] static constexpr decltype(auto) of(X&& subject) {
    return part_at<I>(std::forward<X>(subject));
  }
};

template <meta::fixed_string Name>
struct part_by_name {
  template <class X>
  static constexpr bool exists = meta::has_field<std::remove_cvref_t<X>, Name>;

  template <class X>
  [[nodiscard]] static constexpr decltype(auto) of(X&& subject) {
    return meta::get_field<Name>(std::forward<X>(subject));
  }
};

/// An element, counted from the end if `From` is less than 0.
template <std::ptrdiff_t From>
struct element_at {
  template <class X>
  static constexpr bool exists = true;

  template <class X>
  [[nodiscard]] static constexpr decltype(auto) of(X&& subject) {
    if constexpr (From < 0) {
      const auto size = static_cast<std::ptrdiff_t>(std::ranges::size(subject));
      return std::ranges::begin(subject)[static_cast<std::ranges::range_difference_t<X>>(size + From)];
    } else {
      return std::ranges::begin(subject)[static_cast<std::ranges::range_difference_t<X>>(From)];
    }
  }
};

/// All elements but so many.
template <std::size_t Front, std::size_t Back>
struct elements_between {
  template <class X>
  static constexpr bool exists = true;

  template <class X>
  [[nodiscard]] static constexpr auto of(X&& subject) {
    const auto size = std::ranges::size(subject) - Front - Back;
    const auto first = std::ranges::begin(subject) + static_cast<std::ranges::range_difference_t<X>>(Front);
    if constexpr (std::ranges::contiguous_range<X>) {
      return std::span(std::to_address(first), static_cast<std::size_t>(size));
    } else {
      return std::ranges::subrange(first, first + static_cast<std::ranges::range_difference_t<X>>(size));
    }
  }
};

template <class Part, class Pattern>
struct part_pattern {
  using pattern_tag = void;
  template <class X>
  using part_of = decltype(Part::of(std::declval<X>()));
  template <class X>
  static constexpr bool accepts = [] {
    if constexpr (Part::template exists<X>) {
      return accepted_by_pattern<Pattern, part_of<X>>;
    } else {
      return false;
    }
  }();
  template <class X>
  static constexpr bool always = Pattern::template always<part_of<X>>;
  template <class X>
  using captures = typename Pattern::template captures<part_of<X>>;

  template <class R, class X, class Then, class Otherwise>
  constexpr R run(X&& subject, const Then& then, const Otherwise& otherwise) const {
    return pattern.template run<R>(Part::of(std::forward<X>(subject)), then, otherwise);
  }

  [[no_unique_address]] Pattern pattern;
};

/// Matches if all of the patterns do, each of which looks at a part of the subject.
template <class... Patterns>
struct all_parts {
  template <class X>
  static constexpr bool all_accept = (accepted_by_pattern<Patterns, X> && ...);
  template <class X>
  static constexpr bool all_always = (Patterns::template always<X> && ...);
  template <class X>
  using captures = typename joined_lists<typename Patterns::template captures<X>...>::type;

  std::tuple<Patterns...> parts;

 protected:
  template <std::size_t I, class R, class X, class Then, class Otherwise, class... Bound>
  constexpr R run_from(X&& subject, const Then& then, const Otherwise& otherwise, Bound&&... bound) const {
    if constexpr (I == sizeof...(Patterns)) {
      return then(std::forward<Bound>(bound)...);
    } else {
      return std::get<I>(parts).template run<R>(
          std::forward<X>(subject),
          [&]<class... More>(More&&... more) -> R {
            return this->template run_from<I + 1, R>(std::forward<X>(subject), then, otherwise,
                                                     std::forward<Bound>(bound)..., std::forward<More>(more)...);
          },
          otherwise);
    }
  }
};

/// @tparam Count  how many parts the subject must have; 0 if parts are named, and need not be all
template <std::size_t Count, class... Patterns>
struct field_patterns : all_parts<Patterns...> {
  using pattern_tag = void;
  template <class X>
  static constexpr bool accepts = [] {
    if constexpr (Count == 0 || Count == part_count<X>) {
      return all_parts<Patterns...>::template all_accept<X>;
    } else {
      return false;
    }
  }();
  template <class X>
  static constexpr bool always = all_parts<Patterns...>::template all_always<X>;
  template <class X>
  static constexpr coverage covers(std::size_t /*choice*/) {
    return usual_coverage<field_patterns, X>;
  }

  template <class R, class X, class Then, class Otherwise>
  constexpr R run(X&& subject, const Then& then, const Otherwise& otherwise) const {
    return this->template run_from<0, R>(std::forward<X>(subject), then, otherwise);
  }
};

/// @tparam Open  whether there may be more elements than patterns
template <bool Open, std::size_t Count, class... Patterns>
struct sequence_pattern : all_parts<Patterns...> {
  using pattern_tag = void;
  template <class X>
  static constexpr bool accepts = [] {
    if constexpr (std::ranges::random_access_range<X> && std::ranges::sized_range<X>) {
      return all_parts<Patterns...>::template all_accept<std::remove_reference_t<X>&>;
    } else {
      return false;
    }
  }();
  template <class X>
  static constexpr bool always = Open && Count == 0;
  template <class X>
  using captures = typename all_parts<Patterns...>::template captures<std::remove_reference_t<X>&>;
  template <class X>
  static constexpr coverage covers(std::size_t /*choice*/) {
    return usual_coverage<sequence_pattern, X>;
  }

  template <class R, class X, class Then, class Otherwise>
  constexpr R run(X&& subject, const Then& then, const Otherwise& otherwise) const {
    const auto size = std::ranges::size(subject);
    if (Open ? size >= Count : size == Count) {
      // As an lvalue: a view that is an rvalue does not own its elements.
      return this->template run_from<0, R>(subject, then, otherwise);
    }
    return otherwise();
  }
};

struct rest_marker {
  using pattern_tag = void;
  template <class X>
  static constexpr bool accepts = false;
  template <class X>
  using captures = typing::type_list<>;
};

template <class Pattern>
inline constexpr bool stands_for_rest = false;
template <>
inline constexpr bool stands_for_rest<rest_marker> = true;
template <>
inline constexpr bool stands_for_rest<binding<rest_marker>> = true;

/// How pattern `I` of a sequence of `Count`, in which the rest stands at `Rest`, looks at the subject.
template <std::size_t I, std::size_t Count, std::size_t Rest, class Pattern>
[[nodiscard]] constexpr auto element_pattern(Pattern&& pattern) {
  using given = std::remove_cvref_t<Pattern>;
  if constexpr (std::same_as<given, rest_marker>) {
    return part_pattern<elements_between<I, Count - I - 1>, wildcard>{};
  } else if constexpr (std::same_as<given, binding<rest_marker>>) {
    return part_pattern<elements_between<I, Count - I - 1>, binding<wildcard>>{};
  } else {
    constexpr auto from =
        I < Rest ? static_cast<std::ptrdiff_t>(I) : static_cast<std::ptrdiff_t>(I) - static_cast<std::ptrdiff_t>(Count);
    return part_pattern<element_at<from>, given>{std::forward<Pattern>(pattern)};
  }
}

template <class Given>
inline constexpr bool is_named_part = false;
template <meta::fixed_string Name, class Value>
inline constexpr bool is_named_part<field_change<Name, Value>> = true;

template <meta::fixed_string Name, class Value>
[[nodiscard]] constexpr auto named_pattern(field_change<Name, Value> given) {
  return part_pattern<part_by_name<Name>, pattern_from<Value>>{make_pattern(std::move(given.value))};
}

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// The patterns of `fields` stand for all fields in their order, or each for the field that it names.
template <class... Given>
concept field_pattern_list = sizeof...(Given) > 0 && ((detail::is_named_part<std::decay_t<Given>> && ...) ||
                                                      (!detail::is_named_part<std::decay_t<Given>> && ...));

/// Matches a record, or what has the tuple protocol, by its fields: `fields(0, bind)` in order, and then all of them;
/// or `fields(field<"y">(bind))` by name, and then as many as are of interest.
///
/// Source: row B10; Python's `__match_args__` and keyword patterns.
template <class... Given>
  requires field_pattern_list<Given...>
[[nodiscard]] constexpr auto fields(Given&&... patterns) {
  if constexpr ((detail::is_named_part<std::decay_t<Given>> && ...)) {
    return detail::field_patterns<0, decltype(detail::named_pattern(std::forward<Given>(patterns)))...>{
        {{detail::named_pattern(std::forward<Given>(patterns))...}}};
  } else {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
      return detail::field_patterns<sizeof...(I),
                                    detail::part_pattern<detail::part_by_position<I>, detail::pattern_from<Given>>...>{
          {{detail::part_pattern<detail::part_by_position<I>, detail::pattern_from<Given>>{
              detail::make_pattern(std::forward<Given>(patterns))}...}}};
    }(std::index_sequence_for<Given...>{});
  }
}

/// In `sequence`: any number of elements. `bind(rest)` hands them over, as a std::span or std::ranges::subrange.
inline constexpr detail::rest_marker rest{};

/// Not more than one pattern of a sequence stands for the rest.
template <class... Given>
concept at_most_one_rest = (std::size_t{0} + ... + (detail::stands_for_rest<std::decay_t<Given>> ? 1U : 0U)) <= 1;

/// Matches a sized range with random access by its elements: `sequence("go", bind)` has two, and
/// `sequence(bind, rest)` one or more; the rest may stand anywhere, once.
///
/// Source: row B10; Python's sequence patterns.
template <class... Given>
  requires at_most_one_rest<Given...>
[[nodiscard]] constexpr auto sequence(Given&&... patterns) {
  constexpr std::array<bool, sizeof...(Given) + 1> rests{detail::stands_for_rest<std::decay_t<Given>>..., true};
  constexpr auto position = static_cast<std::size_t>(std::ranges::find(rests, true) - rests.begin());
  constexpr bool open = position < sizeof...(Given);
  return [&]<std::size_t... I>(std::index_sequence<I...>) {
    return detail::sequence_pattern<open, sizeof...(Given) - (open ? 1 : 0),
                                    decltype(detail::element_pattern<I, sizeof...(Given), position>(
                                        detail::make_pattern(std::forward<Given>(patterns))))...>{
        {{detail::element_pattern<I, sizeof...(Given), position>(
            detail::make_pattern(std::forward<Given>(patterns)))...}}};
  }(std::index_sequence_for<Given...>{});
}

}  // namespace patterns::data_model
