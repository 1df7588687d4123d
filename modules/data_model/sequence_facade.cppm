/// @file
/// D6 · sequence_facade: all that a sequence can do, from its size and its elements.
export module patterns.data_model:sequence_facade;

import std;
import :index;
import :slice;

namespace patterns::data_model::detail {

template <class T>
using with_reference = T&;

template <class T>
concept can_be_referred_to = requires { typename with_reference<T>; };

template <class S, class Value>
concept has_elements_equal_to = requires(const S& sequence, const Value& value) {
  { sequence[std::size_t{}] == value } -> std::convertible_to<bool>;
};

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// The least that a sequence is: `size()`, and `[position]` for every position below it.
///
/// What `[]` gives may be a reference or a value made for the occasion.
/// Source: row D6; Python's `__len__` and `__getitem__`.
template <class S>
concept minimal_sequence = requires(S& sequence, std::size_t position) {
  { sequence.size() } -> std::convertible_to<std::size_t>;
  { sequence[position] } -> detail::can_be_referred_to;
};

}  // namespace patterns::data_model

namespace patterns::data_model::detail {

/// A place in `Sequence`, which may be const. It refers to the sequence, and is as good as that lives.
template <class Sequence>
class sequence_iterator {
 public:
  using reference = decltype(std::declval<Sequence&>()[std::size_t{}]);
  using value_type = std::remove_cvref_t<reference>;
  using difference_type = std::ptrdiff_t;
  using iterator_concept = std::random_access_iterator_tag;
  // To algorithms older than ranges, an iterator that gives values is an input iterator.
  using iterator_category = std::conditional_t<std::is_lvalue_reference_v<reference>, std::random_access_iterator_tag,
                                               std::input_iterator_tag>;
  using pointer = std::conditional_t<std::is_lvalue_reference_v<reference>, std::add_pointer_t<reference>, void>;

  sequence_iterator() = default;

  constexpr sequence_iterator(Sequence& sequence, difference_type position) noexcept
      : sequence_(std::addressof(sequence)), position_(position) {}

  [[nodiscard]] constexpr operator sequence_iterator<const Sequence>() const noexcept
    requires(!std::is_const_v<Sequence>)
  {
    return sequence_ == nullptr ? sequence_iterator<const Sequence>()
                                : sequence_iterator<const Sequence>(*sequence_, position_);
  }

  [[nodiscard]] constexpr reference operator*() const { return (*sequence_)[static_cast<std::size_t>(position_)]; }
  [[nodiscard]] constexpr pointer operator->() const
    requires std::is_lvalue_reference_v<reference>
  {
    return std::addressof(**this);
  }
  [[nodiscard]] constexpr reference operator[](difference_type n) const {
    return (*sequence_)[static_cast<std::size_t>(position_ + n)];
  }

  constexpr sequence_iterator& operator++() noexcept { return *this += 1; }
  constexpr sequence_iterator& operator--() noexcept { return *this -= 1; }
  constexpr sequence_iterator operator++(int) noexcept {
    auto before = *this;
    ++*this;
    return before;
  }
  constexpr sequence_iterator operator--(int) noexcept {
    auto before = *this;
    --*this;
    return before;
  }
  constexpr sequence_iterator& operator+=(difference_type n) noexcept {
    position_ += n;
    return *this;
  }
  constexpr sequence_iterator& operator-=(difference_type n) noexcept { return *this += -n; }

  [[nodiscard]] friend constexpr sequence_iterator operator+(sequence_iterator at, difference_type n) noexcept {
    return at += n;
  }
  [[nodiscard]] friend constexpr sequence_iterator operator+(difference_type n, sequence_iterator at) noexcept {
    return at += n;
  }
  [[nodiscard]] friend constexpr sequence_iterator operator-(sequence_iterator at, difference_type n) noexcept {
    return at -= n;
  }
  [[nodiscard]] friend constexpr difference_type operator-(const sequence_iterator& a,
                                                           const sequence_iterator& b) noexcept {
    return a.position_ - b.position_;
  }
  // Members: a defaulted friend crashes GCC 16 (tools/evaluate/cases/friends/defaulted_equality).
  [[nodiscard]] constexpr bool operator==(const sequence_iterator& other) const noexcept {
    return position_ == other.position_;
  }
  [[nodiscard]] constexpr auto operator<=>(const sequence_iterator& other) const noexcept {
    return position_ <=> other.position_;
  }

 private:
  Sequence* sequence_ = nullptr;
  difference_type position_ = 0;
};

template <class Sequence, class Values>
concept takes_elements_of = requires(Sequence& sequence) {
  requires std::assignable_from<decltype(sequence[std::size_t{}]), std::ranges::range_value_t<Values>>;
};

/// The values are copied before the first is written: they may be those that are written to.
template <class Sequence, class Values>
constexpr void assign_elements(Sequence& sequence, Values& values) {
  std::vector<std::ranges::range_value_t<Values>> copies;
  for (auto&& each : values) {
    copies.push_back(std::forward<decltype(each)>(each));
  }
  if (copies.size() != sequence.size()) {
    throw slice_error(std::format("{} values for {} elements", copies.size(), sequence.size()));
  }
  for (std::size_t i = 0; i < copies.size(); ++i) {
    sequence[i] = std::move(copies[i]);
  }
}

/// Where a slice finds its elements: a view is copied, for it may be gone before the slice is; of all else the address
/// is kept.
template <class Sequence>
class sliced_from {
 public:
  sliced_from() = default;
  constexpr explicit sliced_from(Sequence& sequence) noexcept : sequence_(std::addressof(sequence)) {}
  [[nodiscard]] constexpr Sequence& get() const noexcept { return *sequence_; }

 private:
  Sequence* sequence_ = nullptr;
};

template <class Sequence>
  requires std::ranges::view<std::remove_const_t<Sequence>>
class sliced_from<Sequence> {
 public:
  sliced_from() = default;
  constexpr explicit sliced_from(Sequence& sequence) : sequence_(sequence) {}
  [[nodiscard]] constexpr const Sequence& get() const noexcept { return sequence_; }

 private:
  std::remove_const_t<Sequence> sequence_;
};

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

template <class Sequence>
class sequence_slice;

/// Gives a class that has `size()` and `[]` the rest of a sequence:
///
///     class countries : public sequence_facade<countries> {
///      public:
///       [[nodiscard]] std::size_t size() const;
///       [[nodiscard]] std::string_view operator[](std::size_t position) const;
///     };
///
/// It is a random access range to the standard library and to range-v3, in both its ways if `[]` is overloaded for
/// const. Iterators and slices refer to the object: moving or destroying it ends them, changing its size does not, but
/// what they then stand for is what `[]` makes of their position.
///
/// @tparam Derived  the class itself; see minimal_sequence
///
/// Complexity: that of `[]`, and no size of its own: it is an empty base. Thread-safety: that of `Derived`.
/// Exceptions: what `[]` throws. Source: row D6; Python's `collections.abc.Sequence`.
template <class Derived>
class sequence_facade {
 public:
  [[nodiscard]] constexpr auto begin()
    requires minimal_sequence<Derived>
  {
    return detail::sequence_iterator<Derived>(self(), 0);
  }
  [[nodiscard]] constexpr auto begin() const
    requires minimal_sequence<const Derived>
  {
    return detail::sequence_iterator<const Derived>(self(), 0);
  }
  [[nodiscard]] constexpr auto end()
    requires minimal_sequence<Derived>
  {
    return begin() + length();
  }
  [[nodiscard]] constexpr auto end() const
    requires minimal_sequence<const Derived>
  {
    return begin() + length();
  }

  [[nodiscard]] constexpr bool empty() const { return length() == 0; }

  /// Element `index`; a negative one counts from the end.
  /// @throws index_error if there is no such element
  [[nodiscard]] constexpr decltype(auto) at(const index_like auto& index) { return self()[position_at(index)]; }
  [[nodiscard]] constexpr decltype(auto) at(const index_like auto& index) const { return self()[position_at(index)]; }

  /// Whether an element equals `value`. Complexity: O(n).
  template <class Value>
    requires detail::has_elements_equal_to<Derived, Value>
  [[nodiscard]] constexpr bool contains(const Value& value) const {
    return index(value).has_value();
  }

  /// The first position, of those in `where`, of an element that equals `value`; nothing if there is none. Complexity:
  /// O(n).
  /// @throws slice_error if the step of `where` is 0
  template <class Value>
    requires detail::has_elements_equal_to<Derived, Value>
  [[nodiscard]] constexpr std::optional<std::size_t> index(const Value& value, const slice& where = {}) const {
    const auto positions = positions_of(where, self().size());
    for (std::size_t i = 0; i < positions.count; ++i) {
      if (self()[positions[i]] == value) {
        return positions[i];
      }
    }
    return std::nullopt;
  }

  /// How many elements equal `value`. Complexity: O(n).
  template <class Value>
    requires detail::has_elements_equal_to<Derived, Value>
  [[nodiscard]] constexpr std::size_t count(const Value& value) const {
    std::size_t found = 0;
    for (std::size_t i = 0; i < self().size(); ++i) {
      found += self()[i] == value ? 1U : 0U;
    }
    return found;
  }

  /// The elements at the positions of `which`, in place: a sequence too. Complexity: O(1), nothing is copied.
  ///
  /// That of a temporary is refused, for it would be gone, unless that is a slice itself.
  /// @throws slice_error if the step is 0
  [[nodiscard]] constexpr auto sliced(const slice& which) & { return sequence_slice<Derived>(self(), which); }
  [[nodiscard]] constexpr auto sliced(const slice& which) const& {
    return sequence_slice<const Derived>(self(), which);
  }
  template <class Self = Derived>
    requires(!std::ranges::view<Self>)
  void sliced(const slice& which) const&& = delete;

  /// The elements from the last to the first, in place: a sequence too. Complexity: O(1).
  [[nodiscard]] constexpr auto reversed() & { return sliced({.step = -1}); }
  [[nodiscard]] constexpr auto reversed() const& { return sliced({.step = -1}); }
  template <class Self = Derived>
    requires(!std::ranges::view<Self>)
  void reversed() const&& = delete;

 private:
  [[nodiscard]] constexpr Derived& self() noexcept { return static_cast<Derived&>(*this); }
  [[nodiscard]] constexpr const Derived& self() const noexcept { return static_cast<const Derived&>(*this); }
  [[nodiscard]] constexpr std::ptrdiff_t length() const { return static_cast<std::ptrdiff_t>(self().size()); }
  [[nodiscard]] constexpr std::size_t position_at(const auto& index) const { return to_position(index, self().size()); }
};

/// What sequence_facade::sliced gives: some elements of a sequence, in place. A view, and a sequence_facade itself.
///
/// It remembers the positions that its sequence had when it was made. Of a sequence that has shrunk since, what `[]` of
/// that sequence makes of them is what it gives.
///
/// @tparam Sequence  what is sliced, const if its elements are not to be written
///
/// Complexity: O(1) to make and to copy. Thread-safety: that of `Sequence`. Source: row D6; Python's slices, which
/// copy.
template <class Sequence>
class sequence_slice : public sequence_facade<sequence_slice<Sequence>>, public std::ranges::view_base {
 public:
  sequence_slice() = default;

  /// @throws slice_error if the step is 0
  constexpr sequence_slice(Sequence& sequence, const slice& which)
      : from_(sequence), positions_(positions_of(which, sequence.size())) {}

  [[nodiscard]] constexpr std::size_t size() const noexcept { return positions_.count; }

  /// Element `position`, which is smaller than `size()`.
  [[nodiscard]] constexpr decltype(auto) operator[](std::size_t position) const {
    return from_.get()[positions_[position]];
  }

  /// Gives the elements these values, which may be among them: `text.sliced({}).assign(text.reversed())`.
  ///
  /// Complexity: O(n), with a copy of all values.
  /// @throws slice_error if there are more or fewer values than elements, and what copying a value throws; nothing is
  ///   written then
  template <std::ranges::input_range Values>
    requires detail::takes_elements_of<const sequence_slice, Values>
  constexpr void assign(Values&& values) const {
    detail::assign_elements(*this, values);
  }

 private:
  detail::sliced_from<Sequence> from_;
  slice_positions positions_;
};

}  // namespace patterns::data_model
