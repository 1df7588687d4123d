/// @file
/// D4 · sql_condition: a condition as the text that a database takes, with its values beside it.
export module patterns.design:sql_condition;

import std;
import patterns.meta;
import patterns.typing;

export namespace patterns::design {

/// A value that a condition binds to a `?`.
using sql_value = std::variant<bool, std::int64_t, double, std::string>;

/// What a database is asked with: `age >= ? AND country = ?` and the two values, in the order of their marks.
///
/// No value ever stands in the text: whatever a user typed in, the text is the same.
struct sql_condition {
  std::string text;
  std::vector<sql_value> parameters;

  [[nodiscard]] bool operator==(const sql_condition&) const = default;
};

/// Thrown where a rule has no text for a database; names the rule.
class untranslatable_rule : public std::logic_error {
 public:
  explicit untranslatable_rule(const std::string& rule)
      : std::logic_error(std::format("spec: there is no SQL for the rule '{}'", rule)) {}
};

}  // namespace patterns::design

namespace patterns::design::detail {

template <class T>
concept character_type = std::same_as<T, char> || std::same_as<T, wchar_t> || std::same_as<T, char8_t> ||
                         std::same_as<T, char16_t> || std::same_as<T, char32_t>;

// What std::in_range and std::cmp_less take.
template <class T>
concept plain_integer = std::integral<T> && !std::same_as<T, bool> && !character_type<T>;

}  // namespace patterns::design::detail

export namespace patterns::design {

/// A type whose values a condition can bind: a bool, an integer, a float or double, and every text.
template <class T>
concept sql_bindable = std::same_as<std::remove_cvref_t<T>, bool> || detail::plain_integer<std::remove_cvref_t<T>> ||
                       std::same_as<std::remove_cvref_t<T>, float> || std::same_as<std::remove_cvref_t<T>, double> ||
                       std::convertible_to<const std::remove_reference_t<T>&, std::string_view>;

}  // namespace patterns::design

namespace patterns::design::detail {

/// The text that `value` is.
/// @throws typing::validation_error for a null pointer
template <class T>
[[nodiscard]] std::string text_of(const T& value, std::string_view role) {
  if constexpr (std::is_pointer_v<T>) {
    if (value == nullptr) {
      throw typing::validation_error("spec", role, "nullptr", "must be a text");
    }
  }
  return std::string(static_cast<std::string_view>(value));
}

/// @throws typing::validation_error for a null pointer, for an integer that no 64 bits with a sign hold, and for a NaN,
/// which a database takes for NULL
template <sql_bindable T>
[[nodiscard]] sql_value bound(const T& value) {
  if constexpr (plain_integer<T>) {
    if (!std::in_range<std::int64_t>(value)) {
      throw typing::validation_error("spec", "parameter", std::to_string(value), "must fit into 64 bits with a sign");
    }
    return static_cast<std::int64_t>(value);
  } else if constexpr (std::floating_point<T>) {
    if (value != value) {
      throw typing::validation_error("spec", "parameter", "nan", "must not be a NaN");
    }
    return static_cast<double>(value);
  } else if constexpr (std::convertible_to<const T&, std::string_view>) {
    return text_of(value, "parameter");
  } else {
    return value;
  }
}

// Not constexpr, so that a call in a constant ends its evaluation, and the compiler names the function.
inline void a_column_name_has_letters_digits_and_underscores_only() {}
inline void there_must_be_as_many_question_marks_as_values() {}
inline void a_quote_must_be_closed() {}

[[nodiscard]] constexpr bool is_column_name(std::string_view name) noexcept {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return !name.empty() && is_letter(name.front()) &&
         std::ranges::all_of(name, [&](char c) { return is_letter(c) || is_digit(c); });
}

/// Those outside of texts in single quotes and of names in double ones. Runs into a_quote_must_be_closed if one is not.
[[nodiscard]] constexpr std::size_t question_marks(std::string_view text) {
  std::size_t marks = 0;
  char quote = '\0';
  for (const char c : text) {
    if (quote != '\0') {
      quote = c == quote ? '\0' : quote;
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else {
      marks += c == '?' ? 1U : 0U;
    }
  }
  if (quote != '\0') {
    a_quote_must_be_closed();
  }
  return marks;
}

}  // namespace patterns::design::detail

export namespace patterns::design {

/// The name of a column: a literal, so that no input can become one, of letters, digits and underscores.
class column_name {
 public:
  template <std::size_t Extent>
  consteval column_name(const char (&name)[Extent]) : name_(name, Extent - 1) {
    if (!detail::is_column_name(name_)) {
      detail::a_column_name_has_letters_digits_and_underscores_only();
    }
  }

  /// The name of a field, which stands in a template argument.
  template <std::size_t Size>
  consteval explicit column_name(const meta::fixed_string<Size>& name) : name_(name) {
    if (!detail::is_column_name(name_)) {
      detail::a_column_name_has_letters_digits_and_underscores_only();
    }
  }

  [[nodiscard]] constexpr std::string_view view() const noexcept { return name_; }

 private:
  std::string_view name_;
};

/// A condition in SQL: a literal, so that no input can become one, with a `?` for each of the values, whose number is
/// checked when it compiles. Source: row D4; std::format_string.
template <sql_bindable... Values>
class sql_fragment {
 public:
  template <std::size_t Extent>
  consteval sql_fragment(const char (&text)[Extent]) : text_(text, Extent - 1) {
    if (detail::question_marks(text_) != sizeof...(Values)) {
      detail::there_must_be_as_many_question_marks_as_values();
    }
  }

  [[nodiscard]] constexpr std::string_view view() const noexcept { return text_; }

 private:
  std::string_view text_;
};

}  // namespace patterns::design
