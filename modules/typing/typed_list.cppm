/// @file
/// B15 · typed_list, dynamic_list: values of one type, which the compiler knows or which is known when it runs.
export module patterns.typing:typed_list;

import std;
import patterns.meta;

namespace patterns::typing::detail {

template <class T>
concept unqualified_object = std::is_object_v<T> && std::same_as<T, std::remove_cv_t<T>> && !std::is_array_v<T>;

}  // namespace patterns::typing::detail

export namespace patterns::typing {

/// A type of values that a typed_list may hold.
template <class T>
concept list_element = detail::unqualified_object<T> && std::movable<T>;

/// A type of values that a dynamic_list may hold: the list is copied without knowing them.
template <class T>
concept dynamic_element = list_element<T> && std::copyable<T>;

/// `U` is `T` itself, not merely something that converts to it or derives from it.
template <class U, class T>
concept exactly = std::same_as<std::remove_cvref_t<U>, T>;

/// Thrown by dynamic_list for a value, or a view, of another type than its elements.
class type_mismatch : public std::invalid_argument {
 public:
  type_mismatch(std::string_view expected, std::string_view actual)
      : std::invalid_argument(std::format("list of {}: {} is another type", expected, actual)),
        expected_(expected),
        actual_(actual) {}

  /// The name of the type of the elements.
  [[nodiscard]] std::string_view expected() const noexcept { return expected_; }

  /// The name of the type that was given or asked for.
  [[nodiscard]] std::string_view actual() const noexcept { return actual_; }

 private:
  // Names of types are of static storage.
  std::string_view expected_;
  std::string_view actual_;
};

/// Thrown by typed_list and dynamic_list for a position that is not in the list.
class list_index_error : public std::out_of_range {
 public:
  list_index_error(std::size_t index, std::size_t size)
      : std::out_of_range(std::format("list: index {} with {} values", index, size)) {}
};

/// A list that takes values of type T and of no other: not of one that converts to T, and not of one derived from it,
/// which would be sliced.
///
/// @tparam T  see list_element
///
/// Complexity, iterators and references: as `std::vector<T>`; of bool as `std::deque<bool>`, so that an element is a
/// bool and no proxy. Thread-safety: as the standard containers. Exceptions: strong guarantee, as push_back of
/// std::vector gives it.
/// Source: row B15; PEP 560.
template <list_element T>
class typed_list {
  using container = std::conditional_t<std::same_as<T, bool>, std::deque<T>, std::vector<T>>;

 public:
  using value_type = T;
  using size_type = std::size_t;
  using iterator = typename container::iterator;
  using const_iterator = typename container::const_iterator;

  typed_list() = default;

  typed_list(std::initializer_list<T> values)
    requires std::copyable<T>
      : values_(values) {}

  template <exactly<T> U>
  T& push_back(U&& value) {
    return values_.emplace_back(std::forward<U>(value));
  }

  /// Appends a T made from `args`, as its constructor takes them.
  template <class... Args>
    requires std::constructible_from<T, Args...>
  T& emplace_back(Args&&... args) {
    return values_.emplace_back(std::forward<Args>(args)...);
  }

  /// Appends the elements of `range`, all or none.
  template <std::ranges::input_range Range>
    requires exactly<std::ranges::range_value_t<Range>, T> &&
             std::constructible_from<T, std::ranges::range_reference_t<Range>>
  void extend(Range&& range) {
    // Apart, because `range` may be this list, and because the walk may throw halfway.
    container added;
    for (auto&& value : range) {
      added.emplace_back(std::forward<decltype(value)>(value));
    }
    if constexpr (requires { values_.reserve(added.size()); }) {
      values_.reserve(std::max(values_.size() + added.size(), 2 * values_.size()));
    }
    values_.insert(values_.end(), std::make_move_iterator(added.begin()), std::make_move_iterator(added.end()));
  }

  /// The element at `index`.
  /// @throws list_index_error if `index >= size()`
  [[nodiscard]] T& at(std::size_t index) { return values_[checked(index)]; }
  [[nodiscard]] const T& at(std::size_t index) const { return values_[checked(index)]; }

  [[nodiscard]] T& operator[](std::size_t index) noexcept { return values_[index]; }
  [[nodiscard]] const T& operator[](std::size_t index) const noexcept { return values_[index]; }

  [[nodiscard]] std::size_t size() const noexcept { return values_.size(); }
  [[nodiscard]] bool empty() const noexcept { return values_.empty(); }
  void clear() noexcept { values_.clear(); }

  [[nodiscard]] T* data() noexcept
    requires(!std::same_as<T, bool>)
  {
    return values_.data();
  }
  [[nodiscard]] const T* data() const noexcept
    requires(!std::same_as<T, bool>)
  {
    return values_.data();
  }

  [[nodiscard]] iterator begin() noexcept { return values_.begin(); }
  [[nodiscard]] iterator end() noexcept { return values_.end(); }
  [[nodiscard]] const_iterator begin() const noexcept { return values_.begin(); }
  [[nodiscard]] const_iterator end() const noexcept { return values_.end(); }

  [[nodiscard]] bool operator==(const typed_list& other) const
    requires std::equality_comparable<T>
  {
    return values_ == other.values_;
  }

 private:
  [[nodiscard]] std::size_t checked(std::size_t index) const {
    return index < values_.size() ? index : throw list_index_error(index, values_.size());
  }

  container values_;
};

}  // namespace patterns::typing
