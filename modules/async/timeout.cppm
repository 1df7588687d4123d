/// @file
/// async core · timeout: work that may not take longer.
export module patterns.async:timeout;

import std;
import patterns.concurrency;
import :awaitable;
import :cancellation;
import :frame_memory;
import :join;
import :root_task;
import :run_loop;
import :sleep;
import :task;

export namespace patterns::async {

/// Thrown by timeout when the work was stopped because its time was up.
class timed_out : public std::runtime_error {
 public:
  explicit timed_out(run_loop::duration limit)
      : std::runtime_error(
            std::format("timeout: the work had not ended after {} s", std::chrono::duration<double>(limit).count())),
        limit_(limit) {}

  [[nodiscard]] run_loop::duration limit() const noexcept { return limit_; }

 private:
  run_loop::duration limit_;
};

}  // namespace patterns::async

namespace patterns::async::detail {

/// Who asked the work of a timeout to stop: the first counts.
class timed_stop {
 public:
  explicit timed_stop(const concurrency::stop_token& outer)
      : work_(std::allocator_arg, recycled_memory),
        timer_(std::allocator_arg, recycled_memory),
        token_(work_.get_token()),
        timer_token_(timer_.get_token()),
        link_(outer, from_outside{this}) {}
  timed_stop(const timed_stop&) = delete;
  timed_stop& operator=(const timed_stop&) = delete;

  [[nodiscard]] const concurrency::stop_token& token() const noexcept { return token_; }
  [[nodiscard]] const concurrency::stop_token& timer_token() const noexcept { return timer_token_; }

  void time_is_up() noexcept { stop(cause::time); }

  /// The time does not matter any more.
  void work_has_ended() noexcept {
    ended_.store(true, std::memory_order_relaxed);
    timer_.request_stop();
  }
  [[nodiscard]] bool ended() const noexcept { return ended_.load(std::memory_order_relaxed); }

  [[nodiscard]] bool due_to_time() const noexcept { return cause_.load(std::memory_order_relaxed) == cause::time; }

 private:
  enum class cause : unsigned char { none, time, outside };

  struct from_outside {
    timed_stop* to;
    void operator()() const noexcept { to->stop(cause::outside); }
  };

  void stop(cause why) noexcept {
    auto none = cause::none;
    cause_.compare_exchange_strong(none, why, std::memory_order_relaxed);
    work_.request_stop();
  }

  std::atomic<cause> cause_ = cause::none;
  std::atomic<bool> ended_ = false;
  concurrency::stop_source work_;
  concurrency::stop_source timer_;
  concurrency::stop_token token_;
  concurrency::stop_token timer_token_;
  concurrency::stop_callback<from_outside> link_;
};

template <class T>
class timed_sink {
 public:
  timed_sink(timed_stop& stop, result_slot<T>& slot, std::exception_ptr& error) noexcept
      : stop_(stop), slot_(slot), error_(error) {}

  template <class... U>
  void succeed(U&&... value) {
    slot_.set(std::forward<U>(value)...);
    stop_.work_has_ended();
  }
  void fail(std::exception_ptr error) noexcept {
    error_ = std::move(error);
    stop_.work_has_ended();
  }

 private:
  timed_stop& stop_;
  result_slot<T>& slot_;
  std::exception_ptr& error_;
};

inline strand watch_time(run_loop& loop, run_loop::time_point limit, timed_stop& stop, std::exception_ptr& failure) {
  try {
    if (co_await quiet_timer::until(loop, limit) && !stop.ended()) {
      stop.time_is_up();
    }
  } catch (...) {
    failure = std::current_exception();
    stop.time_is_up();
  }
}

// The work begins before the timer, so that work which is ready needs none; the time is that of the beginning.
template <class A>
task<returned_result_t<A>> await_timed(run_loop* chosen, run_loop::duration span, A awaited) {
  auto& loop = chosen != nullptr ? *chosen : run_loop::current();
  const auto limit = loop.after(span);
  timed_stop stop(co_await current_stop_token());
  result_slot<returned_result_t<A>> slot;
  std::exception_ptr error;
  std::exception_ptr failure;
  {
    join all;
    all.start(drive_one<A>(timed_sink<returned_result_t<A>>(stop, slot, error), awaited), stop.token());
    if (!stop.ended()) {
      all.start(watch_time(loop, limit, stop, failure), stop.timer_token());
    }
    co_await all.wait();
  }
  if (failure) {
    std::rethrow_exception(failure);
  }
  if (error) {
    try {
      std::rethrow_exception(error);
    } catch (const operation_cancelled&) {
      if (stop.due_to_time()) {
        throw timed_out(span);
      }
      throw;
    }
  }
  if constexpr (!std::is_void_v<returned_result_t<A>>) {
    co_return slot.take();
  }
}

}  // namespace patterns::async::detail

export namespace patterns::async {

/// A task that awaits `awaited` for no longer than `span`, counted from when the task is awaited.
///
/// When the time is up it asks the work to stop and waits for its end: nothing outlives the wait. Work that ends by
/// operation_cancelled because of that is reported as timed_out; a result, or another exception, is delivered although
/// it is late. A stop from outside that comes first stays operation_cancelled, so that timeouts nest. A `span` that is
/// zero or less allows what is ready at once.
///
/// @param loop  measures the time, and runs meanwhile on any thread; outlives the task
///
/// Complexity: three coroutines and a timer, at steady state no allocation. Thread-safety: the work may end on any
/// thread; the task goes on there, or on that of the loop.
/// Exceptions: timed_out; what `awaited` throws.
/// Source: Python's asyncio.timeout.
template <class Rep, class Period, awaitable A>
[[nodiscard]] auto timeout(run_loop& loop, std::chrono::duration<Rep, Period> span, A&& awaited)
    -> task<detail::returned_result_t<A>> {
  return detail::await_timed<A>(&loop, detail::saturated(span), std::forward<A>(awaited));
}

/// As above, by the loop that runs the thread where the task is awaited.
/// @throws no_running_loop, when awaited, if there is none
template <class Rep, class Period, awaitable A>
[[nodiscard]] auto timeout(std::chrono::duration<Rep, Period> span, A&& awaited) -> task<detail::returned_result_t<A>> {
  return detail::await_timed<A>(nullptr, detail::saturated(span), std::forward<A>(awaited));
}

}  // namespace patterns::async
