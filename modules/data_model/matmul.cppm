/// @file
/// B9 · matmul: products of matrices and of vectors.
export module patterns.data_model:matmul;

import std;
import :matrix;

namespace patterns::data_model::detail {

template <class A, class B>
using sum_of_products = std::remove_cvref_t<decltype(std::declval<const A&>() * std::declval<const B&>() +
                                                     std::declval<const A&>() * std::declval<const B&>())>;

template <class A, class B>
concept multiplied_to_element = requires { requires matrix_element<sum_of_products<A, B>>; };

template <class R>
inline constexpr std::size_t range_extent = std::dynamic_extent;
template <class T, std::size_t N>
inline constexpr std::size_t range_extent<std::array<T, N>> = N;
template <class T, std::size_t N>
inline constexpr std::size_t range_extent<T[N]> = N;
template <class T, std::size_t N>
inline constexpr std::size_t range_extent<std::span<T, N>> = N;

template <class M>
inline constexpr bool is_matrix = false;
template <class T, std::size_t Rows, std::size_t Columns>
inline constexpr bool is_matrix<matrix<T, Rows, Columns>> = true;

/// The textbook's sums, in an order of loops that walks all three matrices along their rows.
template <class A, class B, class Result>
constexpr void multiply_plainly(const A& a, const B& b, Result& result) {
  using element = element_of<Result>;
  for (std::size_t i = 0; i < result.rows(); ++i) {
    for (std::size_t k = 0; k < a.columns(); ++k) {
      const auto& left = a(i, k);
      for (std::size_t j = 0; j < result.columns(); ++j) {
        result(i, j) = static_cast<element>(result(i, j) + left * b(k, j));
      }
    }
  }
}

// A tile of sums is kept in registers: four rows of 32 bytes are eight of the sixteen that every x86-64 has.
inline constexpr std::size_t tile_rows = 4;
template <class T>
inline constexpr std::size_t tile_columns = 32 / sizeof(T) > 1 ? 32 / sizeof(T) : 1;
// A strip of the left matrix and the panels of the right one stay in the caches, and are so small that their memory is
// not fetched from the system anew for each product, which costs more than the product of medium-sized matrices.
inline constexpr std::size_t depth_of_block = 128;
inline constexpr std::size_t columns_of_block = 64;

/// Adds the products of a strip and a panel to `rows` x `columns` of `result`.
template <class T>
void multiply_tile(const T* strip, const T* panel, std::size_t depth, T* result, std::size_t stride, std::size_t rows,
                   std::size_t columns) {
  constexpr auto width = tile_columns<T>;
  T sums[tile_rows][width] = {};
  // The sums go on from those of the blocks before, so that they are added in the textbook's order.
  for (std::size_t r = 0; r < rows; ++r) {
    std::copy_n(result + r * stride, columns, sums[r]);
  }
  for (std::size_t k = 0; k < depth; ++k) {
    for (std::size_t r = 0; r < tile_rows; ++r) {
      for (std::size_t c = 0; c < width; ++c) {
        sums[r][c] += strip[k * tile_rows + r] * panel[k * width + c];
      }
    }
  }
  for (std::size_t r = 0; r < rows; ++r) {
    std::copy_n(sums[r], columns, result + r * stride);
  }
}

/// The same sums in blocks that fit the caches, after copies of the blocks in the order in which they are read.
template <class T>
void multiply_in_blocks(const T* a, const T* b, T* result, std::size_t rows, std::size_t depth, std::size_t columns) {
  constexpr auto width = tile_columns<T>;
  const auto block_columns = std::min((columns + width - 1) / width * width, columns_of_block);
  const auto block_depth = std::min(depth, depth_of_block);
  // What a tile has beyond the matrix is multiplied too, and not written back: it must be a number, no more.
  std::vector<T> panels(block_columns * block_depth);
  std::vector<T> strip(tile_rows * block_depth);
  for (std::size_t column = 0; column < columns; column += columns_of_block) {
    const auto these_columns = std::min(columns - column, columns_of_block);
    for (std::size_t from = 0; from < depth; from += depth_of_block) {
      const auto this_depth = std::min(depth - from, depth_of_block);
      for (std::size_t j = 0; j < these_columns; j += width) {
        for (std::size_t k = 0; k < this_depth; ++k) {
          std::copy_n(b + (from + k) * columns + column + j, std::min(width, these_columns - j),
                      panels.data() + j * this_depth + k * width);
        }
      }
      for (std::size_t i = 0; i < rows; i += tile_rows) {
        const auto these_rows = std::min(tile_rows, rows - i);
        for (std::size_t r = 0; r < these_rows; ++r) {
          for (std::size_t k = 0; k < this_depth; ++k) {
            strip[k * tile_rows + r] = a[(i + r) * depth + from + k];
          }
        }
        for (std::size_t j = 0; j < these_columns; j += width) {
          multiply_tile(strip.data(), panels.data() + j * this_depth, this_depth, result + i * columns + column + j,
                        columns, these_rows, std::min(width, these_columns - j));
        }
      }
    }
  }
}

template <class T, class M>
[[nodiscard]] decltype(auto) as_matrix_of(const M& m) {
  if constexpr (is_matrix<M> && std::same_as<element_of<M>, T>) {
    return (m);
  } else {
    return matrix<T>(m);
  }
}

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// Matrices that can be multiplied: as far as the types know, `A` has as many columns as `B` has rows, and the products
/// of their elements are elements of a matrix.
template <class A, class B>
concept multipliable_with =
    matrix_like<A> && matrix_like<B> && detail::multiplied_to_element<detail::element_of<A>, detail::element_of<B>> &&
    (detail::extents_agree(detail::column_extent<A>(), detail::row_extent<B>()));

/// Ranges that have a dot product: as far as the types know they have one size (that of an array, or of a span), and
/// the products of their elements are elements of a matrix.
template <class A, class B>
concept dottable_with =
    std::ranges::random_access_range<A> && std::ranges::random_access_range<B> && std::ranges::sized_range<A> &&
    std::ranges::sized_range<B> &&
    detail::multiplied_to_element<std::ranges::range_value_t<A>, std::ranges::range_value_t<B>> &&
    (detail::extents_agree(detail::range_extent<std::remove_cvref_t<A>>, detail::range_extent<std::remove_cvref_t<B>>));

/// The sum of the products of the elements of `a` and `b`; zero if there are none.
///
/// Complexity: O(n). Four sums are kept, and added at the end, if the elements are floating-point numbers: this is
/// faster than one sum and no less exact, but may differ from it in the last digits.
/// @throws shape_error if they have different sizes
/// Source: row B9; Python's `__matmul__` of vectors, `math.sumprod`.
template <std::ranges::random_access_range A, std::ranges::random_access_range B>
  requires dottable_with<A, B>
[[nodiscard]] constexpr auto dot(A&& a, B&& b) {
  using sum_type = detail::sum_of_products<std::ranges::range_value_t<A>, std::ranges::range_value_t<B>>;
  const auto size = static_cast<std::size_t>(std::ranges::size(a));
  if (!std::cmp_equal(size, std::ranges::size(b))) {
    throw shape_error(std::format("dot product of {} elements and {}", size, std::ranges::size(b)));
  }
  const auto product = [x = std::ranges::begin(a), y = std::ranges::begin(b)](std::size_t i) {
    return x[static_cast<std::ranges::range_difference_t<A>>(i)] *
           y[static_cast<std::ranges::range_difference_t<B>>(i)];
  };
  std::size_t i = 0;
  sum_type sum{};
  if constexpr (std::floating_point<sum_type>) {
    sum_type sums[4] = {};
    for (; size - i >= 4; i += 4) {
      for (std::size_t lane = 0; lane < 4; ++lane) {
        sums[lane] += product(i + lane);
      }
    }
    sum = (sums[0] + sums[1]) + (sums[2] + sums[3]);
  }
  for (; i < size; ++i) {
    sum = sum + product(i);
  }
  return sum;
}

/// The matrix product. The result is a matrix of its own, so that `a = matmul(a, b)` is what it seems to be; it knows
/// the counts that its operands know.
///
/// Sums are added in the textbook's order, of whatever size the matrices are.
///
/// Complexity: O(rows * depth * columns). From some size on numbers are multiplied in blocks, with buffers of about
/// 9,000 numbers. Thread-safety: reads its operands only.
/// @throws shape_error if `a` has not as many columns as `b` has rows, and the types do not know; std::bad_alloc
/// Source: row B9; Python's `@`, PEP 465.
template <matrix_like A, matrix_like B>
  requires multipliable_with<A, B>
[[nodiscard]] constexpr auto matmul(const A& a, const B& b) {
  if (!std::cmp_equal(a.columns(), b.rows())) {
    throw shape_error(
        std::format("product of a {}x{} matrix and a {}x{} one", a.rows(), a.columns(), b.rows(), b.columns()));
  }
  using element = detail::sum_of_products<detail::element_of<A>, detail::element_of<B>>;
  matrix<element, detail::row_extent<A>(), detail::column_extent<B>()> result(a.rows(), b.columns());
  if constexpr (std::is_arithmetic_v<element>) {
    // Below, the copies cost more than they save.
    constexpr std::size_t worth_blocks = 12;
    if (!std::is_constant_evaluated() && a.rows() >= detail::tile_rows && b.columns() >= worth_blocks &&
        a.columns() >= worth_blocks) {
      const auto& left = detail::as_matrix_of<element>(a);
      const auto& right = detail::as_matrix_of<element>(b);
      detail::multiply_in_blocks(left.elements().data(), right.elements().data(), result.elements().data(), a.rows(),
                                 a.columns(), b.columns());
      return result;
    }
  }
  detail::multiply_plainly(a, b, result);
  return result;
}

/// matmul(a, b), of which one is a `matrix`.
template <matrix_like A, matrix_like B>
  requires multipliable_with<A, B> && (detail::is_matrix<A> || detail::is_matrix<B>)
[[nodiscard]] constexpr auto operator*(const A& a, const B& b) {
  return matmul(a, b);
}

}  // namespace patterns::data_model
