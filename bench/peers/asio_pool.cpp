// Asio's thread pool: hops through it, and a recursive fork and join.
#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/post.hpp>
#include <asio/thread_pool.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/use_future.hpp>

#include <cstdint>

#include "counted_loop.hpp"
#include "fork_join_workload.hpp"

namespace {

asio::awaitable<void> hop(benchmark::State& state, asio::thread_pool& pool) {
  patterns_bench::counted_loop loop(state);
  for (auto _ : state) {
    co_await asio::post(pool, asio::use_awaitable);
  }
  loop.finish();
}

// The operator spawns both on the executor of the coroutine: the pool.
asio::awaitable<std::uint64_t> fibonacci(int n) {
  using asio::experimental::awaitable_operators::operator&&;
  if (n < 2) {
    co_return static_cast<std::uint64_t>(n);
  }
  const auto [first, second] = co_await (fibonacci(n - 1) && fibonacci(n - 2));
  co_return first + second;
}

void fork_and_join(benchmark::State& state, int threads) {
  asio::thread_pool pool(static_cast<std::size_t>(threads));
  patterns_bench::fork_and_join(
      state, [&] { return asio::co_spawn(pool, fibonacci(patterns_bench::fibonacci_index), asio::use_future).get(); });
  pool.join();
}

const bool registered = [] {
  benchmark::RegisterBenchmark("pool_hop/asio", [](benchmark::State& state) {
    asio::thread_pool pool(1);
    asio::co_spawn(pool, hop(state, pool), asio::use_future).get();
    pool.join();
  })->UseRealTime();
  patterns_bench::register_fork_join("asio", &fork_and_join);
  return true;
}();

}  // namespace
