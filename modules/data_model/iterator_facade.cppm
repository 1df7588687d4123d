/// @file
/// A15 · iterator_facade: a range of all that a function called next gives, until it gives nothing.
export module patterns.data_model:iterator_facade;

import std;

namespace patterns::data_model::detail {

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

template <class T>
concept optional_value = is_optional<T>;

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// A type whose `next()` gives a std::optional: the next of some values, or nothing when there are no more.
template <class T>
concept iterator_source = requires(T& source) {
  { source.next() } -> detail::optional_value;
};

}  // namespace patterns::data_model

namespace patterns::data_model::detail {

/// The value that was given last; its source, while there may be more.
template <class Source>
class source_iterator {
 public:
  using value_type = typename decltype(std::declval<Source&>().next())::value_type;
  using reference = value_type&;
  using difference_type = std::ptrdiff_t;
  using iterator_concept = std::input_iterator_tag;
  using iterator_category = std::input_iterator_tag;
  using pointer = value_type*;

  source_iterator() = default;
  constexpr explicit source_iterator(Source& source) : source_(std::addressof(source)), current_(source.next()) {}

  // The values are the iterator's own, so a caller may take them over.
  [[nodiscard]] constexpr reference operator*() const noexcept { return *current_; }
  [[nodiscard]] constexpr pointer operator->() const noexcept { return std::addressof(*current_); }

  constexpr source_iterator& operator++() {
    current_ = source_->next();
    return *this;
  }
  constexpr void operator++(int) { ++*this; }

  [[nodiscard]] friend constexpr bool operator==(const source_iterator& at, std::default_sentinel_t) noexcept {
    return !at.current_.has_value();
  }

 private:
  Source* source_ = nullptr;
  mutable std::optional<value_type> current_;
};

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// Makes a range of a class that has `next()`:
///
///     class lines : public iterator_facade<lines> {
///      public:
///       std::optional<std::string> next();
///     };
///
/// The range is walked once: `begin()` takes the first value, and a second walk goes on where the first one stopped.
/// It is no view, so that an adaptor refers to a range that has a name, which goes on behind what the adaptor took, and
/// takes over a temporary one (range-v3 refuses those). It is an input range to the standard library, and to range-v3
/// if the values can be copied.
///
/// @tparam Derived  the class itself; see iterator_source
///
/// Complexity: that of `next`, and no size of its own. Thread-safety: that of `Derived`. Exceptions: what `next` throws
/// leaves the iterator at the value before. Source: row A15; Python's `__iter__` and `__next__`.
template <class Derived>
class iterator_facade {
 public:
  [[nodiscard]] constexpr auto begin()
    requires iterator_source<Derived>
  {
    return detail::source_iterator<Derived>(static_cast<Derived&>(*this));
  }
  [[nodiscard]] constexpr std::default_sentinel_t end() const noexcept { return std::default_sentinel; }
};

/// From a number down to 1: `for (int seconds : countdown(3))` sees 3, 2, 1. There is nothing to count from 0 or below.
///
/// Complexity: O(1) a step. Source: row A15.
template <std::integral Number = int>
class countdown : public iterator_facade<countdown<Number>> {
 public:
  constexpr explicit countdown(Number from) noexcept : left_(from) {}

  /// The next number, or nothing behind 1, then and ever after.
  [[nodiscard]] constexpr std::optional<Number> next() noexcept {
    return left_ > Number{} ? std::optional<Number>(left_--) : std::nullopt;
  }

 private:
  Number left_;
};

}  // namespace patterns::data_model
