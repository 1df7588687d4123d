#include <benchmark/benchmark.h>

#include "counted_loop.hpp"

import std;
import patterns.async;

namespace {

using patterns::async::sync_wait;
using patterns::async::task;
using patterns::async::when_all;

[[gnu::noinline]] task<> leaf() {
  co_return;
}

/// A leaf that is ready: what is measured is what the wait for all adds to it.
struct ready {
  [[nodiscard]] static constexpr bool await_ready() noexcept { return true; }
  static void await_suspend(std::coroutine_handle<>) noexcept {}
  static constexpr void await_resume() noexcept {}
};

constexpr std::size_t leaves = 1000;

task<void> all_ready(benchmark::State& state) {
  std::vector<ready> each(leaves);
  patterns_bench::counted_loop loop(state);
  for (auto _ : state) {
    co_await when_all(each);
  }
  loop.finish();
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(leaves));
}

task<void> all_tasks(benchmark::State& state) {
  std::vector<task<>> each(leaves);
  patterns_bench::counted_loop loop(state);
  for (auto _ : state) {
    std::ranges::generate(each, &leaf);
    co_await when_all(std::move(each));
    each.resize(leaves);
  }
  loop.finish();
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(leaves));
}

task<void> one_by_one(benchmark::State& state) {
  std::vector<task<>> each(leaves);
  patterns_bench::counted_loop loop(state);
  for (auto _ : state) {
    std::ranges::generate(each, &leaf);
    for (auto& next : each) {
      co_await std::move(next);
    }
  }
  loop.finish();
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(leaves));
}

task<void> a_few(benchmark::State& state) {
  patterns_bench::counted_loop loop(state);
  for (auto _ : state) {
    co_await when_all(leaf(), leaf(), leaf(), leaf());
  }
  loop.finish();
  state.SetItemsProcessed(state.iterations() * 4);
}

const bool registered = [] {
  benchmark::RegisterBenchmark("when_all_ready/patterns", [](benchmark::State& state) { sync_wait(all_ready(state)); });
  benchmark::RegisterBenchmark("when_all_tasks/patterns", [](benchmark::State& state) { sync_wait(all_tasks(state)); });
  benchmark::RegisterBenchmark("when_all_tasks/floor", [](benchmark::State& state) { sync_wait(one_by_one(state)); });
  benchmark::RegisterBenchmark("when_all_of_4/patterns", [](benchmark::State& state) { sync_wait(a_few(state)); });
  return true;
}();

}  // namespace
