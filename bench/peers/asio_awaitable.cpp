#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/version.hpp>

#include <cstdint>
#include <string>

#include "counted_loop.hpp"

namespace {

[[gnu::noinline]] asio::awaitable<std::uint64_t> leaf(std::uint64_t x) {
  co_return x + 1;
}

[[gnu::noinline]] asio::awaitable<std::uint64_t> chain(int depth) {
  if (depth == 0) {
    co_return 0;
  }
  co_return 1 + co_await chain(depth - 1);
}

asio::awaitable<void> await_leaves(benchmark::State& state) {
  std::uint64_t x = 0;
  patterns_bench::counted_loop loop(state);
  for (auto _ : state) {
    x = co_await leaf(x);
    benchmark::DoNotOptimize(x);
  }
  loop.finish();
}

asio::awaitable<void> await_chains(benchmark::State& state) {
  patterns_bench::counted_loop loop(state);
  for (auto _ : state) {
    auto depth = co_await chain(64);
    benchmark::DoNotOptimize(depth);
  }
  loop.finish();
}

void run(asio::awaitable<void> body) {
  asio::io_context context(1);
  asio::co_spawn(context, std::move(body), asio::detached);
  context.run();
}

const bool registered = [] {
  benchmark::AddCustomContext(
      "peer asio", "asio::awaitable on an io_context of one thread, Asio " + std::to_string(ASIO_VERSION / 100000) +
                       "." + std::to_string(ASIO_VERSION / 100 % 1000) + "." + std::to_string(ASIO_VERSION % 100));
  benchmark::RegisterBenchmark("task_await/asio", [](benchmark::State& state) { run(await_leaves(state)); });
  benchmark::RegisterBenchmark("task_chain_64/asio", [](benchmark::State& state) { run(await_chains(state)); });
  return true;
}();

}  // namespace
