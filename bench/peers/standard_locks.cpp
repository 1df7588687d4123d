// What the standard library has instead, and the floor: a mutex and what it guards, by hand.
#include <cstdint>
#include <memory>
#include <mutex>
#include <semaphore>
#include <shared_mutex>
#include <utility>
#include <vector>

#include "counted_loop.hpp"

namespace {

void shared_lock(benchmark::State& state) {
  std::shared_mutex lock;
  patterns_bench::counted_loop loop(state);
  for (auto _ : state) {
    const std::shared_lock held(lock);
    benchmark::DoNotOptimize(&held);
  }
  loop.finish();
}

void permit(benchmark::State& state) {
  std::counting_semaphore<> gate(4);
  patterns_bench::counted_loop loop(state);
  for (auto _ : state) {
    gate.acquire();
    benchmark::DoNotOptimize(&gate);
    gate.release();
  }
  loop.finish();
}

/// Counts under a mutex; nobody waits, and so nobody is woken.
class counter_by_hand {
 public:
  bool enter() {
    const std::lock_guard lock(mutex_);
    return inside_ < 4 && ++inside_ > 0;
  }
  void leave() {
    const std::lock_guard lock(mutex_);
    --inside_;
  }

 private:
  std::mutex mutex_;
  int inside_ = 0;
};

void count_by_hand(benchmark::State& state) {
  counter_by_hand gate;
  patterns_bench::counted_loop loop(state);
  for (auto _ : state) {
    benchmark::DoNotOptimize(gate.enter());
    gate.leave();
  }
  loop.finish();
}

void borrowed_object(benchmark::State& state) {
  std::mutex mutex;
  std::vector<std::unique_ptr<std::uint64_t>> idle;
  idle.push_back(std::make_unique<std::uint64_t>(1));
  patterns_bench::counted_loop loop(state);
  for (auto _ : state) {
    std::unique_ptr<std::uint64_t> held;
    {
      const std::lock_guard lock(mutex);
      held = std::move(idle.back());
      idle.pop_back();
    }
    benchmark::DoNotOptimize(++*held);
    const std::lock_guard lock(mutex);
    idle.push_back(std::move(held));
  }
  loop.finish();
}

const bool registered = [] {
  benchmark::AddCustomContext("peer standard", "std::shared_mutex, std::counting_semaphore, uncontended");
  benchmark::AddCustomContext("peer floor", "a mutex and a counter, or a vector, by hand, where nobody can wait");
  benchmark::RegisterBenchmark("shared_lock/standard", &shared_lock);
  benchmark::RegisterBenchmark("permit/standard", &permit);
  benchmark::RegisterBenchmark("shared_lock/floor", &count_by_hand);
  benchmark::RegisterBenchmark("permit/floor", &count_by_hand);
  benchmark::RegisterBenchmark("borrowed_object/floor", &borrowed_object);
  return true;
}();

}  // namespace
