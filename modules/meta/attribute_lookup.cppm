/// @file
/// B24 · attribute_lookup: which of the things called by one name an object shows, in Python's order.
export module patterns.meta:attribute_lookup;

import std;
import :type_name;

namespace patterns::meta::detail {

struct with_set {
  void set();
};

template <class D>
struct with_two_sets : D, with_set {};

// The name is ambiguous if D has it, whether deleted, overloaded or a template. Asking for &D::set would miss those.
template <class D>
concept names_set = std::is_class_v<D> && !requires { &with_two_sets<D>::set; };

}  // namespace patterns::meta::detail

export namespace patterns::meta {

/// What an object has for itself, by name: Python's `__dict__`.
template <class Value>
struct instance_attributes {
  std::map<std::string, Value, std::less<>> attributes;
};

/// A class whose objects have attributes of their own.
template <class Owner, class Value>
concept attributed = std::derived_from<Owner, instance_attributes<Value>>;

/// A descriptor that may be written: it has `get(owner)` and `set(owner, value)`. One whose `set` is deleted is
/// read-only, and a data descriptor all the same, as a Python property without a setter is.
///
/// A final class is no descriptor of either kind: whether it names a deleted or overloaded `set` only a class derived
/// from it tells.
template <class D, class Owner, class Value>
concept data_descriptor =
    std::copy_constructible<D> && !std::is_final_v<D> && requires(const D& descriptor, const Owner& owner) {
      { descriptor.get(owner) } -> std::convertible_to<Value>;
    } && detail::names_set<D>;

/// A descriptor that is only read: it has `get(owner)` and nothing called `set`. No final class; see data_descriptor.
template <class D, class Owner, class Value>
concept non_data_descriptor =
    std::copy_constructible<D> && !std::is_final_v<D> && requires(const D& descriptor, const Owner& owner) {
      { descriptor.get(owner) } -> std::convertible_to<Value>;
    } && !detail::names_set<D>;

/// Where a value was found, in the order in which it is looked for.
enum class attribute_source { data_descriptor, instance, non_data_descriptor, class_value, fallback };

/// What the errors of attribute_lookup have in common: they name the class and the attribute.
class attribute_error : public std::logic_error {
 public:
  attribute_error(std::string_view owner, std::string_view name, std::string_view problem)
      : std::logic_error(std::format("{}.{} {}", owner, name, problem)) {}
};

/// Thrown when nothing by the name is found.
class missing_attribute : public attribute_error {
 public:
  missing_attribute(std::string_view owner, std::string_view name) : attribute_error(owner, name, "does not exist") {}
};

/// Thrown when a read-only data descriptor is written, or any data descriptor is deleted.
class read_only_attribute : public attribute_error {
 public:
  read_only_attribute(std::string_view owner, std::string_view name) : attribute_error(owner, name, "is read-only") {}
};

/// The attributes that a class defines for its objects, and the order in which reading, writing and deleting go through
/// them and through the object's own. A model of what Python does, to learn from and to build on.
///
/// Reading takes the first of: a data descriptor, the object's own value, a non-data descriptor, a value of the class,
/// the fallback. Writing goes to a data descriptor, else to the object. So a data descriptor cannot be hidden by an
/// object's own value, and a non-data descriptor can.
///
/// @tparam Owner  the class of the objects; see attributed
/// @tparam Value  the type of all values, such as std::string, std::any or a variant
///
/// Complexity: logarithmic in the number of names. Thread-safety: as the standard containers; the constant functions
/// read only, apart from what they do to the object. Exceptions: strong guarantee, as far as descriptors give it.
/// Source: row B24; Python's `object.__getattribute__`.
template <std::copy_constructible Value, attributed<Value> Owner>
class attribute_lookup {
 public:
  /// @param class_name  what the errors call the class
  explicit attribute_lookup(std::string class_name = std::string(unqualified_name<Owner>))
      : class_name_(std::move(class_name)) {}

  /// Puts a descriptor into the class, in place of what was called `name`.
  template <class D>
    requires data_descriptor<D, Owner, Value> || non_data_descriptor<D, Owner, Value>
  attribute_lookup& define(std::string name, D descriptor) {
    definition made;
    if constexpr (data_descriptor<D, Owner, Value>) {
      made.source = attribute_source::data_descriptor;
      if constexpr (requires(const D& writer, Owner& owner, Value value) { writer.set(owner, std::move(value)); }) {
        made.set = [descriptor](Owner& owner, Value value) { descriptor.set(owner, std::move(value)); };
      }
    }
    made.get = [descriptor = std::move(descriptor)](const Owner& owner) -> Value { return descriptor.get(owner); };
    definitions_.insert_or_assign(std::move(name), std::move(made));
    return *this;
  }

  /// Puts a value into the class, which all objects show that have none of their own.
  attribute_lookup& define_value(std::string name, Value value) {
    definition made;
    made.source = attribute_source::class_value;
    made.get = [value = std::move(value)](const Owner&) -> Value { return value; };
    definitions_.insert_or_assign(std::move(name), std::move(made));
    return *this;
  }

  /// What is asked last, as `__getattr__` is: also when a descriptor throws missing_attribute. An empty optional means
  /// that it has nothing either.
  attribute_lookup& define_fallback(std::function<std::optional<Value>(const Owner&, std::string_view)> fallback) {
    fallback_ = std::move(fallback);
    return *this;
  }

  /// A class that begins with all that this one defines, and may define names anew.
  [[nodiscard]] attribute_lookup derive(std::string class_name) const {
    attribute_lookup derived = *this;
    derived.class_name_ = std::move(class_name);
    return derived;
  }

  /// Where reading `name` looks first that has it; empty if only the fallback could. Nothing is called.
  [[nodiscard]] std::optional<attribute_source> source(const Owner& owner, std::string_view name) const {
    const auto found = definitions_.find(name);
    if (found != definitions_.end() && found->second.source == attribute_source::data_descriptor) {
      return attribute_source::data_descriptor;
    }
    if (own(owner).contains(name)) {
      return attribute_source::instance;
    }
    return found != definitions_.end() ? std::optional(found->second.source) : std::nullopt;
  }

  /// The value that `owner` shows by `name`.
  /// @throws missing_attribute if there is none
  [[nodiscard]] Value get(const Owner& owner, std::string_view name) const {
    try {
      return get_without_fallback(owner, name);
    } catch (const missing_attribute&) {
      if (fallback_) {
        if (auto value = fallback_(owner, name)) {
          return std::move(*value);
        }
      }
      throw;
    }
  }

  /// Writes `name`: through its data descriptor, or else into `owner` itself.
  /// @throws read_only_attribute if the data descriptor is read-only
  void set(Owner& owner, std::string_view name, Value value) const {
    if (const auto* descriptor = find_data_descriptor(name)) {
      if (!descriptor->set) {
        throw read_only_attribute(class_name_, name);
      }
      descriptor->set(owner, std::move(value));
    } else {
      own(owner).insert_or_assign(std::string(name), std::move(value));
    }
  }

  /// Deletes the value that `owner` has for itself; what it hid shows again.
  /// @throws read_only_attribute if `name` is a data descriptor
  /// @throws missing_attribute if `owner` has no such value
  void erase(Owner& owner, std::string_view name) const {
    if (find_data_descriptor(name) != nullptr) {
      throw read_only_attribute(class_name_, name);
    }
    const auto found = own(owner).find(name);
    if (found == own(owner).end()) {
      throw missing_attribute(class_name_, name);
    }
    own(owner).erase(found);
  }

 private:
  struct definition {
    attribute_source source = attribute_source::non_data_descriptor;
    std::function<Value(const Owner&)> get;
    std::function<void(Owner&, Value)> set;
  };

  [[nodiscard]] static auto& own(auto& owner) noexcept { return owner.attributes; }

  [[nodiscard]] const definition* find_data_descriptor(std::string_view name) const {
    const auto found = definitions_.find(name);
    return found != definitions_.end() && found->second.source == attribute_source::data_descriptor ? &found->second
                                                                                                    : nullptr;
  }

  [[nodiscard]] Value get_without_fallback(const Owner& owner, std::string_view name) const {
    const auto from = source(owner, name);
    if (!from) {
      throw missing_attribute(class_name_, name);
    }
    return *from == attribute_source::instance ? own(owner).find(name)->second
                                               : definitions_.find(name)->second.get(owner);
  }

  std::string class_name_;
  std::map<std::string, definition, std::less<>> definitions_;
  std::function<std::optional<Value>(const Owner&, std::string_view)> fallback_;
};

}  // namespace patterns::meta
