// The floors of a coroutine: a call that cannot be inlined, and the least coroutine that can be awaited.
#include <coroutine>
#include <cstdint>
#include <exception>
#include <string>
#include <utility>

#include "counted_loop.hpp"

namespace {

[[gnu::noinline]] std::uint64_t leaf_call(std::uint64_t x) {
  benchmark::DoNotOptimize(x);
  return x + 1;
}

[[gnu::noinline]] std::uint64_t chain_call(int depth) {
  benchmark::DoNotOptimize(depth);
  return depth == 0 ? 0 : 1 + chain_call(depth - 1);
}

void call_leaf(benchmark::State& state) {
  std::uint64_t x = 0;
  patterns_bench::counted_loop loop(state);
  for (auto _ : state) {
    x = leaf_call(x);
    benchmark::DoNotOptimize(x);
  }
  loop.finish();
}

void call_chain(benchmark::State& state) {
  patterns_bench::counted_loop loop(state);
  for (auto _ : state) {
    auto depth = chain_call(64);
    benchmark::DoNotOptimize(depth);
  }
  loop.finish();
}

/// Starts when awaited and resumes its awaiter by symmetric transfer; no result type but one, no exceptions, nothing
/// that could be left out.
class [[nodiscard]] least_task {
 public:
  struct promise_type {
    std::uint64_t value = 0;
    std::coroutine_handle<> awaiter = std::noop_coroutine();

    least_task get_return_object() { return least_task(handle::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    auto final_suspend() noexcept {
      struct resume_awaiter {
        bool await_ready() noexcept { return false; }
        std::coroutine_handle<> await_suspend(handle finished) noexcept { return finished.promise().awaiter; }
        void await_resume() noexcept {}
      };
      return resume_awaiter{};
    }
    void return_value(std::uint64_t result) { value = result; }
    void unhandled_exception() { std::terminate(); }
  };
  using handle = std::coroutine_handle<promise_type>;

  explicit least_task(handle coroutine) : coroutine_(coroutine) {}
  least_task(least_task&& other) noexcept : coroutine_(std::exchange(other.coroutine_, nullptr)) {}
  least_task& operator=(least_task&&) = delete;
  ~least_task() {
    if (coroutine_) {
      coroutine_.destroy();
    }
  }

  bool await_ready() noexcept { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> awaiter) noexcept {
    coroutine_.promise().awaiter = awaiter;
    return coroutine_;
  }
  std::uint64_t await_resume() { return coroutine_.promise().value; }

  void run() { coroutine_.resume(); }

 private:
  handle coroutine_;
};

[[gnu::noinline]] least_task leaf(std::uint64_t x) {
  co_return x + 1;
}

[[gnu::noinline]] least_task chain(int depth) {
  if (depth == 0) {
    co_return 0;
  }
  co_return 1 + co_await chain(depth - 1);
}

least_task await_leaves(benchmark::State& state) {
  std::uint64_t x = 0;
  patterns_bench::counted_loop loop(state);
  for (auto _ : state) {
    x = co_await leaf(x);
    benchmark::DoNotOptimize(x);
  }
  loop.finish();
  co_return x;
}

least_task await_chains(benchmark::State& state) {
  patterns_bench::counted_loop loop(state);
  for (auto _ : state) {
    auto depth = co_await chain(64);
    benchmark::DoNotOptimize(depth);
  }
  loop.finish();
  co_return 0;
}

const bool registered = [] {
  benchmark::AddCustomContext("peer floor", "a call that is not inlined");
  benchmark::AddCustomContext("peer least_task", "the least coroutine that can be awaited, written by hand");
  benchmark::RegisterBenchmark("task_await/floor", &call_leaf);
  benchmark::RegisterBenchmark("task_chain_64/floor", &call_chain);
  benchmark::RegisterBenchmark("task_await/least_task", [](benchmark::State& state) { await_leaves(state).run(); });
  benchmark::RegisterBenchmark("task_chain_64/least_task", [](benchmark::State& state) { await_chains(state).run(); });
  return true;
}();

}  // namespace
