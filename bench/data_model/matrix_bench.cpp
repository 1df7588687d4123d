#include <benchmark/benchmark.h>

#include "matrix_workload.hpp"

import std;
import patterns.data_model;

namespace {

using patterns::data_model::matrix;

template <class Matrix>
struct matrices {
  static Matrix make(std::size_t size, const std::vector<double>& elements) {
    Matrix made(size, size);
    std::ranges::copy(elements, made.elements().begin());
    return made;
  }

  static auto product(const Matrix& a, const Matrix& b) { return a * b; }

  static double element(const Matrix& m, std::size_t row, std::size_t column) { return m(row, column); }
};

const bool registered = [] {
  benchmark::AddCustomContext("peer patterns", "patterns::data_model::matrix and its operator*");
  patterns_bench::register_matmul_static<matrices<matrix<double, 3, 3>>>("patterns", 3);
  patterns_bench::register_matmul_static<matrices<matrix<double, 4, 4>>>("patterns", 4);
  return patterns_bench::register_matmul<matrices<matrix<double>>>("patterns");
}();

}  // namespace
