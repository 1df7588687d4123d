/// @file
/// B15 · dynamic_list: values of one type that is chosen when it runs.
export module patterns.typing:dynamic_list;

import std;
import patterns.meta;
import :typed_list;

namespace patterns::typing::detail {

/// A typed_list of elements that are not known here.
class any_list {
 public:
  any_list() = default;
  any_list(const any_list&) = delete;
  any_list& operator=(const any_list&) = delete;
  virtual ~any_list() = default;

  [[nodiscard]] virtual std::unique_ptr<any_list> copy() const = 0;
  [[nodiscard]] virtual std::size_t size() const noexcept = 0;
  virtual void clear() noexcept = 0;
  /// @pre `other` holds elements of the same type
  virtual void extend(const any_list& other) = 0;
};

template <class T>
class list_of final : public any_list {
 public:
  list_of() = default;
  explicit list_of(typed_list<T> given) : values(std::move(given)) {}

  [[nodiscard]] std::unique_ptr<any_list> copy() const override { return std::make_unique<list_of>(values); }
  [[nodiscard]] std::size_t size() const noexcept override { return values.size(); }
  void clear() noexcept override { values.clear(); }
  void extend(const any_list& other) override { values.extend(static_cast<const list_of&>(other).values); }

  typed_list<T> values;
};

template <class T>
std::unique_ptr<any_list> make_list() {
  return std::make_unique<list_of<T>>();
}

}  // namespace patterns::typing::detail

export namespace patterns::typing {

/// A type of elements as a value: `element_type::of<int>()`. Stands where Python passes the class itself.
///
/// Complexity: everything is O(1). Thread-safety: a constant value.
class element_type {
 public:
  template <dynamic_element T>
  [[nodiscard]] static element_type of() noexcept {
    return element_type(typeid(T), meta::type_name<T>, detail::make_list<T>);
  }

  [[nodiscard]] std::string_view name() const noexcept { return name_; }

  [[nodiscard]] bool operator==(const element_type& other) const noexcept { return *id_ == *other.id_; }

 private:
  friend class dynamic_list;

  // By type_info, not by the address of a function, which differs between shared libraries.
  element_type(const std::type_info& id, std::string_view name, std::unique_ptr<detail::any_list> (*make)())
      : id_(&id), name_(name), make_(make) {}

  const std::type_info* id_;
  std::string_view name_;
  std::unique_ptr<detail::any_list> (*make_)();
};

/// A list whose elements are of one type that is chosen when it runs, and checked with every value.
///
/// As soon as the type is known again, `as<T>()` gives the list as a `typed_list<T>`, with all that a range can do.
///
/// Complexity: as typed_list, and one comparison of types for each call; an element is stored without a box of its own.
/// Thread-safety: as the standard containers. Exceptions: strong guarantee. A list that was moved from is an empty one
/// of the same type.
/// Source: row B15; PEP 560.
class dynamic_list {
 public:
  /// An empty list of elements of `type`.
  explicit dynamic_list(element_type type) : type_(type), values_(type.make_()) {}

  /// A list of the elements of `values`.
  template <dynamic_element T>
  explicit dynamic_list(typed_list<T> values)
      : type_(element_type::of<T>()), values_(std::make_unique<detail::list_of<T>>(std::move(values))) {}

  dynamic_list(const dynamic_list& other) : type_(other.type_), values_(other.values_->copy()) {}

  dynamic_list(dynamic_list&& other) : type_(other.type_), values_(other.type_.make_()) { values_.swap(other.values_); }

  dynamic_list& operator=(dynamic_list other) noexcept {
    std::swap(type_, other.type_);
    values_.swap(other.values_);
    return *this;
  }

  ~dynamic_list() = default;

  [[nodiscard]] element_type type() const noexcept { return type_; }
  [[nodiscard]] std::size_t size() const noexcept { return values_->size(); }
  [[nodiscard]] bool empty() const noexcept { return size() == 0; }
  void clear() noexcept { values_->clear(); }

  template <dynamic_element T>
  [[nodiscard]] bool holds() const noexcept {
    return *type_.id_ == typeid(T);
  }

  /// Appends `value`.
  /// @throws type_mismatch if it is of another type than the elements, even of one that converts to it
  template <class U>
    requires dynamic_element<std::remove_cvref_t<U>>
  void push_back(U&& value) {
    as<std::remove_cvref_t<U>>().push_back(std::forward<U>(value));
  }

  /// A text literal is a pointer to characters.
  /// @throws type_mismatch if the elements are no `const char*`
  void push_back(const char* text) { as<const char*>().push_back(text); }

  /// Appends the elements of `other`.
  /// @throws type_mismatch if they are of another type
  void extend(const dynamic_list& other) {
    if (type_ != other.type_) {
      throw type_mismatch(type_.name(), other.type_.name());
    }
    values_->extend(*other.values_);
  }

  /// The element at `index`.
  /// @throws type_mismatch if it is no T
  /// @throws list_index_error if `index >= size()`
  template <dynamic_element T>
  [[nodiscard]] const T& at(std::size_t index) const {
    return as<T>().at(index);
  }

  /// The list as what it is. The reference lives as long as this object, and until it is moved or assigned to.
  /// @throws type_mismatch if the elements are no T
  template <dynamic_element T>
  [[nodiscard]] typed_list<T>& as() & {
    return const_cast<typed_list<T>&>(std::as_const(*this).as<T>());
  }
  template <dynamic_element T>
  [[nodiscard]] const typed_list<T>& as() const& {
    if (!holds<T>()) {
      throw type_mismatch(type_.name(), meta::type_name<T>);
    }
    return static_cast<const detail::list_of<T>&>(*values_).values;
  }
  template <dynamic_element T>
  [[nodiscard]] typed_list<T> as() && {
    return std::move(as<T>());
  }

 private:
  element_type type_;
  std::unique_ptr<detail::any_list> values_;
};

}  // namespace patterns::typing
