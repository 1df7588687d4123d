// Tasks on one thread, in every order: cancel versus complete, double resumes.
#include "seeded_executor.hpp"

import std;
import patterns.async;
import patterns.concurrency;

namespace {

using explore::finds;
using explore::passes;
using explore::seeded_executor;
using explore::strategy;
using patterns::async::task;
using patterns::concurrency::stop_callback;
using patterns::concurrency::stop_source;

static_assert(patterns::concurrency::executor<seeded_executor>);

/// A coroutine that runs by itself and whose frame goes when it ends.
struct detached {
  struct promise_type {
    static detached get_return_object() noexcept { return {}; }
    static std::suspend_never initial_suspend() noexcept { return {}; }
    static std::suspend_never final_suspend() noexcept { return {}; }
    static void return_void() noexcept {}
    [[noreturn]] static void unhandled_exception() noexcept { std::terminate(); }
  };
};

detached append(seeded_executor& on, std::string& to, char letter) {
  co_await on.schedule();
  to += letter;
}

TEST(explore_executor, tries_every_order_of_what_is_ready) {
  std::set<std::string> orders;
  const auto all = explore::search({.schedules = 100, .how = strategy::exhaustive}, [&] {
    seeded_executor executor;
    std::string order;
    for (const char letter : {'a', 'b', 'c', 'd'}) {
      append(executor, order, letter);
    }
    EXPECT_EQ(executor.run(), 4U);
    orders.insert(order);
  });
  EXPECT_EQ(all.fault, "");
  EXPECT_TRUE(all.complete);
  EXPECT_EQ(orders.size(), 24U) << "4 coroutines have 4! orders";
}

TEST(explore_executor, does_not_resume_what_was_destroyed) {
  EXPECT_TRUE(passes({.schedules = 100, .how = strategy::exhaustive}, [] {
    seeded_executor executor;
    {
      auto parked = executor.schedule();
      parked.await_suspend(std::noop_coroutine());
    }
    EXPECT_EQ(executor.run(), 0U);
  }));
}

/// One wait that either set() or a stop ends. The naive one forgets that the other may have come first, between its end
/// and the turn of the coroutine.
template <bool Naive>
class one_wait {
 public:
  explicit one_wait(seeded_executor& on) : on_(on) {}

  void set() { end(true); }
  void cancel() { end(false); }

  [[nodiscard]] static constexpr bool await_ready() noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiting) { waiting_ = waiting; }
  bool await_resume() {
    ++resumed;
    return complete_;
  }

  int resumed = 0;

 private:
  void end(bool complete) {
    if (!waiting_) {
      return;
    }
    complete_ = complete;
    if (Naive) {
      // Cleared only by the coroutine's own turn.
      on_.post([this] { waiting_.resume(); });
    } else {
      on_.post([first = std::exchange(waiting_, nullptr)] { first.resume(); });
    }
  }

  seeded_executor& on_;
  std::coroutine_handle<> waiting_;
  bool complete_ = false;
};

template <bool Naive>
detached wait_for_end(one_wait<Naive>& wait, std::atomic<int>& outcomes, seeded_executor& on) {
  (void)co_await wait;
  ++outcomes;
  co_await on.schedule();
}

template <bool Naive>
void cancel_against_complete() {
  seeded_executor executor;
  one_wait<Naive> wait(executor);
  std::atomic<int> outcomes = 0;
  stop_source source;
  executor.post([&] { wait_for_end(wait, outcomes, executor); });
  executor.post([&] { wait.set(); });
  executor.post([&] { source.request_stop(); });
  const stop_callback on_stop(source.get_token(), [&] { wait.cancel(); });
  executor.run();
  // Who waits after both have come waits for ever.
  EXPECT_LE(wait.resumed, 1);
  EXPECT_LE(outcomes, 1);
}

TEST(explore_executor, a_naive_wait_is_resumed_by_the_end_and_by_the_stop) {
  EXPECT_TRUE(finds("resumed, but not by the executor", {.schedules = 1000, .how = strategy::exhaustive},
                    cancel_against_complete<true>));
}

TEST(explore_executor, a_wait_that_one_of_them_claims_is_resumed_once) {
  const auto all = explore::search({.schedules = 1000, .how = strategy::exhaustive}, cancel_against_complete<false>);
  EXPECT_EQ(all.fault, "");
  EXPECT_TRUE(all.complete);
}

task<int> both(seeded_executor& on, std::vector<int>& trace, int first) {
  co_await on.schedule();
  trace.push_back(first);
  co_await on.schedule();
  trace.push_back(first + 1);
  co_return first;
}

detached run_task(seeded_executor& on, std::vector<int>& trace, int first, int& sum) {
  sum += co_await both(on, trace, first);
}

TEST(explore_executor, the_tasks_of_the_library_run_in_any_order_and_each_in_its_own) {
  std::set<std::vector<int>> traces;
  EXPECT_TRUE(passes({.schedules = 5000, .how = strategy::exhaustive}, [&] {
    seeded_executor executor;
    std::vector<int> trace;
    int sum = 0;
    run_task(executor, trace, 10, sum);
    run_task(executor, trace, 20, sum);
    executor.run();
    EXPECT_EQ(sum, 30);
    EXPECT_LT(std::ranges::find(trace, 10), std::ranges::find(trace, 11));
    EXPECT_LT(std::ranges::find(trace, 20), std::ranges::find(trace, 21));
    traces.insert(trace);
  }));
  EXPECT_EQ(traces.size(), 6U) << "two of two interleave in (4 choose 2) ways";
}

/// The same race between threads.
template <bool Naive>
void cancel_against_complete_of_threads() {
  std::atomic<bool> claimed = false;
  std::atomic<int> resumed = 0;
  stop_source source;
  const auto end = [&] {
    if (Naive) {
      if (!claimed) {
        claimed = true;
        ++resumed;
      }
    } else if (!claimed.exchange(true)) {
      ++resumed;
    }
  };
  const stop_callback on_stop(source.get_token(), end);
  explore::together(end, [&] { source.request_stop(); });
  EXPECT_EQ(resumed, 1);
}

TEST(explore_executor, a_naive_claim_lets_two_threads_resume_one_coroutine) {
  EXPECT_TRUE(finds("expectation", {.schedules = 300}, cancel_against_complete_of_threads<true>));
  EXPECT_TRUE(passes({.schedules = 600}, cancel_against_complete_of_threads<false>));
}

}  // namespace
