/// @file
/// A27 · transform_names: the fields of a record under other names, by a rule.
export module patterns.meta:transform_names;

import std;
import :fixed_string;
import :record;

namespace patterns::meta::detail {

// A function object, so that it can stand as a template argument without its address.
struct to_upper_case {
  [[nodiscard]] constexpr std::string operator()(std::string_view name) const {
    std::string result(name);
    for (char& c : result) {
      c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return result;
  }
};

}  // namespace patterns::meta::detail

export namespace patterns::meta {

/// Makes a name upper case: `max_size` becomes `MAX_SIZE`. Letters outside of ASCII stay as they are.
inline constexpr detail::to_upper_case upper_case{};

/// A rule for names: from a `std::string_view` it makes something that reads as one, when the program compiles.
///
/// A function, a function object or a lambda without captures; it may return a std::string.
template <auto Fn>
concept name_mapping = std::invocable<decltype(Fn)&, std::string_view> &&
                       std::convertible_to<std::invoke_result_t<decltype(Fn)&, std::string_view>, std::string_view>;

}  // namespace patterns::meta

namespace patterns::meta::detail {

// In braces: Clang 22 dies of a dependent initializer in parentheses (tools/evaluate/cases).
template <class T, std::size_t I>
inline constexpr fixed_string<field_name<T, I>.size()> field_text{field_name<T, I>};

// The text may be a temporary of the mapping's, so the mapping is asked twice: for the length, and for the characters.
template <class T, auto Fn, std::size_t I>
inline constexpr std::size_t mapped_size = std::string_view(std::invoke(Fn, field_name<T, I>)).size();

template <class T, auto Fn, std::size_t I>
inline constexpr fixed_string<mapped_size<T, Fn, I>> mapped_text{std::string_view(std::invoke(Fn, field_name<T, I>))};

template <class T, auto Fn>
inline constexpr auto mapped_names = []<std::size_t... I>(std::index_sequence<I...>) {
  return std::array<std::string_view, sizeof...(I)>{mapped_text<T, Fn, I>.view()...};
}(std::make_index_sequence<field_count<T>>{});

/// The first name that two fields get, as their positions; the number of fields twice if there is none.
template <class T, auto Fn>
inline constexpr auto collision = [] {
  const auto& names = mapped_names<T, Fn>;
  for (std::size_t second = 0; second < names.size(); ++second) {
    for (std::size_t first = 0; first < second; ++first) {
      if (names[first] == names[second]) {
        return std::pair{first, second};
      }
    }
  }
  return std::pair{names.size(), names.size()};
}();

template <class T, auto Fn>
inline constexpr std::size_t first_nameless =
    static_cast<std::size_t>(std::ranges::find(mapped_names<T, Fn>, std::string_view()) - mapped_names<T, Fn>.begin());

// What is wrong is told by a type: compilers write out the arguments of a type, those of a concept they do not.
template <fixed_string First, fixed_string Second, fixed_string Name>
struct two_fields_become {};
template <fixed_string Field>
struct field_loses_its_name {};
struct every_field_has_a_name_of_its_own {};

template <class T, auto Fn>
consteval auto judge_names() {
  constexpr auto nameless = first_nameless<T, Fn>;
  constexpr auto first = collision<T, Fn>.first;
  if constexpr (nameless < field_count<T>) {
    return field_loses_its_name<field_text<T, nameless>>();
  } else if constexpr (first < field_count<T>) {
    return two_fields_become<field_text<T, first>, field_text<T, collision<T, Fn>.second>, mapped_text<T, Fn, first>>();
  } else {
    return every_field_has_a_name_of_its_own();
  }
}

template <class Verdict>
concept names_are_fine = std::same_as<Verdict, every_field_has_a_name_of_its_own>;

}  // namespace patterns::meta::detail

export namespace patterns::meta {

/// Under `Fn` every field of `T` has a name, and no other field has the same. Where it does not hold, the compiler
/// shows the fields and the name.
template <class T, auto Fn>
concept names_stay_different = detail::names_are_fine<decltype(detail::judge_names<T, Fn>())>;

/// The fields of the record `T` under the names that `Fn` makes of theirs:
///
///     using settings = patterns::meta::transform_names<options, patterns::meta::upper_case>;
///     settings::get<"MAX_SIZE">(object) = 10;
///
/// Stands where Python has a metaclass that rewrites the class body. Here the class stays as it is, and the view is all
/// static: what an object of it holds is reached through its functions. Two fields that would get the same name, and a
/// field that would get none, are refused where the view is named; see names_stay_different.
///
/// @tparam T   a record
/// @tparam Fn  the rule; see name_mapping
///
/// Complexity: none at run time, but for `index` and `original`: linear in the number of fields. Thread-safety: a
/// constant. Source: row A27.
template <class T, auto Fn>
  requires record<T> && name_mapping<Fn> && names_stay_different<std::remove_cv_t<T>, Fn>
struct transform_names {
  using record_type = T;

  /// The new names, in the order in which the fields are declared.
  static constexpr std::array<std::string_view, field_count<T>> names = detail::mapped_names<T, Fn>;

  /// The position of the field whose new name is `name`, or the number of fields if there is none.
  [[nodiscard]] static constexpr std::size_t index(std::string_view name) noexcept {
    return static_cast<std::size_t>(std::ranges::find(names, name) - names.begin());
  }

  /// There is a field whose new name is `Name`.
  template <fixed_string Name>
  static constexpr bool has = index(Name) < names.size();

  /// The name in `T` of the field whose new name is `name`, or nothing.
  [[nodiscard]] static constexpr std::optional<std::string_view> original(std::string_view name) noexcept {
    const auto position = index(name);
    return position < names.size() ? std::optional{field_names<T>[position]} : std::nullopt;
  }

  /// The field of `object` whose new name is `Name`: an lvalue of an lvalue, an rvalue of an rvalue.
  template <fixed_string Name, class Object>
    requires std::same_as<std::remove_cvref_t<Object>, std::remove_cv_t<T>> && has<Name>
  [[nodiscard]] static constexpr auto&& get(Object&& object) noexcept {
    return get_field<index(Name)>(std::forward<Object>(object));
  }

  /// Calls `visit(name, field)` with the new name of each field of `object`, in the order of declaration.
  template <class Object, class Visitor>
    requires std::same_as<std::remove_cvref_t<Object>, std::remove_cv_t<T>>
  static constexpr void for_each(Object&& object, Visitor&& visit) {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      (std::invoke(visit, names[I], get_field<I>(std::forward<Object>(object))), ...);
    }(std::make_index_sequence<field_count<T>>{});
  }
};

}  // namespace patterns::meta
