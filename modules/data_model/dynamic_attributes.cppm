/// @file
/// A10 · dynamic_attributes: attributes that an object has for itself, and a fallback for all others.
export module patterns.data_model:dynamic_attributes;

import std;
import patterns.meta;
import :attribute;

export namespace patterns::data_model {

/// What an object has of its own, by name: Python's `__dict__`. As meta::attribute_lookup has it, too.
using own_attributes = meta::instance_attributes<attribute>;

/// Is asked for the attributes that an object does not have for itself: called with those that it has, and the name. It
/// gives an attribute, something that becomes one, or an empty one if it has nothing either.
template <class F>
concept attribute_fallback =
    // First, so that of the object itself, which cannot be called, it is not asked whether it can be copied.
    requires(const F& fallback, const own_attributes& own, std::string_view name) {
      { std::invoke(fallback, own, name) } -> std::convertible_to<attribute>;
    } && std::copy_constructible<F>;

/// Attributes whose names are known at run time: an object's own, else what the fallback gives, else nothing.
///
///     dynamic_attributes settings([](const own_attributes&, std::string_view name) { return default_of(name); });
///     settings.set("port", 8080);
///     const std::optional<int> port = settings.get<int>("port");
///
/// An own attribute hides the fallback, even if it holds nothing. The fallback gives a value, which is not kept. It is
/// handed the own attributes rather than the object, so that it can compute from them, also in a copy of the object,
/// and never asks itself without end.
///
/// Complexity: logarithmic in the number of own attributes, and the fallback. Thread-safety: as the standard
/// containers, if the fallback can be called by several threads. Exceptions: strong guarantee; those of the fallback
/// pass.
/// Source: row A10; Python's `__getattr__`.
class dynamic_attributes : public own_attributes {
 public:
  dynamic_attributes() = default;

  template <attribute_fallback F>
  explicit dynamic_attributes(F fallback) : fallback_(std::move(fallback)) {}

  /// The attribute called `name`: the own one, else the fallback's, else one that holds nothing.
  [[nodiscard]] inline attribute get(std::string_view name) const {
    if (const attribute* const own = detail::find_attribute(attributes, name)) {
      return *own;
    }
    return fallback_ ? fallback_(*this, name) : attribute();
  }

  /// The value called `name`, in the same order; empty if there is none.
  /// @throws attribute_type_error if it is no T
  template <attribute_type T>
  [[nodiscard]] std::optional<T> get(std::string_view name) const {
    if (const attribute* const own = detail::find_attribute(attributes, name)) {
      return value_of<T>(name, *own);
    }
    return fallback_ ? value_of<T>(name, fallback_(*this, name)) : std::nullopt;
  }

  /// Gives the object an attribute of its own, in place of what was called `name`.
  inline void set(std::string_view name, attribute value) {
    attributes.insert_or_assign(std::string(name), std::move(value));
  }

  /// Takes the own attribute away, so that the fallback shows again; false if there was none.
  inline bool erase(std::string_view name) { return detail::erase_attribute(attributes, name); }

  /// Whether the object has the attribute for itself; the fallback is not asked.
  [[nodiscard]] inline bool contains(std::string_view name) const { return attributes.contains(name); }

  /// The names of the own attributes, sorted; so that meta::dir lists them.
  [[nodiscard]] inline std::vector<std::string_view> dynamic_names() const {
    return detail::names_of_attributes(attributes);
  }

 private:
  template <class T>
  [[nodiscard]] static std::optional<T> value_of(std::string_view name, const attribute& found) {
    if (!found.has_value()) {
      return std::nullopt;
    }
    if (const T* const value = found.template get_if<T>()) {
      return *value;
    }
    throw attribute_type_error("dynamic_attributes", name, found, detail::attribute_type_name<T>);
  }

  std::function<attribute(const own_attributes&, std::string_view)> fallback_;
};

}  // namespace patterns::data_model
