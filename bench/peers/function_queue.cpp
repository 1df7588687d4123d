// What one writes without a library: threads that take std::function from one locked queue.
#include <condition_variable>
#include <coroutine>
#include <cstdint>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <optional>
#include <thread>

#include "counted_loop.hpp"

namespace {

class function_queue {
 public:
  function_queue() : thread_([this] { work(); }) {}
  ~function_queue() {
    post(nullptr);
    thread_.join();
  }

  void post(std::function<void()> job) {
    const std::lock_guard lock(mutex_);
    jobs_.push_back(std::move(job));
    filled_.notify_one();
  }

 private:
  void work() {
    for (;;) {
      std::unique_lock lock(mutex_);
      filled_.wait(lock, [this] { return !jobs_.empty(); });
      const auto job = std::move(jobs_.front());
      jobs_.pop_front();
      lock.unlock();
      if (!job) {
        return;
      }
      job();
    }
  }

  std::mutex mutex_;
  std::condition_variable filled_;
  std::deque<std::function<void()>> jobs_;
  std::thread thread_;
};

void hop(benchmark::State& state) {
  std::promise<void> ended;
  {
    function_queue queue;
    std::function<void()> next;
    std::optional<patterns_bench::counted_loop> loop;
    next = [&] {
      if (state.KeepRunning()) {
        queue.post([&next] { next(); });
      } else {
        loop->finish();
        ended.set_value();
      }
    };
    queue.post([&] {
      loop.emplace(state);
      next();
    });
    ended.get_future().get();
  }
}

const bool registered = [] {
  benchmark::RegisterBenchmark("pool_hop/function_queue", &hop)->UseRealTime();
  return true;
}();

}  // namespace
