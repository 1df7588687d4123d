/// @file
/// B9 · matrix: numbers in rows and columns, whose counts the type knows or the object.
export module patterns.data_model:matrix;

import std;
import :index;

export namespace patterns::data_model {

/// Thrown for matrices and vectors whose sizes do not go together, and for one that is too large to exist.
class shape_error : public std::invalid_argument {
 public:
  using invalid_argument::invalid_argument;
};

/// What a matrix can hold: a regular type, other than bool, that is added and multiplied. `T{}` is its zero.
template <class T>
concept matrix_element = std::regular<T> && !std::same_as<T, bool> && requires(const T& a, const T& b) {
  { a* b + a* b };
};

/// What is read as a matrix: `rows()`, `columns()` and `m(row, column)`.
///
/// One whose counts are known at compile time says so in static members `row_extent` and `column_extent`.
/// Source: row B9; what Python expects of both sides of `@`.
template <class M>
concept matrix_like = requires(const M& m, std::size_t i) {
  { m.rows() } -> std::convertible_to<std::size_t>;
  { m.columns() } -> std::convertible_to<std::size_t>;
  requires matrix_element<std::remove_cvref_t<decltype(m(i, i))>>;
};

}  // namespace patterns::data_model

namespace patterns::data_model::detail {

[[nodiscard]] constexpr bool extents_agree(std::size_t a, std::size_t b) noexcept {
  return a == std::dynamic_extent || b == std::dynamic_extent || a == b;
}

template <class M>
[[nodiscard]] consteval std::size_t row_extent() {
  if constexpr (requires { M::row_extent; }) {
    return M::row_extent;
  } else {
    return std::dynamic_extent;
  }
}

template <class M>
[[nodiscard]] consteval std::size_t column_extent() {
  if constexpr (requires { M::column_extent; }) {
    return M::column_extent;
  } else {
    return std::dynamic_extent;
  }
}

template <class M>
using element_of = std::remove_cvref_t<decltype(std::declval<const M&>()(std::size_t{}, std::size_t{}))>;

template <class T>
[[nodiscard]] constexpr std::size_t element_count(std::size_t rows, std::size_t columns) {
  constexpr auto most = static_cast<std::size_t>(std::numeric_limits<std::ptrdiff_t>::max()) / sizeof(T);
  if (columns != 0 && rows > most / columns) {
    throw shape_error(std::format("a matrix of {}x{} elements is too large", rows, columns));
  }
  return rows * columns;
}

// Both counts are known: the elements are all there is.
template <class T, std::size_t Rows, std::size_t Columns>
struct matrix_storage {
  std::array<T, Rows * Columns> elements{};

  [[nodiscard]] static constexpr std::size_t rows() noexcept { return Rows; }
  [[nodiscard]] static constexpr std::size_t columns() noexcept { return Columns; }
  [[nodiscard]] bool operator==(const matrix_storage&) const = default;

  constexpr void fill(std::size_t /*rows*/, std::size_t /*columns*/, const T& value) { elements.fill(value); }
};

template <class T, std::size_t Rows, std::size_t Columns>
  requires(Rows == std::dynamic_extent || Columns == std::dynamic_extent)
struct matrix_storage<T, Rows, Columns> {
  std::vector<T> elements;
  std::size_t row_count = Rows == std::dynamic_extent ? 0 : Rows;
  std::size_t column_count = Columns == std::dynamic_extent ? 0 : Columns;

  matrix_storage() = default;
  matrix_storage(const matrix_storage&) = default;
  matrix_storage& operator=(const matrix_storage&) = default;
  // One that was moved from has no elements, and must not say that it has.
  constexpr matrix_storage(matrix_storage&& other) noexcept { swap(other); }
  constexpr matrix_storage& operator=(matrix_storage&& other) noexcept {
    matrix_storage(std::move(other)).swap(*this);
    return *this;
  }
  ~matrix_storage() = default;

  [[nodiscard]] constexpr std::size_t rows() const noexcept { return row_count; }
  [[nodiscard]] constexpr std::size_t columns() const noexcept { return column_count; }
  [[nodiscard]] bool operator==(const matrix_storage&) const = default;

  constexpr void fill(std::size_t rows, std::size_t columns, const T& value) {
    elements.assign(element_count<T>(rows, columns), value);
    row_count = rows;
    column_count = columns;
  }

  constexpr void swap(matrix_storage& other) noexcept {
    elements.swap(other.elements);
    std::swap(row_count, other.row_count);
    std::swap(column_count, other.column_count);
  }
};

template <class T, std::size_t Rows, std::size_t Columns>
concept storable = Rows == 0 || Columns == 0 || Rows == std::dynamic_extent || Columns == std::dynamic_extent ||
                   Rows <= static_cast<std::size_t>(std::numeric_limits<std::ptrdiff_t>::max()) / sizeof(T) / Columns;

// Rows in braces have one length: that of the first.
template <std::size_t First, std::size_t... Others>
inline constexpr bool same_length = ((First == Others) && ...);

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// Elements in rows and columns, one row behind the other in memory:
///
///     constexpr matrix<double, 2, 3> known{{1, 2, 3}, {4, 5, 6}};   // a wrong number of any does not compile
///     matrix<double> measured(rows, columns);                      // zeros; the counts are those of the object
///
/// @tparam T  see matrix_element
/// @tparam Rows, Columns  how many there are, or std::dynamic_extent if only the object knows. If both are known, the
///   elements are in the object, which has no other state; else they are in a std::vector.
///
/// Complexity: O(1) for access, O(elements) else. Thread-safety: that of std::vector. Exceptions: a call that throws
/// changes nothing. One that is moved from is empty, if it keeps its elements in a vector.
/// Source: row B9; NumPy's `ndarray` of two dimensions.
template <matrix_element T, std::size_t Rows = std::dynamic_extent, std::size_t Columns = std::dynamic_extent>
  requires detail::storable<T, Rows, Columns>
class matrix {
 public:
  using value_type = T;
  static constexpr std::size_t row_extent = Rows;
  static constexpr std::size_t column_extent = Columns;

  /// Zeros; a count that only the object knows is 0.
  constexpr matrix() = default;

  /// All elements `value`.
  /// @throws shape_error if the type has other counts, or there would be too many elements
  /// @throws index_error if a count is negative
  // Templates, because a row in braces with one number in it could be a count too.
  constexpr matrix(const index_like auto& rows, const index_like auto& columns, const T& value = T{}) {
    const auto row_count = to_index<std::size_t>(rows);
    const auto column_count = to_index<std::size_t>(columns);
    if (!detail::extents_agree(Rows, row_count) || !detail::extents_agree(Columns, column_count)) {
      refuse(row_count, column_count);
    }
    storage_.fill(row_count, column_count, value);
  }

  /// From rows in braces, which have one length.
  // T is not deduced here, because GCC 16 prefers that to the deduction guide (tools/evaluate/cases).
  template <std::size_t Length, std::size_t... Lengths>
    requires detail::same_length<Length, Lengths...> && (detail::extents_agree(Rows, 1 + sizeof...(Lengths))) &&
             (detail::extents_agree(Columns, Length))
  constexpr matrix(const std::type_identity_t<T> (&first)[Length], const std::type_identity_t<T> (&... others)[Lengths])
      : matrix(1 + sizeof...(Lengths), Length) {
    auto to = elements().begin();
    to = std::ranges::copy(first, to).out;
    ((to = std::ranges::copy(others, to).out), ...);
  }

  /// A copy of what is read as a matrix, which may be one with other extents.
  /// @throws shape_error if the type has other counts
  template <matrix_like Other>
    requires(!std::same_as<Other, matrix>) && std::convertible_to<detail::element_of<Other>, T> &&
            (detail::extents_agree(Rows, detail::row_extent<Other>())) &&
            (detail::extents_agree(Columns, detail::column_extent<Other>()))
  constexpr explicit matrix(const Other& other) : matrix(other.rows(), other.columns()) {
    for (std::size_t i = 0; i < rows(); ++i) {
      for (std::size_t j = 0; j < columns(); ++j) {
        (*this)(i, j) = static_cast<T>(other(i, j));
      }
    }
  }

  [[nodiscard]] constexpr std::size_t rows() const noexcept { return storage_.rows(); }
  [[nodiscard]] constexpr std::size_t columns() const noexcept { return storage_.columns(); }

  /// The element in `row` and `column`, which exist: this is not checked.
  [[nodiscard]] constexpr T& operator()(std::size_t row, std::size_t column) noexcept {
    return storage_.elements[row * columns() + column];
  }
  [[nodiscard]] constexpr const T& operator()(std::size_t row, std::size_t column) const noexcept {
    return storage_.elements[row * columns() + column];
  }

  /// The element in `row` and `column`.
  /// @throws index_error if there is none
  [[nodiscard]] constexpr T& at(std::size_t row, std::size_t column) {
    check(row, column);
    return (*this)(row, column);
  }
  [[nodiscard]] constexpr const T& at(std::size_t row, std::size_t column) const {
    check(row, column);
    return (*this)(row, column);
  }

  /// All elements, row after row.
  [[nodiscard]] constexpr std::span<T> elements() noexcept { return storage_.elements; }
  [[nodiscard]] constexpr std::span<const T> elements() const noexcept { return storage_.elements; }

  /// The elements of row `index`, which exists: this is not checked.
  [[nodiscard]] constexpr std::span<T> row(std::size_t index) noexcept {
    return elements().subspan(index * columns(), columns());
  }
  [[nodiscard]] constexpr std::span<const T> row(std::size_t index) const noexcept {
    return elements().subspan(index * columns(), columns());
  }

  /// Whether both have the same counts and equal elements.
  [[nodiscard]] constexpr bool operator==(const matrix& other) const { return storage_ == other.storage_; }

 private:
  constexpr void check(std::size_t row, std::size_t column) const {
    if (row >= rows() || column >= columns()) {
      throw index_error(std::format("element ({}, {}) of a {}x{} matrix", row, column, rows(), columns()));
    }
  }

  // Apart from its caller, which is small enough to be inlined without it.
  [[noreturn]] static void refuse(std::size_t rows, std::size_t columns) {
    throw shape_error(
        std::format("{}x{} elements for a matrix of {}x{}", rows, columns, extent_name(Rows), extent_name(Columns)));
  }

  static std::string extent_name(std::size_t extent) {
    return extent == std::dynamic_extent ? "any" : std::to_string(extent);
  }

  detail::matrix_storage<T, Rows, Columns> storage_;
};

template <class T, std::size_t Length, std::size_t... Lengths>
matrix(const T (&first)[Length], const T (&... others)[Lengths]) -> matrix<T, 1 + sizeof...(Lengths), Length>;

/// `m` with rows and columns exchanged: a copy.
template <matrix_like M>
[[nodiscard]] constexpr auto transposed(const M& m) {
  matrix<detail::element_of<M>, detail::column_extent<M>(), detail::row_extent<M>()> result(m.columns(), m.rows());
  for (std::size_t i = 0; i < m.rows(); ++i) {
    for (std::size_t j = 0; j < m.columns(); ++j) {
      result(j, i) = m(i, j);
    }
  }
  return result;
}

}  // namespace patterns::data_model
