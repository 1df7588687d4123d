// What coordinates threads: the floor for as long as nobody has to wait.
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <semaphore>

#include "counted_loop.hpp"

namespace {

void lock_and_unlock(benchmark::State& state) {
  std::mutex mutex;
  std::uint64_t guarded = 0;
  patterns_bench::counted_loop loop(state);
  for (auto _ : state) {
    const std::lock_guard guard(mutex);
    benchmark::DoNotOptimize(++guarded);
  }
  loop.finish();
}

void acquire_and_release(benchmark::State& state) {
  std::counting_semaphore<> semaphore(4);
  std::uint64_t guarded = 0;
  patterns_bench::counted_loop loop(state);
  for (auto _ : state) {
    semaphore.acquire();
    benchmark::DoNotOptimize(++guarded);
    semaphore.release();
  }
  loop.finish();
}

class blocking_queue {
 public:
  void push(std::uint64_t element) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return elements_.size() < 64; });
    elements_.push_back(element);
    changed_.notify_one();
  }

  std::uint64_t pop() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !elements_.empty(); });
    const auto element = elements_.front();
    elements_.pop_front();
    changed_.notify_one();
    return element;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::uint64_t> elements_;
};

void push_and_pop(benchmark::State& state) {
  blocking_queue queue;
  std::uint64_t sum = 0;
  patterns_bench::counted_loop loop(state);
  for (auto _ : state) {
    queue.push(1);
    sum += queue.pop();
    benchmark::DoNotOptimize(sum);
  }
  loop.finish();
}

const bool registered = [] {
  benchmark::AddCustomContext(
      "peer blocking", "std::mutex, std::counting_semaphore; a std::deque with a mutex and a condition variable");
  benchmark::RegisterBenchmark("mutex_uncontended/blocking", lock_and_unlock);
  benchmark::RegisterBenchmark("semaphore_uncontended/blocking", acquire_and_release);
  benchmark::RegisterBenchmark("queue_push_pop/blocking", push_and_pop);
  return true;
}();

}  // namespace
