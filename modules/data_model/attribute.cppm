/// @file
/// A9, A10 · attribute: a value whose type is known to whoever put it there, and asked for by whoever takes it.
export module patterns.data_model:attribute;

import std;
import patterns.meta;
import :repr;

export namespace patterns::data_model {

/// What the errors about attributes have in common.
using meta::attribute_error;
using meta::missing_attribute;

class attribute;

}  // namespace patterns::data_model

namespace patterns::data_model::detail {

// Text that is owned by somebody else is kept as a std::string.
template <class T>
concept borrowed_text =
    std::convertible_to<const T&, std::string_view> && (std::is_pointer_v<T> || std::same_as<T, std::string_view>);

template <class T>
concept is_or_points_to_attribute = std::is_base_of_v<attribute, std::remove_cv_t<std::remove_pointer_t<T>>>;

template <class T>
using stored_attribute_t = std::conditional_t<borrowed_text<std::decay_t<T>>, std::string, std::decay_t<T>>;

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// A type that an attribute holds as such: a value that can be copied. A pointer to characters, a std::string_view and
/// a std::optional are none, because they are kept as a std::string, and as what is in them or nothing. A pointer to an
/// attribute is none either: what was found somewhere else is to be copied.
template <class T>
concept attribute_type =
    std::is_object_v<T> && std::same_as<T, std::decay_t<T>> && !detail::borrowed_text<T> && !meta::is_optional<T> &&
    !std::same_as<T, std::nullopt_t> && !detail::is_or_points_to_attribute<T> && std::copy_constructible<T>;

}  // namespace patterns::data_model

namespace patterns::data_model::detail {

template <class T>
consteval bool makes_attribute() {
  using given = std::remove_cvref_t<T>;
  if constexpr (is_or_points_to_attribute<given>) {
    return false;
  } else if constexpr (std::same_as<given, std::nullopt_t>) {
    return true;
  } else if constexpr (meta::is_optional<given>) {
    return std::same_as<typename given::value_type, attribute> || makes_attribute<typename given::value_type>();
  } else {
    return attribute_type<stored_attribute_t<T>> && std::constructible_from<stored_attribute_t<T>, T>;
  }
}

// No explicit specialization: GCC 16 does not emit one for importers; see
// tools/evaluate/cases/templates/specialized_variable.
template <class T>
inline constexpr std::string_view attribute_type_name =
    std::same_as<T, std::string> ? std::string_view("std::string") : meta::type_name<T>;

/// What is known of the type of a value that is in a std::any.
struct attribute_kind {
  std::string_view name;
  std::string (*repr)(const std::any& value);
};

template <class T>
std::string repr_of_any(const std::any& value) {
  if constexpr (has_repr<T>) {
    return repr(*std::any_cast<T>(&value));
  } else {
    return std::format("<{}>", attribute_type_name<T>);
  }
}

template <class T>
inline constexpr attribute_kind attribute_kind_of{attribute_type_name<T>, &repr_of_any<T>};

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// Thrown when an attribute is asked for a value of a type that it does not hold.
class attribute_type_error : public attribute_error {
 public:
  attribute_type_error(std::string_view owner, std::string_view name, const attribute& value, std::string_view wanted);
};

/// A value of whatever type, or nothing. Texts are kept as std::string, and of an optional its value; any other type
/// stays what it is: an `int` is no `long` and no `double`.
///
/// Complexity: a value larger than a few pointers is allocated. Thread-safety: as std::any. Exceptions: strong
/// guarantee. Source: rows A9 and A10; the values in Python's `__dict__`.
class attribute {
 public:
  /// Holds nothing.
  attribute() noexcept = default;

  template <class T>
    requires(detail::makes_attribute<T>())
  attribute(T&& value) {
    using given = std::remove_cvref_t<T>;
    if constexpr (meta::is_optional<given>) {
      if (value.has_value()) {
        *this = attribute(*std::forward<T>(value));
      }
    } else if constexpr (!std::same_as<given, std::nullopt_t>) {
      using stored = detail::stored_attribute_t<T>;
      value_.template emplace<stored>(std::forward<T>(value));
      kind_ = &detail::attribute_kind_of<stored>;
    }
  }

  [[nodiscard]] inline bool has_value() const noexcept { return value_.has_value(); }

  template <attribute_type T>
  [[nodiscard]] bool holds() const noexcept {
    return get_if<T>() != nullptr;
  }

  /// The value if it is a T; else null.
  template <attribute_type T>
  [[nodiscard]] const T* get_if() const noexcept {
    return std::any_cast<T>(&value_);
  }
  template <attribute_type T>
  [[nodiscard]] T* get_if() noexcept {
    return std::any_cast<T>(&value_);
  }

  /// The value.
  /// @throws attribute_type_error if it is no T, or there is none
  template <attribute_type T>
  [[nodiscard]] const T& get() const {
    if (const T* const value = get_if<T>()) {
      return *value;
    }
    throw attribute_type_error("attribute", "value", *this, detail::attribute_type_name<T>);
  }

  /// The name of the type of the value; `nothing` if there is none.
  [[nodiscard]] inline std::string_view type_name() const noexcept { return has_value() ? kind_->name : "nothing"; }

  /// The value as repr shows it; its type in angle brackets if repr cannot, and `nothing` if there is none.
  [[nodiscard]] inline std::string repr() const { return has_value() ? kind_->repr(value_) : "nothing"; }

 private:
  std::any value_;
  const detail::attribute_kind* kind_ = nullptr;
};

inline attribute_type_error::attribute_type_error(std::string_view owner, std::string_view name, const attribute& value,
                                                  std::string_view wanted)
    : attribute_error(owner, name,
                      value.has_value() ? std::format("= {} is {}, not {}", value.repr(), value.type_name(), wanted)
                                        : std::format("holds nothing, not {}", wanted)) {}

}  // namespace patterns::data_model

namespace patterns::data_model::detail {

/// The attribute called `name`, or null.
[[nodiscard]] inline const attribute* find_attribute(const std::map<std::string, attribute, std::less<>>& attributes,
                                                     std::string_view name) {
  const auto found = attributes.find(name);
  return found == attributes.end() ? nullptr : &found->second;
}

[[nodiscard]] inline std::vector<std::string_view> names_of_attributes(
    const std::map<std::string, attribute, std::less<>>& attributes) {
  std::vector<std::string_view> names;
  names.reserve(attributes.size());
  for (const auto& [name, value] : attributes) {
    names.push_back(name);
  }
  return names;
}

inline bool erase_attribute(std::map<std::string, attribute, std::less<>>& attributes, std::string_view name) {
  const auto found = attributes.find(name);
  if (found == attributes.end()) {
    return false;
  }
  attributes.erase(found);
  return true;
}

}  // namespace patterns::data_model::detail
