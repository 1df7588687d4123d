/// @file
/// The work that every implementation of matrices does: products of square ones, into a matrix that is made for it.
#pragma once

#include <benchmark/benchmark.h>

#include <cmath>
#include <cstddef>
#include <random>
#include <initializer_list>
#include <string>
#include <vector>

#include "counted_loop.hpp"

namespace patterns_bench {

inline std::vector<double> random_elements(std::size_t size, unsigned seed) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> any(-1, 1);
  std::vector<double> elements(size * size);
  for (auto& each : elements) {
    each = any(random);
  }
  return elements;
}

/// `make(size, elements row after row)` gives a matrix, `product(a, b)` another, `element(m, row, column)` a number.
template <class Matrices>
void matmul(benchmark::State& state, std::size_t size) {
  const auto left = random_elements(size, 1);
  const auto right = random_elements(size, 2);
  auto a = Matrices::make(size, left);
  auto b = Matrices::make(size, right);
  const auto row = size - 1;
  const auto column = size / 2;
  double expected = 0;
  for (std::size_t k = 0; k < size; ++k) {
    expected += left[row * size + k] * right[k * size + column];
  }
  if (std::abs(Matrices::element(Matrices::product(a, b), row, column) - expected) > 1e-9) {
    state.SkipWithError("a wrong answer");
    return;
  }
  counted_loop loop(state);
  for (auto _ : state) {
    // Else what is known of the operands is computed once.
    benchmark::DoNotOptimize(a);
    benchmark::DoNotOptimize(b);
    auto product = Matrices::product(a, b);
    benchmark::DoNotOptimize(product);
  }
  loop.finish();
}

/// Sizes that only the object knows.
template <class Matrices>
bool register_matmul(const std::string& implementation) {
  for (const std::size_t size : std::initializer_list<std::size_t>{8, 32, 128, 512}) {
    const auto name = "matmul_" + std::to_string(size) + "/" + implementation;
    benchmark::RegisterBenchmark(name.c_str(), matmul<Matrices>, size);
  }
  return true;
}

/// A size that the type knows.
template <class Matrices>
bool register_matmul_static(const std::string& implementation, std::size_t size) {
  const auto name = "matmul_static_" + std::to_string(size) + "/" + implementation;
  benchmark::RegisterBenchmark(name.c_str(), matmul<Matrices>, size);
  return true;
}

}  // namespace patterns_bench
