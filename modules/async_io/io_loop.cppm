/// @file
/// C15 (I/O) · io_loop: one thread on which what waits for the machine is run.
export module patterns.async.io:io_loop;

import std;
import patterns.async;
import patterns.concurrency;

namespace patterns::async::io_detail {

/// Hides Asio's context. What is made on a loop shares it, and so may outlive the loop.
class io_context;

class io_job {
 public:
  io_job() noexcept = default;
  io_job(const io_job&) = delete;
  io_job& operator=(const io_job&) = delete;
  virtual ~io_job();
  virtual void run() = 0;
};

template <class F>
class posted_io_job final : public io_job {
 public:
  template <class Init>
  explicit posted_io_job(Init&& function) : function_(std::forward<Init>(function)) {}
  void run() override { std::invoke(std::move(function_)); }

 private:
  F function_;
};

template <class A>
using io_result_t = std::conditional_t<std::is_lvalue_reference_v<await_result_t<A>>, await_result_t<A>,
                                       std::remove_cvref_t<await_result_t<A>>>;

/// What a coroutine that was run to its end has given.
template <class R>
class io_outcome {
 public:
  template <class U>
  void set(U&& value) {
    value_.emplace(std::forward<U>(value));
  }
  R take() { return std::move(*value_); }

 private:
  std::optional<R> value_;
};

template <class R>
class io_outcome<R&> {
 public:
  void set(R& value) noexcept { value_ = std::addressof(value); }
  R& take() const noexcept { return *value_; }

 private:
  R* value_ = nullptr;
};

template <>
class io_outcome<void> {
 public:
  inline void take() const noexcept {}
};

/// The coroutine at the bottom of run_until_complete.
class [[nodiscard]] io_root {
 public:
  class promise_type {
   public:
    class final_awaiter {
     public:
      [[nodiscard]] static constexpr bool await_ready() noexcept { return false; }
      static void await_suspend(std::coroutine_handle<promise_type> finished) noexcept { end(finished.promise()); }
      static constexpr void await_resume() noexcept {}
    };

    [[nodiscard]] inline io_root get_return_object() noexcept {
      return io_root(std::coroutine_handle<promise_type>::from_promise(*this));
    }
    [[nodiscard]] static constexpr std::suspend_always initial_suspend() noexcept { return {}; }
    [[nodiscard]] static constexpr final_awaiter final_suspend() noexcept { return {}; }
    static constexpr void return_void() noexcept {}
    inline void unhandled_exception() noexcept { error_ = std::current_exception(); }

   private:
    friend class io_root;

    std::exception_ptr error_;
    std::shared_ptr<io_context> context_;
    std::atomic<bool> ended_ = false;
  };

  io_root(const io_root&) = delete;
  io_root& operator=(const io_root&) = delete;
  inline ~io_root() { frame_.destroy(); }

  /// Runs it to its end, on the loop.
  /// @throws what it throws; loop_running; loop_stopped
  void run(std::shared_ptr<io_context> context) const;

 private:
  explicit inline io_root(std::coroutine_handle<promise_type> frame) noexcept : frame_(frame) {}

  // The frame may be gone as soon as the loop knows.
  static void end(promise_type& ended) noexcept;

  std::coroutine_handle<promise_type> frame_;
};

template <class A, class Outcome>
io_root await_all(A&& awaited, concurrency::stop_token token, [[maybe_unused]] Outcome& outcome) {
  if constexpr (std::is_void_v<io_result_t<A>>) {
    co_await async::with_stop_token(token, std::forward<A>(awaited));
  } else {
    outcome.set(co_await async::with_stop_token(token, std::forward<A>(awaited)));
  }
}

}  // namespace patterns::async::io_detail

export namespace patterns::async {

/// Runs jobs, and the coroutines that wait for sockets, timers and signals, on the one thread that calls run().
///
/// Models patterns::concurrency::executor. A wait may begin on any thread and goes on on the loop's. Every wait of this
/// module goes by the token of the coroutine that waits: if a stop is requested before the wait is over, the wait has
/// taken nothing and throws operation_cancelled. What was over first succeeds.
///
/// Complexity: that of Asio's reactor; a wait allocates its coroutine and a block for Asio.
/// Thread-safety: post, schedule, stop and runs_here from any thread; run and run_until_complete by one at a time. A
/// coroutine that waits is destroyed, and a socket closed, on the loop's thread or while the loop does not run.
/// Exceptions: std::system_error that names the operation and the address. What a job throws leaves through run.
class io_loop {
 public:
  using clock = std::chrono::steady_clock;

  io_loop();
  io_loop(const io_loop&) = delete;
  io_loop& operator=(const io_loop&) = delete;

  /// Destroys the jobs that wait without running them. Coroutines that wait here never resume; whoever owns them still
  /// does.
  ~io_loop();

  /// Runs `job` in its turn.
  template <class F>
    requires std::invocable<std::decay_t<F>> && std::constructible_from<std::decay_t<F>, F>
  void post(F&& job) {
    post_job(std::make_unique<io_detail::posted_io_job<std::decay_t<F>>>(std::forward<F>(job)));
  }

  /// A task that ends on the loop's thread, in its turn. No stop cuts it short.
  [[nodiscard]] task<> schedule();

  /// A task that ends on the loop's thread once `when` has come.
  /// @throws operation_cancelled
  [[nodiscard]] task<> schedule_at(clock::time_point when);

  /// As schedule_at, `delay` from now; one beyond the end of time is never over.
  [[nodiscard]] task<> schedule_after(clock::duration delay);

  /// Runs what comes until stop(), waiting when there is nothing to do.
  /// @throws loop_running; what a job throws
  void run();

  /// Starts `awaited` and runs the loop until it has ended; returns its result.
  /// @param token  by which what it awaits is asked to stop
  /// @throws what `awaited` throws; loop_stopped if stop() came first, and then the unfinished work is destroyed: it
  /// must be parked, not running on another thread; otherwise as run
  template <awaitable A>
  auto run_until_complete(A&& awaited, concurrency::stop_token token = {}) -> io_detail::io_result_t<A> {
    io_detail::io_outcome<io_detail::io_result_t<A>> outcome;
    const auto root = io_detail::await_all<A>(std::forward<A>(awaited), std::move(token), outcome);
    root.run(context_);
    return outcome.take();
  }

  /// Makes the run() under way return after the job at hand, or else the next one at once.
  void stop() noexcept;

  /// True on the thread that runs this loop.
  [[nodiscard]] bool runs_here() const noexcept;

  /// For what is made on a loop.
  [[nodiscard]] const std::shared_ptr<io_detail::io_context>& context() const noexcept { return context_; }

 private:
  void post_job(std::unique_ptr<io_detail::io_job> job);

  std::shared_ptr<io_detail::io_context> context_;
};

}  // namespace patterns::async
