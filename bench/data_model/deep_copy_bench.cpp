#include <benchmark/benchmark.h>

#include "counted_loop.hpp"

import std;
import patterns.data_model;

namespace {

constexpr int length = 10'000;

struct shared_node {
  std::int64_t value = 0;
  std::shared_ptr<shared_node> next;
};

struct owned_node {
  std::int64_t value = 0;
  std::unique_ptr<owned_node> next;
};

template <class Pointer>
void unlink(Pointer list) {
  while (list != nullptr) {
    list = std::exchange(list->next, nullptr);
  }
}

std::shared_ptr<shared_node> make_list(std::shared_ptr<shared_node> list, int value) {
  return std::make_shared<shared_node>(value, std::move(list));
}

std::unique_ptr<owned_node> make_list(std::unique_ptr<owned_node> list, int value) {
  return std::make_unique<owned_node>(value, std::move(list));
}

/// The floor: as many objects, made and linked by hand.
template <class Pointer>
Pointer made_list() {
  Pointer list;
  for (int i = 0; i < length; ++i) {
    list = make_list(std::move(list), i);
  }
  return list;
}

template <class Pointer>
void allocations_alone(benchmark::State& state) {
  patterns_bench::counted_loop loop(state);
  for (auto _ : state) {
    unlink(made_list<Pointer>());
  }
  loop.finish();
}

template <class Pointer>
void copies(benchmark::State& state) {
  auto list = made_list<Pointer>();
  patterns_bench::counted_loop loop(state);
  for (auto _ : state) {
    unlink(patterns::data_model::deep_copy(list));
  }
  loop.finish();
  unlink(std::move(list));
}

BENCHMARK(allocations_alone<std::shared_ptr<shared_node>>)->Name("deep_copy_shared_list/floor");
BENCHMARK(copies<std::shared_ptr<shared_node>>)->Name("deep_copy_shared_list/patterns");
BENCHMARK(allocations_alone<std::unique_ptr<owned_node>>)->Name("deep_copy_owned_list/floor");
BENCHMARK(copies<std::unique_ptr<owned_node>>)->Name("deep_copy_owned_list/patterns");

}  // namespace
