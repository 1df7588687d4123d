/// @file
/// D8 · series: values that are picked by position, by slice, by a list of positions or by a mask.
export module patterns.data_model:series;

import std;
import :index;
import :sequence_facade;
import :slice;

namespace patterns::data_model::detail {

// bool is no position, but one of the answers of a mask.
template <class T>
concept position_or_answer = index_like<T> || std::same_as<T, bool>;

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// Thrown for a mask that has not one answer for each element.
class mask_error : public std::invalid_argument {
 public:
  using invalid_argument::invalid_argument;
};

template <class Sequence>
class sequence_selection;

/// A column of values, kept in a std::vector, that is read as Python's indexing reads:
///
///     series<double> prices{3.5, 2.0, 9.9, 4.1};
///     prices[-1];                           // 4.1
///     prices[slice{.stop = 2}];             // a view of 3.5, 2.0
///     prices[{3, 0}];                       // a view of 4.1, 3.5
///     prices[prices.mask([](double p) { return p > 4; })];
///
/// A selection is a view: it copies no element, and writes to it are writes to the series. It keeps the positions that
/// its elements had when it was made. One of a temporary is refused. One that is used after the series has shrunk, or
/// was moved from, throws index_error; one that is used after the series is destroyed is not detected.
///
/// @tparam T  an object type other than bool, whose vector has no references
///
/// Complexity: `[]` is O(1) for a position and a slice, O(k) for k positions, O(n) for a mask. Thread-safety: that of
/// std::vector. Exceptions: strong guarantee. Source: row D8; Python's `__getitem__`, NumPy's indexing.
template <class T>
  requires std::is_object_v<T> && (!std::same_as<T, bool>)
class series : public sequence_facade<series<T>> {
 public:
  using value_type = T;

  series() = default;
  constexpr series(std::initializer_list<T> values) : values_(values) {}
  constexpr explicit series(std::vector<T> values) noexcept : values_(std::move(values)) {}

  /// A copy of all values of a range, which may be a selection.
  template <class Values>
    requires(!std::same_as<std::remove_cvref_t<Values>, series>) && std::ranges::input_range<Values> &&
            std::constructible_from<T, std::ranges::range_reference_t<Values>>
  constexpr explicit series(Values&& values) {
    for (auto&& each : values) {
      values_.emplace_back(std::forward<decltype(each)>(each));
    }
  }

  [[nodiscard]] constexpr std::size_t size() const noexcept { return values_.size(); }
  [[nodiscard]] constexpr const std::vector<T>& values() const noexcept { return values_; }
  [[nodiscard]] constexpr T* data() noexcept { return values_.data(); }
  [[nodiscard]] constexpr const T* data() const noexcept { return values_.data(); }

  // The vector's own iterators, which check no position.
  [[nodiscard]] constexpr auto begin() noexcept { return values_.begin(); }
  [[nodiscard]] constexpr auto begin() const noexcept { return values_.begin(); }
  [[nodiscard]] constexpr auto end() noexcept { return values_.end(); }
  [[nodiscard]] constexpr auto end() const noexcept { return values_.end(); }

  constexpr void push_back(T value) { values_.push_back(std::move(value)); }
  /// Keeps the first `size` elements, or adds default ones.
  constexpr void resize(std::size_t size) { values_.resize(size); }

  /// Element `index`; a negative one counts from the end.
  /// @throws index_error if there is no such element
  [[nodiscard]] constexpr T& operator[](const index_like auto& index) { return values_[to_position(index, size())]; }
  [[nodiscard]] constexpr const T& operator[](const index_like auto& index) const {
    return values_[to_position(index, size())];
  }

  /// The elements of a slice. @throws slice_error if its step is 0
  [[nodiscard]] constexpr auto operator[](const slice& which) & { return this->sliced(which); }
  [[nodiscard]] constexpr auto operator[](const slice& which) const& { return this->sliced(which); }
  void operator[](const slice& which) const&& = delete;

  /// The elements at the positions that `which` lists, in that order; one may come more than once, a negative one
  /// counts from the end. Or, if `which` has values of type `bool`, the elements whose answer is true.
  /// @throws index_error naming the first position that does not exist
  /// @throws mask_error if there are more or fewer answers than elements
  template <std::ranges::input_range Which>
    requires detail::position_or_answer<std::ranges::range_value_t<Which>>
  [[nodiscard]] constexpr auto operator[](Which&& which) & {
    return sequence_selection<series>(*this, which);
  }
  template <std::ranges::input_range Which>
    requires detail::position_or_answer<std::ranges::range_value_t<Which>>
  [[nodiscard]] constexpr auto operator[](Which&& which) const& {
    return sequence_selection<const series>(*this, which);
  }
  template <std::ranges::input_range Which>
    requires detail::position_or_answer<std::ranges::range_value_t<Which>>
  void operator[](Which&& which) const&& = delete;

  /// The same for a list in braces: `prices[{3, 0}]`, `prices[{true, false, false, true}]`.
  template <detail::position_or_answer Each>
  [[nodiscard]] constexpr auto operator[](std::initializer_list<Each> which) & {
    return sequence_selection<series>(*this, which);
  }
  template <detail::position_or_answer Each>
  [[nodiscard]] constexpr auto operator[](std::initializer_list<Each> which) const& {
    return sequence_selection<const series>(*this, which);
  }
  template <detail::position_or_answer Each>
  void operator[](std::initializer_list<Each> which) const&& = delete;

  /// The answers of `predicate` to all elements.
  template <std::predicate<const T&> Predicate>
  [[nodiscard]] constexpr std::vector<bool> mask(Predicate predicate) const {
    std::vector<bool> answers;
    answers.reserve(size());
    for (const T& each : values_) {
      answers.push_back(std::invoke(predicate, each));
    }
    return answers;
  }

  [[nodiscard]] constexpr bool operator==(const series& other) const
    requires std::equality_comparable<T>
  {
    return values_ == other.values_;
  }

 private:
  std::vector<T> values_;
};

template <std::ranges::input_range Values>
series(Values&&) -> series<std::ranges::range_value_t<Values>>;

/// What a series gives for a list of positions or a mask: those of its elements, in place. A view, whose copies share
/// the positions, and a sequence_facade itself.
///
/// @tparam Sequence  what it selects from, const if its elements are not to be written
///
/// Complexity: O(1) to copy. Thread-safety: that of `Sequence`. Source: row D8; NumPy's indexing, which copies.
template <class Sequence>
class sequence_selection : public sequence_facade<sequence_selection<Sequence>>, public std::ranges::view_base {
 public:
  sequence_selection() = default;

  /// @param which  positions, or answers that are true or false
  /// @throws index_error naming the first position that does not exist
  /// @throws mask_error if there are more or fewer answers than elements
  template <std::ranges::input_range Which>
    requires detail::position_or_answer<std::ranges::range_value_t<Which>>
  sequence_selection(Sequence& sequence, Which&& which) : sequence_(std::addressof(sequence)) {
    std::vector<std::size_t> found;
    if constexpr (std::same_as<std::ranges::range_value_t<Which>, bool>) {
      std::size_t position = 0;
      for (const bool answer : which) {
        if (answer) {
          found.push_back(position);
        }
        ++position;
      }
      if (position != sequence.size()) {
        throw mask_error(std::format("a mask of size {} for a sequence of size {}", position, sequence.size()));
      }
    } else {
      for (const auto& each : which) {
        found.push_back(to_position(each, sequence.size()));
      }
    }
    positions_ = std::make_shared<const std::vector<std::size_t>>(std::move(found));
  }

  [[nodiscard]] std::size_t size() const noexcept { return positions_ == nullptr ? 0 : positions_->size(); }

  /// Element `position`, which is smaller than `size()`.
  [[nodiscard]] decltype(auto) operator[](std::size_t position) const { return (*sequence_)[(*positions_)[position]]; }

  /// Gives the elements these values, which may be among them.
  ///
  /// Complexity: O(n), with a copy of all values.
  /// @throws slice_error if there are more or fewer values than elements, and what copying a value throws; nothing is
  ///   written then
  template <std::ranges::input_range Values>
    requires detail::takes_elements_of<const sequence_selection, Values>
  void assign(Values&& values) const {
    detail::assign_elements(*this, values);
  }

 private:
  Sequence* sequence_ = nullptr;
  std::shared_ptr<const std::vector<std::size_t>> positions_;
};

}  // namespace patterns::data_model
