/// @file
/// A13 · representation: a text for a reader and one for a developer, from one function of the class.
export module patterns.data_model:representation;

import std;
import patterns.meta;
import :repr;

namespace patterns::data_model::detail {

/// What a class says of itself: a text with `{}` for its parts, and the parts, by reference to what is no temporary.
template <meta::fixed_string Text, class Names, class... Parts>
struct representation {
  std::tuple<Parts...> parts;
};

// A list, for Clang cannot expand the pack in a generic lambda with one of the lambda: llvm issue 115718.
template <meta::fixed_string... Names>
struct part_names {
  static constexpr std::array<std::string_view, sizeof...(Names)> list{Names.view()...};
};

// Whoever computes a number in represent() has it in a local variable.
template <class Part>
using kept_part = std::conditional_t<std::is_scalar_v<std::remove_cvref_t<Part>>, std::remove_cvref_t<Part>, Part>;

template <class T>
inline constexpr bool is_representation = false;
template <meta::fixed_string Text, class Names, class... Parts>
inline constexpr bool is_representation<representation<Text, Names, Parts...>> = true;

template <class T>
concept no_names_or_one_for_each_part = T::value;

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// A class that is shown in two forms: it has a member `represent() const` that returns what shown_as makes.
///
///     auto represent() const { return shown_as<"({}, {})", "x", "y">(x_, y_); }
///
/// With it, std::format writes the form for a reader, `(1, 2)`, for `{}`, and the one for a developer,
/// `point(x=1, y=2)`, for `{:?}`.
template <class T>
concept representable = std::is_class_v<T> && requires(const T& value) {
  requires detail::is_representation<std::remove_cvref_t<decltype(value.represent())>>;
};

}  // namespace patterns::data_model

namespace patterns::data_model::detail {

// In C++26 it is a range, and would be shown as one of at most one element.
template <class T>
inline constexpr bool is_optional_part = false;
template <class T>
inline constexpr bool is_optional_part<std::optional<T>> = true;

template <class T>
concept formats_itself = std::default_initializable<std::formatter<T, char>> && !is_optional_part<T>;

template <class T>
concept list_of_parts = meta::range_of_values<T> && !is_optional_part<T> && !representable<T> &&
                        !std::convertible_to<const T&, std::string_view>;

// Not lists and tuples, of which std::format knows in C++23 only.
template <class T>
concept written_by_format = formats_itself<T> && !list_of_parts<T> && !meta::tuple_of_values<T>;

/// A part as a reader sees it.
template <class T>
struct plain_part {
  const T& value;
};

template <class T>
[[nodiscard]] std::string plain_text(const T& value) {
  if constexpr (list_of_parts<T>) {
    std::string text;
    std::string_view comma = "";
    using element_type = std::ranges::range_value_t<const T&>;
    for (const element_type& element : value) {
      text += std::exchange(comma, ", ");
      if constexpr (list_of_parts<element_type>) {
        text += repr(element);
      } else {
        text += plain_text(element);
      }
    }
    return text;
  } else if constexpr (written_by_format<T>) {
    return std::format("{}", value);
  } else {
    return repr(value);
  }
}

}  // namespace patterns::data_model::detail

/// Internal: one part of a representation, in the text for a reader.
template <class T>
struct std::formatter<patterns::data_model::detail::plain_part<T>>
    : std::conditional_t<patterns::data_model::detail::written_by_format<T>, std::formatter<T>,
                         std::formatter<std::string_view>> {
  template <class Context>
  auto format(const patterns::data_model::detail::plain_part<T>& part, Context& context) const {
    if constexpr (patterns::data_model::detail::written_by_format<T>) {
      return std::formatter<T>::format(part.value, context);
    } else {
      return std::formatter<std::string_view>::format(patterns::data_model::detail::plain_text(part.value), context);
    }
  }
};

namespace patterns::data_model::detail {

// What std::format checks, asked so that the answer may be no.
template <class Text, class... Parts>
concept text_fits_parts = requires {
  typename std::bool_constant<(
      static_cast<void>(std::format_string<plain_part<std::remove_cvref_t<Parts>>...>(Text::view())), true)>;
};

template <meta::fixed_string Text>
struct text_of {
  [[nodiscard]] static consteval std::string_view view() { return Text.view(); }
};

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// What `represent()` returns.
///
/// @tparam Text   the form for a reader, as a format of std::format; checked against the parts by the compiler
/// @tparam Names  names of all the parts for the form for a developer, or none
/// @param parts   whatever repr shows: members, numbers, or temporaries; a local variable that is no number must be
///                moved in, for a reference to it would dangle
///
/// For a reader a part is written as std::format writes it, with the format given in the text; a list as its elements
/// with commas between them; a part of which std::format knows nothing, such as an optional, and a tuple, as repr does.
/// Source: row A13.
template <meta::fixed_string Text, meta::fixed_string... Names, class... Parts>
  requires detail::no_names_or_one_for_each_part<
               std::bool_constant<sizeof...(Names) == 0 || sizeof...(Names) == sizeof...(Parts)>> &&
           detail::text_fits_parts<detail::text_of<Text>, Parts...>
[[nodiscard]] constexpr auto shown_as(Parts&&... parts) {
  return detail::representation<Text, detail::part_names<Names...>, detail::kept_part<Parts>...>{
      {std::forward<Parts>(parts)...}};
}

}  // namespace patterns::data_model

namespace patterns::data_model::detail {

template <class T>
[[nodiscard]] std::string developer_text(const T& value);

template <class T, meta::fixed_string Text, class Names, class... Parts>
[[nodiscard]] std::string reader_form(const representation<Text, Names, Parts...>& shown) {
  return std::apply(
      [](const auto&... parts) {
        return std::format(Text.view(), plain_part<std::remove_cvref_t<decltype(parts)>>{parts}...);
      },
      shown.parts);
}

template <class T, meta::fixed_string Text, class Names, class... Parts>
[[nodiscard]] std::string developer_form(const representation<Text, Names, Parts...>& shown) {
  std::string text(meta::unqualified_name<T>);
  text += '(';
  std::string_view comma = "";
  auto name = Names::list.begin();
  const auto append = [&](const auto& part) {
    text += std::exchange(comma, ", ");
    if (name != Names::list.end()) {
      text += *name++;
      text += '=';
    }
    text += developer_text(part);
  };
  std::apply([&append](const auto&... parts) { (append(parts), ...); }, shown.parts);
  text += ')';
  return text;
}

template <class T>
[[nodiscard]] std::string developer_text(const T& value) {
  if constexpr (representable<T>) {
    return developer_form<T>(value.represent());
  } else {
    return repr(value);
  }
}

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// Lets repr show a representable class that derives from this in its form for a developer, and so everything that
/// holds one and is shown by repr: a list, a record.
///
/// Empty, so that a record stays one and no larger. Without it, repr shows what std::format writes for `{}`.
struct represented {
  template <representable T>
  [[nodiscard]] static std::string repr_of(const T& value) {
    return detail::developer_text(value);
  }

  [[nodiscard]] bool operator==(const represented&) const = default;
  [[nodiscard]] auto operator<=>(const represented&) const = default;
};

}  // namespace patterns::data_model

/// Writes the form for a reader, or that for a developer if the format ends with `?`. What comes before is the format
/// of a string, as in `{:>20}` and `{:>20?}`. In C++23 a class that is a range as well must say that it is not to be
/// formatted as one: `std::format_kind<T> = std::range_format::disabled`.
export template <patterns::data_model::representable T>
struct std::formatter<T, char> {
  /// @throws std::format_error for anything else, and for a width that is an argument if a `?` follows
  constexpr std::format_parse_context::iterator parse(std::format_parse_context& context) {
    const auto begin = context.begin();
    const auto end = std::find(begin, context.end(), '}');
    if (!ends_with_question_mark(begin, end)) {
      const auto parsed = text_.parse(context);
      // A string has a form for developers of its own in C++23.
      if (ends_with_question_mark(begin, parsed)) {
        refuse();
      }
      return parsed;
    }
    debug_ = true;
    std::format_parse_context rest(std::string_view(begin, std::prev(end)));
    if (ends_with_question_mark(begin, std::prev(end)) || std::find(rest.begin(), rest.end(), '{') != rest.end() ||
        text_.parse(rest) != rest.end()) {
      refuse();
    }
    return end;
  }

  /// What a range of such objects calls to show them as repr does.
  constexpr void set_debug_format() noexcept { debug_ = true; }

  template <class Context>
  auto format(const T& value, Context& context) const {
    return text_.format(debug_ ? patterns::data_model::detail::developer_form<T>(value.represent())
                               : patterns::data_model::detail::reader_form<T>(value.represent()),
                        context);
  }

 private:
  using iterator = std::format_parse_context::iterator;

  [[nodiscard]] static constexpr bool ends_with_question_mark(iterator begin, iterator end) {
    return begin != end && *std::prev(end) == '?';
  }

  [[noreturn]] static void refuse() {
    throw std::format_error("the format of a representable class is that of a string, and '?'");
  }

  std::formatter<std::string_view> text_;
  bool debug_ = false;
};
