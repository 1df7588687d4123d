#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/experimental/concurrent_channel.hpp>
#include <asio/io_context.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/version.hpp>

#include <cstdint>
#include <string>

#include "counted_loop.hpp"

namespace {

using channel = asio::experimental::concurrent_channel<void(asio::error_code, std::uint64_t)>;

asio::awaitable<void> push_and_pop(benchmark::State& state, channel& queue) {
  std::uint64_t sum = 0;
  patterns_bench::counted_loop loop(state);
  for (auto _ : state) {
    co_await queue.async_send(asio::error_code(), 1, asio::use_awaitable);
    sum += co_await queue.async_receive(asio::use_awaitable);
    benchmark::DoNotOptimize(sum);
  }
  loop.finish();
}

asio::awaitable<void> return_each(channel& calls, channel& returns) {
  for (;;) {
    const auto ball = co_await calls.async_receive(asio::use_awaitable);
    if (ball == 0) {
      co_return;
    }
    co_await returns.async_send(asio::error_code(), ball, asio::use_awaitable);
  }
}

asio::awaitable<void> play(benchmark::State& state, channel& calls, channel& returns) {
  patterns_bench::counted_loop loop(state);
  for (auto _ : state) {
    co_await calls.async_send(asio::error_code(), 1, asio::use_awaitable);
    auto ball = co_await returns.async_receive(asio::use_awaitable);
    benchmark::DoNotOptimize(ball);
  }
  loop.finish();
  co_await calls.async_send(asio::error_code(), 0, asio::use_awaitable);
}

const bool registered = [] {
  benchmark::AddCustomContext(
      "peer asio_channel", "asio::experimental::concurrent_channel on an io_context of one thread, Asio " +
                               std::to_string(ASIO_VERSION / 100000) + "." + std::to_string(ASIO_VERSION / 100 % 1000) +
                               "." + std::to_string(ASIO_VERSION % 100));
  benchmark::RegisterBenchmark("queue_push_pop/asio_channel", [](benchmark::State& state) {
    asio::io_context context(1);
    channel queue(context, 64);
    asio::co_spawn(context, push_and_pop(state, queue), asio::detached);
    context.run();
  });
  benchmark::RegisterBenchmark("queue_ping_pong/asio_channel", [](benchmark::State& state) {
    asio::io_context context(1);
    channel calls(context, 1);
    channel returns(context, 1);
    asio::co_spawn(context, return_each(calls, returns), asio::detached);
    asio::co_spawn(context, play(state, calls, returns), asio::detached);
    context.run();
  });
  return true;
}();

}  // namespace
