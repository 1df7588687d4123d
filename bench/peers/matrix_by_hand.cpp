// What one writes by hand: the textbook's three loops.
#include <algorithm>
#include <array>

#include "matrix_workload.hpp"

namespace {

void multiply(const double* a, const double* b, double* product, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t j = 0; j < size; ++j) {
      double sum = 0;
      for (std::size_t k = 0; k < size; ++k) {
        sum += a[i * size + k] * b[k * size + j];
      }
      product[i * size + j] = sum;
    }
  }
}

struct loops {
  struct matrix {
    std::vector<double> elements;
    std::size_t size;
  };

  static matrix make(std::size_t size, const std::vector<double>& elements) { return {elements, size}; }

  static matrix product(const matrix& a, const matrix& b) {
    matrix result{std::vector<double>(a.size * a.size), a.size};
    multiply(a.elements.data(), b.elements.data(), result.elements.data(), a.size);
    return result;
  }

  static double element(const matrix& m, std::size_t row, std::size_t column) {
    return m.elements[row * m.size + column];
  }
};

template <std::size_t Size>
struct loops_of {
  using matrix = std::array<double, Size * Size>;

  static matrix make(std::size_t, const std::vector<double>& elements) {
    matrix made{};
    std::copy_n(elements.begin(), made.size(), made.begin());
    return made;
  }

  static matrix product(const matrix& a, const matrix& b) {
    matrix result{};
    multiply(a.data(), b.data(), result.data(), Size);
    return result;
  }

  static double element(const matrix& m, std::size_t row, std::size_t column) { return m[row * Size + column]; }
};

const bool registered = [] {
  benchmark::AddCustomContext("peer floor", "three loops over std::vector; over std::array if the size is static");
  patterns_bench::register_matmul_static<loops_of<3>>("floor", 3);
  patterns_bench::register_matmul_static<loops_of<4>>("floor", 4);
  return patterns_bench::register_matmul<loops>("floor");
}();

}  // namespace
