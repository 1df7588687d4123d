#include "googletest.hpp"

#include "../message_of.hpp"

import googletest;
import std;
import patterns.data_model;

namespace {

using patterns::data_model::dot;
using patterns::data_model::dottable_with;
using patterns::data_model::index_error;
using patterns::data_model::matmul;
using patterns::data_model::matrix;
using patterns::data_model::matrix_element;
using patterns::data_model::matrix_like;
using patterns::data_model::multipliable_with;
using patterns::data_model::shape_error;
using patterns::data_model::transposed;
using patterns_test::message_of;

inline constexpr auto any = std::dynamic_extent;

/// Somebody else's matrix, of which no element is stored.
struct multiplication_table {
  std::size_t size;
  [[nodiscard]] std::size_t rows() const { return size; }
  [[nodiscard]] std::size_t columns() const { return size; }
  [[nodiscard]] int operator()(std::size_t row, std::size_t column) const {
    return static_cast<int>((row + 1) * (column + 1));
  }
};

/// A number that is none of the language's: remainders by 7.
struct remainder {
  int value = 0;
  friend constexpr remainder operator+(remainder a, remainder b) { return {(a.value + b.value) % 7}; }
  friend constexpr remainder operator*(remainder a, remainder b) { return {a.value * b.value % 7}; }
  constexpr bool operator==(const remainder& other) const { return value == other.value; }
};

struct flat {
  [[nodiscard]] std::size_t rows() const { return 1; }
  [[nodiscard]] int operator()(std::size_t, std::size_t) const { return 0; }
};

static_assert(matrix_element<int> && matrix_element<double> && matrix_element<remainder>);
static_assert(!matrix_element<bool> && !matrix_element<std::string> && !matrix_element<std::unique_ptr<int>>);
static_assert(matrix_like<matrix<int>> && matrix_like<matrix<double, 2, 3>> && matrix_like<multiplication_table>);
static_assert(!matrix_like<flat> && !matrix_like<std::vector<int>>);

static_assert(multipliable_with<matrix<int, 2, 3>, matrix<int, 3, 4>>);
static_assert(!multipliable_with<matrix<int, 2, 3>, matrix<int, 2, 3>>);
static_assert(multipliable_with<matrix<int, 2, any>, matrix<int, 2, 3>>);
static_assert(multipliable_with<multiplication_table, matrix<double, 2, 3>>);
static_assert(!multipliable_with<matrix<remainder>, matrix<double>>);
static_assert(dottable_with<std::array<int, 3>, std::span<double, 3>> && dottable_with<std::vector<int>, int[3]>);
static_assert(!dottable_with<std::array<int, 3>, int[2]> && !dottable_with<std::list<int>, std::list<int>>);
static_assert(!dottable_with<std::vector<std::string>, std::vector<std::string>>);

template <class A, class B>
concept has_star = requires(const A& a, const B& b) { a* b; };
static_assert(has_star<matrix<int, 2, 3>, matrix<int, 3, 2>> && !has_star<matrix<int, 2, 3>, matrix<int, 2, 3>>);
static_assert(has_star<multiplication_table, matrix<int>> && !has_star<multiplication_table, multiplication_table>);

// What is known of the operands is known of the result, and nothing but the elements is stored.
static_assert(std::same_as<decltype(matmul(matrix<int, 2, 3>(), matrix<double, 3, 4>())), matrix<double, 2, 4>>);
static_assert(std::same_as<decltype(matmul(matrix<int, any, 3>(), matrix<int, 3, 4>())), matrix<int, any, 4>>);
static_assert(std::same_as<decltype(matmul(matrix<std::int8_t>(), matrix<std::int8_t>())), matrix<int>>);
static_assert(std::same_as<decltype(transposed(matrix<int, 2, any>())), matrix<int, any, 2>>);
static_assert(sizeof(matrix<float, 3, 3>) == 9 * sizeof(float));

static_assert(matmul(matrix{{1, 2, 3}, {4, 5, 6}}, matrix{{1, 2}, {3, 4}, {5, 6}}) == matrix{{22, 28}, {49, 64}});
static_assert(dot(std::array{1, 2, 3}, std::array{4, 5, 6}) == 32);
static_assert(transposed(matrix{{1, 2, 3}}) == matrix<int, 3, 1>{{1}, {2}, {3}});
static_assert(std::same_as<decltype(matrix{{1.5, 2.0}}), matrix<double, 1, 2>>);
static_assert(std::same_as<decltype(matrix{{1, 2, 3}, {4, 5, 6}}), matrix<int, 2, 3>>);
// Rows of one number each are no counts.
static_assert(matrix<std::size_t>{{2}, {3}}(1, 0) == 3 && matrix<std::size_t>(2, 3)(1, 2) == 0);

// Rows of another shape than the type, or of two lengths, are no matrix.
static_assert(std::constructible_from<matrix<int, 1, 2>, int (&)[2]>);
static_assert(!std::constructible_from<matrix<int, 1, 2>, int (&)[3]>);
static_assert(!std::constructible_from<matrix<int, 2, 2>, int (&)[2]>);
static_assert(!std::constructible_from<matrix<int>, int (&)[3], int (&)[2]>);
static_assert(std::constructible_from<matrix<int>, const matrix<int, 2, 2>&>);
static_assert(!std::constructible_from<matrix<int, 3, 2>, const matrix<int, 2, 2>&>);
static_assert(!std::convertible_to<matrix<int, 2, 2>, matrix<int>>);

template <class A, class B>
auto textbook(const A& a, const B& b) {
  using element = decltype(a(0, 0) * b(0, 0));
  matrix<element> result(a.rows(), b.columns());
  for (std::size_t i = 0; i < a.rows(); ++i) {
    for (std::size_t j = 0; j < b.columns(); ++j) {
      for (std::size_t k = 0; k < a.columns(); ++k) {
        result(i, j) += a(i, k) * b(k, j);
      }
    }
  }
  return result;
}

template <class T>
matrix<T> random_matrix(std::size_t rows, std::size_t columns, std::mt19937& random) {
  matrix<T> made(rows, columns);
  for (auto& each : made.elements()) {
    if constexpr (std::floating_point<T>) {
      each = std::uniform_real_distribution<T>(-1, 1)(random);
    } else {
      each = static_cast<T>(static_cast<int>(random() % 201) - 100);
    }
  }
  return made;
}

// A compiler that joins products and sums to one instruction rounds less.
template <std::floating_point T>
T greatest_difference(const matrix<T>& a, const matrix<T>& b) {
  T greatest = 0;
  for (std::size_t i = 0; i < a.elements().size(); ++i) {
    greatest = std::max(greatest, std::abs(a.elements()[i] - b.elements()[i]));
  }
  return greatest;
}

TEST(B9_matmul, agrees_with_the_textbook_on_integers_of_random_sizes) {
  std::mt19937 random(9);
  std::uniform_int_distribution<std::size_t> size(0, 70);
  for (int round = 0; round < 60; ++round) {
    const auto depth = size(random);
    const auto a = random_matrix<int>(size(random), depth, random);
    const auto b = random_matrix<int>(depth, size(random), random);
    ASSERT_EQ(matmul(a, b), textbook(a, b)) << a.rows() << ' ' << depth << ' ' << b.columns();
  }
}

TEST(B9_matmul, agrees_with_the_textbook_at_the_edges_of_its_blocks) {
  std::mt19937 random(10);
  for (const std::size_t rows : {3U, 4U, 5U}) {
    for (const std::size_t depth : {11U, 12U, 127U, 128U, 129U, 257U}) {
      for (const std::size_t columns : {11U, 12U, 13U, 32U, 33U, 63U, 64U, 65U, 129U}) {
        const auto a = random_matrix<long long>(rows, depth, random);
        const auto b = random_matrix<long long>(depth, columns, random);
        ASSERT_EQ(matmul(a, b), textbook(a, b)) << rows << ' ' << depth << ' ' << columns;
      }
    }
  }
}

template <class T, std::size_t Rows, std::size_t Depth, std::size_t Columns>
void expect_the_textbook(std::mt19937& random) {
  const matrix<T, Rows, Depth> a(random_matrix<T>(Rows, Depth, random));
  const matrix<T, Depth, Columns> b(random_matrix<T>(Depth, Columns, random));
  const auto expected = textbook(a, b);
  const std::remove_const_t<decltype(expected)> product(matmul(a, b));
  if constexpr (std::floating_point<T>) {
    EXPECT_LE(greatest_difference(product, expected), T{1e-5F}) << Rows << ' ' << Depth << ' ' << Columns;
  } else {
    EXPECT_EQ(product, expected) << Rows << ' ' << Depth << ' ' << Columns;
  }
}

template <class T, std::size_t... Shape>
void expect_the_textbook_of_few(std::mt19937& random, std::index_sequence<Shape...>) {
  (expect_the_textbook<T, Shape / 16 + 1, Shape / 4 % 4 + 1, Shape % 4 + 1>(random), ...);
}

TEST(B9_matmul, agrees_with_the_textbook_on_sizes_that_the_types_know) {
  std::mt19937 random(15);
  expect_the_textbook_of_few<int>(random, std::make_index_sequence<64>{});
  expect_the_textbook_of_few<double>(random, std::make_index_sequence<64>{});
  expect_the_textbook<float, 5, 7, 6>(random);
  expect_the_textbook<double, 8, 8, 8>(random);
  expect_the_textbook<long double, 7, 8, 5>(random);
  expect_the_textbook<long long, 8, 9, 8>(random);
  expect_the_textbook<int, 9, 8, 9>(random);
  expect_the_textbook<std::int8_t, 6, 5, 7>(random);
}

TEST(B9_matmul, gives_a_zero_the_same_sign_in_whatever_way_it_multiplies) {
  constexpr matrix<double, 2, 1> a{{-1.0}, {1.0}};
  constexpr matrix<double, 1, 1> zero{{0.0}};
  constexpr auto at_compile_time = matmul(a, zero);
  const matrix<double> measured(a);
  for (const double each : {at_compile_time(0, 0), matmul(a, zero)(0, 0), matmul(measured, zero)(0, 0)}) {
    EXPECT_EQ(each, 0.0);
    EXPECT_TRUE(std::signbit(each));
  }
}

TEST(B9_matmul, agrees_with_the_textbook_on_floating_point_numbers) {
  std::mt19937 random(11);
  for (const std::size_t size : {1U, 2U, 3U, 8U, 31U, 64U, 130U}) {
    const auto a = random_matrix<double>(size, size + 3, random);
    const auto b = random_matrix<double>(size + 3, size + 1, random);
    EXPECT_LE(greatest_difference(matmul(a, b), textbook(a, b)), 1e-12) << size;
    const auto c = random_matrix<float>(size, size, random);
    EXPECT_LE(greatest_difference(matmul(c, c), textbook(c, c)), 1e-3F) << size;
  }
}

TEST(B9_matmul, multiplies_what_only_one_type_knows_the_size_of) {
  const matrix<int, 2, 3> known{{1, 2, 3}, {4, 5, 6}};
  const matrix<int> measured{{1, 0}, {0, 1}, {1, 1}};
  const auto product = matmul(known, measured);
  static_assert(std::same_as<decltype(product), const matrix<int, 2, any>>);
  EXPECT_EQ(product, (matrix<int, 2, any>{{4, 5}, {10, 11}}));
  EXPECT_EQ(known * measured, product);
}

TEST(B9_matmul, refuses_sizes_that_do_not_go_together) {
  const matrix<int> a(2, 3);
  EXPECT_EQ(message_of<shape_error>([&] { (void)matmul(a, a); }), "product of a 2x3 matrix and a 2x3 one");
  EXPECT_EQ(message_of<shape_error>([&] { (void)(a * matrix<int>()); }), "product of a 2x3 matrix and a 0x0 one");
}

TEST(B9_matmul, has_zeros_where_there_is_nothing_to_add) {
  EXPECT_EQ(matmul(matrix<int>(2, 0), matrix<int>(0, 3)), matrix<int>(2, 3));
  EXPECT_EQ(matmul(matrix<int>(0, 2), matrix<int>(2, 3)), matrix<int>(0, 3));
  EXPECT_EQ(matmul(matrix<int>(2, 3), matrix<int>(3, 0)).columns(), 0U);
}

TEST(B9_matmul, may_be_assigned_to_its_own_operand) {
  std::mt19937 random(12);
  auto a = random_matrix<int>(33, 33, random);
  const auto expected = textbook(a, a);
  a = matmul(a, a);
  EXPECT_EQ(a, expected);
}

TEST(B9_matmul, reads_a_matrix_of_somebody_else) {
  const multiplication_table table{20};
  EXPECT_EQ(matmul(table, table), textbook(table, table));
  const matrix<double> halves(20, 20, 0.5);
  EXPECT_EQ((table * halves)(1, 7), 210.0);
}

TEST(B9_matmul, multiplies_numbers_that_are_not_of_the_language) {
  const matrix<remainder> a(20, 20, remainder{3});
  EXPECT_EQ(matmul(a, a), matrix<remainder>(20, 20, remainder{20 * 9 % 7}));
}

TEST(B9_matmul, keeps_what_is_not_a_number_in_its_row_and_column) {
  matrix<double> a(18, 18, 1.0);
  matrix<double> b(18, 18, 1.0);
  a(3, 4) = std::numeric_limits<double>::infinity();
  b(5, 17) = std::numeric_limits<double>::quiet_NaN();
  const auto product = matmul(a, b);
  EXPECT_EQ(product(2, 2), 18.0);
  EXPECT_TRUE(std::isinf(product(3, 0)));
  EXPECT_TRUE(std::isnan(product(0, 17)));
  EXPECT_EQ(product(17, 16), 18.0);
}

TEST(B9_dot, adds_the_products_of_two_vectors) {
  EXPECT_EQ(dot(std::vector{1, 2, 3}, std::array{4, 5, 6}), 32);
  EXPECT_EQ(dot(std::vector{0.5, 1.5, 2.0, 1.0, 4.0}, std::vector{2, 2, 2, 2, 2}), 18.0);
  EXPECT_EQ(dot(std::vector<int>{}, std::vector<int>{}), 0);
  const matrix m{{1.0, 2.0}, {3.0, 4.0}};
  EXPECT_EQ(dot(m.row(0), m.row(1)), 11.0);
  const std::array reversed{3, 2, 1};
  EXPECT_EQ(dot(reversed | std::views::reverse, reversed), 10);
}

TEST(B9_dot, agrees_with_a_sum_in_order_of_any_length) {
  std::mt19937 random(13);
  for (std::size_t size = 0; size < 40; ++size) {
    const auto a = random_matrix<double>(1, size, random);
    const auto b = random_matrix<double>(1, size, random);
    double expected = 0;
    for (std::size_t i = 0; i < size; ++i) {
      expected += a(0, i) * b(0, i);
    }
    EXPECT_NEAR(dot(a.elements(), b.elements()), expected, 1e-13) << size;
  }
}

TEST(B9_dot, refuses_vectors_of_different_sizes) {
  EXPECT_EQ(message_of<shape_error>([] { (void)dot(std::vector{1, 2, 3}, std::vector{1, 2}); }),
            "dot product of 3 elements and 2");
}

TEST(B9_matrix, holds_its_rows_one_behind_the_other) {
  matrix<int> m{{1, 2, 3}, {4, 5, 6}};
  EXPECT_EQ(m.rows(), 2U);
  EXPECT_EQ(m.columns(), 3U);
  EXPECT_TRUE(std::ranges::equal(m.elements(), std::array{1, 2, 3, 4, 5, 6}));
  EXPECT_TRUE(std::ranges::equal(m.row(1), std::array{4, 5, 6}));
  m(1, 0) = 40;
  m.row(0)[2] = 30;
  EXPECT_EQ(m, (matrix<int>{{1, 2, 30}, {40, 5, 6}}));
  EXPECT_NE(matrix<int>(1, 6), matrix<int>(6, 1));
  EXPECT_EQ((matrix<int, 2, 2>()), (matrix<int, 2, 2>{{0, 0}, {0, 0}}));
}

TEST(B9_matrix, checks_a_place_on_request) {
  matrix<int, 2, 3> m;
  m.at(1, 2) = 7;
  EXPECT_EQ(std::as_const(m).at(1, 2), 7);
  EXPECT_EQ(message_of<index_error>([&] { (void)m.at(2, 0); }), "element (2, 0) of a 2x3 matrix");
  EXPECT_EQ(message_of<index_error>([&] { (void)m.at(0, 3); }), "element (0, 3) of a 2x3 matrix");
}

TEST(B9_matrix, refuses_counts_that_its_type_does_not_have) {
  EXPECT_EQ(message_of<shape_error>([] { (void)matrix<int, 2, any>(3, 4); }), "3x4 elements for a matrix of 2xany");
  const matrix<int> wide(2, 5);
  EXPECT_EQ(message_of<shape_error>([&] { (void)matrix<int, 2, 3>(wide); }), "2x5 elements for a matrix of 2x3");
  EXPECT_EQ((matrix<int, 2, 5>(wide)), (matrix<int, 2, 5>()));
}

TEST(B9_matrix, refuses_a_negative_count) {
  EXPECT_EQ(message_of<index_error>([] { (void)matrix<int>(2, -1); }), "index -1 is not in 0..18446744073709551615");
}

TEST(B9_matrix, refuses_more_elements_than_there_can_be) {
  constexpr auto most = std::numeric_limits<std::size_t>::max();
  EXPECT_EQ(message_of<shape_error>([&] { (void)matrix<double>(most, 2); }),
            "a matrix of 18446744073709551615x2 elements is too large");
  // The product of the counts is 0 modulo the range of size_t.
  EXPECT_THROW((void)matrix<double>(std::size_t{1} << 32U, std::size_t{1} << 32U), shape_error);
  EXPECT_EQ(matrix<double>(most, 0).columns(), 0U);
}

TEST(B9_matrix, is_empty_when_it_was_moved_from) {
  matrix<int> a{{1, 2}, {3, 4}};
  const auto b = std::move(a);
  EXPECT_EQ(a, matrix<int>());
  EXPECT_EQ(b(1, 1), 4);
  a = b;
  EXPECT_EQ(a, b);
}

TEST(B9_transposed, exchanges_rows_and_columns) {
  EXPECT_EQ(transposed(matrix{{1, 2, 3}, {4, 5, 6}}), (matrix{{1, 4}, {2, 5}, {3, 6}}));
  EXPECT_EQ(transposed(matrix<int>(3, 0)).rows(), 0U);
  std::mt19937 random(14);
  const auto a = random_matrix<int>(20, 30, random);
  const auto b = random_matrix<int>(30, 25, random);
  EXPECT_EQ(transposed(matmul(a, b)), matmul(transposed(b), transposed(a)));
}

}  // namespace
