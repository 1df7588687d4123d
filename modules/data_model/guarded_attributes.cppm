/// @file
/// A9 · guarded_attributes: attributes with one place that every assignment has to pass.
export module patterns.data_model:guarded_attributes;

import std;
import patterns.meta;
import patterns.typing;
import :attribute;
import :validated;

namespace patterns::data_model::detail {

template <class T>
concept policy_answer = std::same_as<T, std::optional<std::string>> || std::is_void_v<T>;

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// Is asked before an attribute is assigned: called with the name, and with the value, which it may change. It returns
/// why the assignment is refused, as in "must not be negative", or an empty optional; or nothing at all if it refuses
/// none. It may refuse by an exception of its own, too.
template <class P>
concept attribute_policy = std::movable<P> && requires(P& policy, std::string_view name, attribute& value) {
  { policy(name, value) } -> detail::policy_answer;
};

/// The policy that lets every value pass as it is.
struct any_attribute {
  inline void operator()(std::string_view /* name */, const attribute& /* value */) const noexcept {}
};

/// Attributes by name, whose every assignment is looked at: a name that begins with an underscore is refused, and the
/// policy says what becomes of the rest.
///
///     struct trimmed {
///       std::optional<std::string> operator()(std::string_view name, attribute& value) const;
///     };
///     struct settings : guarded_attributes<trimmed, "settings"> {};
///
/// @tparam Policy  see attribute_policy; an empty one takes no memory
/// @tparam Owner   what the errors call the object
///
/// What has a type and a name when it compiles is better a field, guarded by validated; this is for names that arrive
/// at run time. An object's own private state is in fields, and needs no way around.
///
/// Complexity: logarithmic in the number of names, and the policy once per assignment. Thread-safety: as the standard
/// containers. Exceptions: what is refused changes nothing. Source: row A9; Python's `__setattr__`.
template <attribute_policy Policy = any_attribute, meta::fixed_string Owner = "guarded_attributes">
class guarded_attributes {
 public:
  using policy_type = Policy;

  guarded_attributes()
    requires std::default_initializable<Policy>
  = default;
  explicit guarded_attributes(Policy policy) noexcept(std::is_nothrow_move_constructible_v<Policy>)
      : policy_(std::move(policy)) {}

  /// Stores what the policy makes of `value`, in place of what was called `name`.
  /// @throws validation_error that names owner, attribute and value, if `name` begins with an underscore or the policy
  ///         gives a reason to refuse; and what the policy throws
  void set(std::string_view name, attribute value) {
    if (name.starts_with('_')) {
      refuse(name, value, "a name that begins with an underscore is private");
    }
    if constexpr (std::is_void_v<std::invoke_result_t<Policy&, std::string_view, attribute&>>) {
      policy_(name, value);
    } else if (const std::optional<std::string> reason = policy_(name, value)) {
      refuse(name, value, *reason);
    }
    attributes_.insert_or_assign(std::string(name), std::move(value));
  }

  /// @throws missing_attribute if there is none
  [[nodiscard]] const attribute& get(std::string_view name) const {
    if (const attribute* const found = find(name)) {
      return *found;
    }
    throw missing_attribute(Owner, name);
  }

  /// The value called `name`.
  /// @throws missing_attribute if there is none
  /// @throws attribute_type_error if it is no T
  template <attribute_type T>
  [[nodiscard]] const T& get(std::string_view name) const {
    const attribute& found = get(name);
    if (const T* const value = found.template get_if<T>()) {
      return *value;
    }
    throw attribute_type_error(Owner, name, found, detail::attribute_type_name<T>);
  }

  /// The attribute called `name`, or null.
  [[nodiscard]] const attribute* find(std::string_view name) const { return detail::find_attribute(attributes_, name); }

  [[nodiscard]] bool contains(std::string_view name) const { return attributes_.contains(name); }

  /// Takes the attribute away; false if there was none.
  bool erase(std::string_view name) { return detail::erase_attribute(attributes_, name); }

  [[nodiscard]] std::size_t size() const noexcept { return attributes_.size(); }

  /// The names, sorted; so that meta::dir lists them.
  [[nodiscard]] std::vector<std::string_view> dynamic_names() const { return detail::names_of_attributes(attributes_); }

 private:
  [[noreturn]] static void refuse(std::string_view name, const attribute& value, std::string_view reason) {
    throw validation_error(Owner, name, value.repr(), reason);
  }

  std::map<std::string, attribute, std::less<>> attributes_;
  [[no_unique_address]] Policy policy_{};
};

}  // namespace patterns::data_model
