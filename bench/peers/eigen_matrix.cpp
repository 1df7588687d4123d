#include <Eigen/Core>

#include "matrix_workload.hpp"

namespace {

template <int Size>
struct eigen {
  using matrix = Eigen::Matrix<double, Size, Size, Eigen::RowMajor>;

  static matrix make(std::size_t size, const std::vector<double>& elements) {
    const auto count = static_cast<Eigen::Index>(size);
    return Eigen::Map<const matrix>(elements.data(), count, count);
  }

  static matrix product(const matrix& a, const matrix& b) { return a * b; }

  static double element(const matrix& m, std::size_t row, std::size_t column) {
    return m(static_cast<Eigen::Index>(row), static_cast<Eigen::Index>(column));
  }
};

const bool registered = [] {
  benchmark::AddCustomContext("peer eigen", "Eigen::Matrix, row after row, and its operator*");
  patterns_bench::register_matmul_static<eigen<3>>("eigen", 3);
  patterns_bench::register_matmul_static<eigen<4>>("eigen", 4);
  return patterns_bench::register_matmul<eigen<Eigen::Dynamic>>("eigen");
}();

}  // namespace
