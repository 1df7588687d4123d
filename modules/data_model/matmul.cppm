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

template <class T, std::size_t Rows, std::size_t Columns>
[[nodiscard]] constexpr matrix<T, Rows, Columns> make_zeros(std::size_t rows, std::size_t columns) {
  if constexpr (Rows == std::dynamic_extent || Columns == std::dynamic_extent) {
    return matrix<T, Rows, Columns>(rows, columns);
  } else {
    return {};
  }
}

/// The textbook's sums, in an order of loops that walks all three matrices along their rows. There is some depth.
template <class A, class B, class Result>
constexpr void multiply_plainly(const A& a, const B& b, Result& result) {
  using element = element_of<Result>;
  for (std::size_t i = 0; i < result.rows(); ++i) {
    for (std::size_t j = 0; j < result.columns(); ++j) {
      result(i, j) = static_cast<element>(a(i, 0) * b(0, j));
    }
    for (std::size_t k = 1; k < a.columns(); ++k) {
      const auto& left = a(i, k);
      for (std::size_t j = 0; j < result.columns(); ++j) {
        result(i, j) = static_cast<element>(result(i, j) + left * b(k, j));
      }
    }
  }
}

/// The first element of numbers in rows, and how far it is from there to the next row.
template <class T>
struct numbers_in_rows {
  T* first;
  std::size_t stride;

  [[nodiscard]] constexpr T* at(std::size_t row, std::size_t column) const noexcept {
    return first + row * stride + column;
  }
  [[nodiscard]] constexpr numbers_in_rows from(std::size_t row, std::size_t column) const noexcept {
    return {at(row, column), stride};
  }
};

/// A tile of the product, whose sums are kept in registers: begun with their first products, or gone on with from those
/// of the blocks before, so that they are added in the textbook's order.
template <std::size_t Rows, std::size_t Columns, bool GoesOn, class T>
inline void multiply_tile(numbers_in_rows<const T> a, numbers_in_rows<const T> b, std::size_t depth,
                          numbers_in_rows<T> result) {
  T sums[Rows][Columns];
  for (std::size_t r = 0; r < Rows; ++r) {
    for (std::size_t c = 0; c < Columns; ++c) {
      sums[r][c] = GoesOn ? *result.at(r, c) : *a.at(r, 0) * *b.at(0, c);
    }
  }
  for (std::size_t k = GoesOn ? 0 : 1; k < depth; ++k) {
    for (std::size_t r = 0; r < Rows; ++r) {
      for (std::size_t c = 0; c < Columns; ++c) {
        sums[r][c] += *a.at(r, k) * *b.at(k, c);
      }
    }
  }
  for (std::size_t r = 0; r < Rows; ++r) {
    std::copy_n(sums[r], Columns, result.at(r, 0));
  }
}

template <std::size_t Rows, std::size_t Columns, bool GoesOn, class T>
inline void multiply_strip(numbers_in_rows<const T> a, numbers_in_rows<const T> b, std::size_t depth,
                           numbers_in_rows<T> result, std::size_t columns) {
  std::size_t j = 0;
  for (; columns - j >= Columns; j += Columns) {
    multiply_tile<Rows, Columns, GoesOn>(a, b.from(0, j), depth, result.from(0, j));
  }
  for (; j < columns; ++j) {
    multiply_tile<Rows, 1, GoesOn>(a, b.from(0, j), depth, result.from(0, j));
  }
}

template <std::size_t Rows, std::size_t Columns, bool GoesOn, class T>
inline void multiply_in_tiles(numbers_in_rows<const T> a, numbers_in_rows<const T> b, numbers_in_rows<T> result,
                              std::size_t rows, std::size_t depth, std::size_t columns) {
  std::size_t i = 0;
  for (; rows - i >= Rows; i += Rows) {
    multiply_strip<Rows, Columns, GoesOn>(a.from(i, 0), b, depth, result.from(i, 0), columns);
  }
  for (; i < rows; ++i) {
    multiply_strip<1, Columns, GoesOn>(a.from(i, 0), b, depth, result.from(i, 0), columns);
  }
}

// Four rows of 32 bytes are eight of the sixteen registers that every x86-64 has.
inline constexpr std::size_t tile_rows = 4;
template <class T>
inline constexpr std::size_t tile_columns = 32 / sizeof(T) > 1 ? 32 / sizeof(T) : 1;

/// The right matrix, if it does not fit the nearest cache, is copied there block after block.
template <class T>
void multiply_numbers(const T* a, const T* b, T* result, std::size_t rows, std::size_t depth, std::size_t columns) {
  constexpr std::size_t fitting = 65'536 / sizeof(T);
  constexpr std::size_t block_depth = 128;
  constexpr std::size_t block_columns = 256 / sizeof(T);
  // Rows that are a power of two apart would fight for a few lines of the cache.
  constexpr std::size_t block_stride = block_columns + 64 / sizeof(T);
  const numbers_in_rows<const T> left{a, depth};
  const numbers_in_rows<const T> right{b, columns};
  const numbers_in_rows<T> product{result, columns};
  if (depth <= fitting && depth * columns <= fitting) {
    multiply_in_tiles<tile_rows, tile_columns<T>, false>(left, right, product, rows, depth, columns);
    return;
  }
  std::vector<T> copied(std::min(depth, block_depth) * block_stride);
  const numbers_in_rows<const T> block{copied.data(), block_stride};
  for (std::size_t j = 0; j < columns; j += block_columns) {
    const auto these_columns = std::min(columns - j, block_columns);
    for (std::size_t k = 0; k < depth; k += block_depth) {
      const auto this_depth = std::min(depth - k, block_depth);
      for (std::size_t row = 0; row < this_depth; ++row) {
        std::copy_n(right.at(k + row, j), these_columns, copied.data() + row * block_stride);
      }
      if (k == 0) {
        multiply_in_tiles<tile_rows, tile_columns<T>, false>(left, block, product.from(0, j), rows, this_depth,
                                                             these_columns);
      } else {
        multiply_in_tiles<tile_rows, tile_columns<T>, true>(left.from(0, k), block, product.from(0, j), rows,
                                                            this_depth, these_columns);
      }
    }
  }
}

/// Few numbers, whose counts the type knows: all loops can be unrolled, and small tiles leave registers for that.
template <class T, std::size_t Rows, std::size_t Depth, std::size_t Columns>
inline void multiply_few_numbers(const matrix<T, Rows, Depth>& a, const matrix<T, Depth, Columns>& b,
                                 matrix<T, Rows, Columns>& result) {
  constexpr std::size_t width = 16 / sizeof(T) > 1 ? 16 / sizeof(T) : 1;
  multiply_in_tiles<2, width, false>(numbers_in_rows<const T>{a.elements().data(), Depth},
                                     numbers_in_rows<const T>{b.elements().data(), Columns},
                                     numbers_in_rows<T>{result.elements().data(), Columns}, Rows, Depth, Columns);
}

template <class M>
inline constexpr bool is_small = row_extent<M>() <= 8 && column_extent<M>() <= 8;

template <class M, class T>
inline constexpr bool is_matrix_of = false;
template <class T, std::size_t Rows, std::size_t Columns>
inline constexpr bool is_matrix_of<matrix<T, Rows, Columns>, T> = true;

template <class T, class M>
[[nodiscard]] decltype(auto) as_matrix_of(const M& m) {
  if constexpr (is_matrix_of<M, T>) {
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
/// Complexity: O(rows * depth * columns). Numbers are multiplied in tiles; for a right matrix of more than 64 KiB a
/// buffer of 40 KiB is needed. Thread-safety: reads its operands only.
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
  auto result = detail::make_zeros<element, detail::row_extent<A>(), detail::column_extent<B>()>(a.rows(), b.columns());
  if (a.columns() == 0) {
    return result;
  }
  if constexpr (std::is_arithmetic_v<element>) {
    constexpr bool needs_copies = !detail::is_matrix_of<A, element> || !detail::is_matrix_of<B, element>;
    // Below, copies of another type cost more than they save.
    constexpr std::size_t worth_copies = 12;
    if (!std::is_constant_evaluated()) {
      if constexpr (!needs_copies && detail::is_small<A> && detail::is_small<B>) {
        detail::multiply_few_numbers(a, b, result);
        return result;
      } else if (!needs_copies || std::min({static_cast<std::size_t>(a.rows()), static_cast<std::size_t>(a.columns()),
                                            static_cast<std::size_t>(b.columns())}) >= worth_copies) {
        const auto& left = detail::as_matrix_of<element>(a);
        const auto& right = detail::as_matrix_of<element>(b);
        detail::multiply_numbers(left.elements().data(), right.elements().data(), result.elements().data(), left.rows(),
                                 left.columns(), right.columns());
        return result;
      }
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
