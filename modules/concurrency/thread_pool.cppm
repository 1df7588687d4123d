/// @file
/// C18 · thread_pool: a fixed set of threads that share work by stealing it.
export module patterns.concurrency:thread_pool;

import std;
import :executor;
import :stop_token;
import :trampoline;

export namespace patterns::concurrency {

/// Thrown by thread_pool when it is given work after shutdown began.
class pool_stopped : public std::runtime_error {
 public:
  explicit pool_stopped(std::size_t threads)
      : std::runtime_error(
            std::format("thread_pool: a pool of {} threads was given work after its shutdown", threads)) {}
};

/// What the future of a job holds when the pool was shut down with `shutdown_mode::cancel` before the job began.
class job_cancelled : public std::runtime_error {
 public:
  job_cancelled() : std::runtime_error("thread_pool: the job was cancelled before it began") {}
};

/// What becomes of jobs that wait when a pool is shut down.
enum class shutdown_mode {
  /// They run, and so does all that they submit in turn.
  drain,
  /// They do not run: their futures hold job_cancelled. Those that run already are asked to stop by their token.
  cancel,
};

/// A job for a pool: a function of no argument, or of the stop_token by which the pool asks it to stop.
template <class F>
concept pool_job = std::move_constructible<std::decay_t<F>> && std::constructible_from<std::decay_t<F>, F> &&
                   (std::invocable<std::decay_t<F>> || std::invocable<std::decay_t<F>, stop_token>);

}  // namespace patterns::concurrency

namespace patterns::concurrency::detail {

/// A job together with the token that it wants.
template <class F>
class stoppable_job {
 public:
  template <class Init>
  stoppable_job(Init&& job, stop_token token) : job_(std::forward<Init>(job)), token_(std::move(token)) {}

  decltype(auto) operator()() { return std::invoke(std::move(job_), std::move(token_)); }

 private:
  F job_;
  stop_token token_;
};

template <class F>
using bound_job_t = std::conditional_t<std::invocable<F, stop_token>, stoppable_job<F>, F>;

template <class F>
using job_result_t = std::invoke_result_t<bound_job_t<std::decay_t<F>>>;

template <class F>
class posted_job final : public work_item {
 public:
  template <class... Init>
  explicit posted_job(Init&&... init) : work_item(&settle), job_(std::forward<Init>(init)...) {}

 private:
  static void settle(work_item* item, fate outcome) noexcept {
    const std::unique_ptr<posted_job> self(static_cast<posted_job*>(item));
    if (outcome == fate::run) {
      std::invoke(std::move(self->job_));
    }
  }

  F job_;
};

template <class F, class R>
class submitted_job final : public work_item {
 public:
  template <class... Init>
  explicit submitted_job(Init&&... init) : work_item(&settle), job_(std::forward<Init>(init)...) {}

  [[nodiscard]] std::future<R> get_future() { return promise_.get_future(); }

 private:
  // The job and all that it holds are gone before its future is ready.
  static void settle(work_item* item, fate outcome) noexcept {
    std::unique_ptr<submitted_job> self(static_cast<submitted_job*>(item));
    auto promise = std::move(self->promise_);
    try {
      if (outcome == fate::cancel) {
        throw job_cancelled();
      }
      if constexpr (std::is_void_v<R>) {
        std::invoke(std::move(self->job_));
        self.reset();
        promise.set_value();
      } else {
        R result = std::invoke(std::move(self->job_));
        self.reset();
        promise.set_value(std::forward<R>(result));
      }
    } catch (...) {
      self.reset();
      promise.set_exception(std::current_exception());
    }
  }

  F job_;
  std::promise<R> promise_;
};

}  // namespace patterns::concurrency::detail

export namespace patterns::concurrency {

/// A fixed number of threads that run jobs; one that has nothing to do steals from the others.
///
/// A job submitted from within a job goes to its own worker's queue and runs next there, the latest first, unless
/// another worker steals it; jobs from outside begin in the order in which they came.
///
/// No job is lost: each that was accepted runs once, or its future holds job_cancelled.
///
/// Complexity: O(1) a job; submit allocates the job and its future, post the job, schedule nothing.
/// Thread-safety: every member, from any thread, jobs included; only the destructor must come last.
/// Source: row C18; Blumofe and Leiserson, Scheduling Multithreaded Computations by Work Stealing (JACM 1999).
class thread_pool {
 public:
  /// @param threads       how many, at least 1
  /// @param on_destroy    how the destructor shuts the pool down
  /// @throws std::invalid_argument if `threads` is 0; std::system_error if a thread cannot be started
  explicit thread_pool(std::size_t threads = default_size(), shutdown_mode on_destroy = shutdown_mode::drain);
  thread_pool(const thread_pool&) = delete;
  thread_pool& operator=(const thread_pool&) = delete;

  /// Shuts down as the constructor was told, and waits. Called from within one of its own jobs it does not wait: the
  /// threads end by themselves when the work is done.
  ~thread_pool();

  /// As many as the machine has, and at least 1.
  [[nodiscard]] static std::size_t default_size() noexcept;

  /// Runs `job`; its result, or what it throws, is delivered to the future. A job that takes a stop_token is given
  /// the pool's.
  /// @throws pool_stopped after shutdown began; a job that runs while a pool drains may still submit
  template <pool_job F>
  [[nodiscard]] auto submit(F&& job) -> std::future<detail::job_result_t<F>> {
    using result_type = detail::job_result_t<F>;
    auto item =
        make_item<detail::submitted_job<detail::bound_job_t<std::decay_t<F>>, result_type>>(std::forward<F>(job));
    auto result = item->get_future();
    enqueue(*item);
    (void)item.release();
    return result;
  }

  /// Runs `job` and forgets it; what it throws ends the program, as in std::thread. If the pool is cancelled first, it
  /// is destroyed without being called.
  /// @throws pool_stopped as submit
  template <pool_job F>
  void post(F&& job) {
    auto item = make_item<detail::posted_job<detail::bound_job_t<std::decay_t<F>>>>(std::forward<F>(job));
    enqueue(*item);
    (void)item.release();
  }

  /// `co_await pool.schedule()` goes on in a thread of the pool.
  ///
  /// Throws job_cancelled there if the pool was cancelled first, and pool_stopped as submit.
  [[nodiscard]] auto schedule() noexcept { return schedule_awaiter(*this); }

  /// Waits for `result` and returns it. In a job of this pool, other jobs are run meanwhile, so that a job may wait
  /// for those that it submitted even when every thread does so.
  template <class R>
  R wait(std::future<R> result) {
    using namespace std::chrono_literals;
    if (runs_here()) {
      while (result.wait_for(0s) != std::future_status::ready) {
        trampoline::run_pending();
        if (!run_one()) {
          (void)result.wait_for(100us);
        }
      }
    }
    return result.get();
  }

  /// Ends the pool: no more work is accepted from outside, and when this returns every job has its outcome and the
  /// threads are gone. Any number of threads may call it; a later `cancel` overrides a `drain` under way. Called from
  /// a job of this pool it does not wait.
  void shutdown(shutdown_mode mode = shutdown_mode::drain);

  [[nodiscard]] std::size_t size() const noexcept;

  /// True in a job of this pool.
  [[nodiscard]] bool runs_here() const noexcept;

  /// The token by which running jobs are asked to stop.
  [[nodiscard]] stop_token stop_requests() const noexcept;

 private:
  class schedule_awaiter final : public detail::work_item {
   public:
    explicit schedule_awaiter(thread_pool& pool) noexcept : work_item(&settle), pool_(pool) {}

    [[nodiscard]] static constexpr bool await_ready() noexcept { return false; }
    void await_suspend(std::coroutine_handle<> awaiting) {
      awaiting_ = awaiting;
      pool_.enqueue(*this);
    }
    void await_resume() const {
      if (outcome_ == fate::cancel) {
        throw job_cancelled();
      }
    }

   private:
    static void settle(work_item* item, fate outcome) noexcept {
      auto& self = static_cast<schedule_awaiter&>(*item);
      self.outcome_ = outcome;
      self.awaiting_.resume();
    }

    thread_pool& pool_;
    std::coroutine_handle<> awaiting_;
    fate outcome_ = fate::run;
  };

  class state;

  template <class Item, class F>
  [[nodiscard]] std::unique_ptr<Item> make_item(F&& job) const {
    if constexpr (std::invocable<std::decay_t<F>, stop_token>) {
      return std::make_unique<Item>(std::forward<F>(job), stop_requests());
    } else {
      return std::make_unique<Item>(std::forward<F>(job));
    }
  }

  void enqueue(detail::work_item& item);
  bool run_one();

  std::shared_ptr<state> state_;
  shutdown_mode on_destroy_;
};

}  // namespace patterns::concurrency
