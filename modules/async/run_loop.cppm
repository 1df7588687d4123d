/// @file
/// async core · run_loop: one thread that runs jobs, coroutines and timers in turn.
export module patterns.async:run_loop;

import std;
import patterns.concurrency;
import :awaitable;
import :cancellation;
import :clock;
import :root_task;

export namespace patterns::async {

/// Thrown when a loop is run that runs already, by another thread or further up this one.
class loop_running : public std::logic_error {
 public:
  loop_running() : std::logic_error("run_loop: the loop runs already") {}
};

/// Thrown by run_loop::run_until_complete when the loop was stopped first.
class loop_stopped : public std::runtime_error {
 public:
  loop_stopped() : std::runtime_error("run_loop: stopped before the awaited work was complete") {}
};

/// Thrown when the loop of this thread is asked for and no loop runs on it.
class no_running_loop : public std::logic_error {
 public:
  no_running_loop() : std::logic_error("run_loop::current: no loop runs on this thread") {}
};

class run_loop;

}  // namespace patterns::async

namespace patterns::async::detail {

/// A place in a loop's queue or among its timers, from which it can be taken out again at any time.
class loop_item {
 public:
  using time_point = std::chrono::steady_clock::time_point;

  loop_item(const loop_item&) = delete;
  loop_item& operator=(const loop_item&) = delete;

 protected:
  loop_item() noexcept = default;
  ~loop_item() = default;

  /// Called on the loop's thread when it is this item's turn.
  virtual void run() = 0;
  /// Called instead when the loop is destroyed.
  virtual void drop() noexcept = 0;

 private:
  friend class async::run_loop;

  static constexpr std::size_t not_a_timer = std::numeric_limits<std::size_t>::max();

  loop_item* next_ = nullptr;
  loop_item* previous_ = nullptr;
  std::size_t timer_index_ = not_a_timer;
  bool was_timer_ = false;
};

template <class F>
class posted_function final : public loop_item {
 public:
  template <class Init>
  explicit posted_function(Init&& function) : function_(std::forward<Init>(function)) {}

 private:
  void run() override {
    const std::unique_ptr<posted_function> self(this);
    std::invoke(std::move(function_));
  }
  void drop() noexcept override { delete this; }

  F function_;
};

struct quiet_timer;

}  // namespace patterns::async::detail

export namespace patterns::async {

/// Runs jobs and coroutines on the one thread that calls run(), in the order in which they were posted, and timers
/// when their time has come, in the order of their deadlines.
///
/// Models patterns::concurrency::executor. What never leaves the loop needs no lock.
///
/// The clock is injected: with a virtual_clock such as manual_clock, a loop that has only timers left moves the clock
/// to the next of them instead of waiting.
///
/// A wait goes by the ambient stop_token. A stop that was requested before makes it throw operation_cancelled at once,
/// on the thread where it stands. One that comes while a timer is pending takes the timer out, and the coroutine
/// throws on the loop's thread in its turn; once the time has come it is too late to stop.
///
/// Complexity: post O(1) and one allocation, schedule O(1) and none, timers O(log n) of those pending.
/// Thread-safety: post, post_at, post_after, stop and now from any thread, and waits may begin on any; run, poll and
/// run_until_complete by one thread at a time. A coroutine parked on the loop is destroyed on the loop's thread or
/// while the loop does not run, and may outlive the loop.
/// Exceptions: what a job throws leaves through run or poll; the loop can be run again and goes on with the next job.
class run_loop {
 public:
  using time_point = std::chrono::steady_clock::time_point;
  using duration = std::chrono::steady_clock::duration;

  /// A loop on the machine's own clock.
  run_loop();

  /// @param source  outlives the loop
  template <clock Clock>
    requires(!std::same_as<std::remove_cv_t<Clock>, run_loop>)
  explicit run_loop(Clock& source) : run_loop(make_time_source(source)) {}

  run_loop(const run_loop&) = delete;
  run_loop& operator=(const run_loop&) = delete;

  /// Destroys the jobs that wait without running them. Coroutines that wait here never resume; whoever owns them
  /// still does.
  ~run_loop();

  /// Runs `job` in its turn.
  template <class F>
    requires std::invocable<std::decay_t<F>> && std::constructible_from<std::decay_t<F>, F>
  void post(F&& job) {
    push(*new detail::posted_function<std::decay_t<F>>(std::forward<F>(job)));
  }

  /// Runs `job` once `when` has come, which time_point::max() never does; after the jobs posted for the same moment
  /// before.
  template <class F>
    requires std::invocable<std::decay_t<F>> && std::constructible_from<std::decay_t<F>, F>
  void post_at(time_point when, F&& job) {
    auto item = std::make_unique<detail::posted_function<std::decay_t<F>>>(std::forward<F>(job));
    push_timer(when, *item);
    (void)item.release();
  }

  /// As post_at, `delay` from now; one beyond the end of time is never over.
  template <class F>
    requires std::invocable<std::decay_t<F>> && std::constructible_from<std::decay_t<F>, F>
  void post_after(duration delay, F&& job) {
    post_at(after(delay), std::forward<F>(job));
  }

  /// `co_await loop.schedule()` goes on on the loop's thread, in its turn.
  [[nodiscard]] auto schedule() noexcept { return schedule_awaiter(*this); }

  /// `co_await loop.schedule_at(when)` goes on on the loop's thread once `when` has come.
  [[nodiscard]] auto schedule_at(time_point when) noexcept { return timer_awaiter(*this, when); }

  /// As schedule_at, `delay` from now.
  [[nodiscard]] auto schedule_after(duration delay) { return timer_awaiter(*this, after(delay)); }

  /// Runs what comes until stop(), waiting when there is nothing to do.
  /// @throws loop_running; what a job throws
  void run();

  /// Runs what is ready now, what that posts not included, and returns how many it ran. Waits for nothing and moves
  /// no clock.
  /// @throws as run
  std::size_t poll();

  /// Starts `awaited` and runs the loop until it has ended; returns its result.
  ///
  /// @param token  by which what it awaits is asked to stop
  /// @throws what `awaited` throws; loop_stopped if stop() came first, and then the unfinished work is destroyed: it
  /// must be parked, not running on another thread; otherwise as run
  template <awaitable A>
  auto run_until_complete(A&& awaited, concurrency::stop_token token = {}) -> detail::returned_result_t<A> {
    loop_completion ended(*this);
    auto root = detail::make_root_task(std::forward<A>(awaited));
    run_for(ended, [&] { root.start(ended, token); });
    return root.take();
  }

  /// Makes the run() under way return after the job at hand, or else the next one at once.
  void stop() noexcept;

  [[nodiscard]] time_point now() const { return time_.now(time_.source); }

  /// The time `delay` from now; the end of time if that is beyond it.
  [[nodiscard]] time_point after(duration delay) const;

  /// True on the thread that runs this loop.
  [[nodiscard]] bool runs_here() const noexcept;

  /// The loop that runs on this thread; of loops that run within each other the innermost.
  /// @throws no_running_loop
  [[nodiscard]] static run_loop& current();

 private:
  friend struct detail::quiet_timer;
  struct time_source {
    void* source;
    time_point (*now)(void*);
    void (*advance_to)(void*, time_point);
  };

  struct timer {
    time_point when;
    std::uint64_t order;
    detail::loop_item* item;

    [[nodiscard]] bool before(const timer& other) const noexcept {
      return std::tie(when, order) < std::tie(other.when, other.order);
    }
  };

  class waiting_coroutine : public detail::loop_item {
   public:
    explicit waiting_coroutine(run_loop& loop) noexcept : loop_(&loop) {}
    ~waiting_coroutine() {
      if (loop_ != nullptr && awaiting_) {
        loop_->remove(*this);
      }
    }

    [[nodiscard]] static constexpr bool await_ready() noexcept { return false; }

   protected:
    run_loop* loop_;
    std::coroutine_handle<> awaiting_;

   private:
    void run() override { awaiting_.resume(); }
    void drop() noexcept override { loop_ = nullptr; }
  };

  class schedule_awaiter final : public waiting_coroutine {
   public:
    using waiting_coroutine::waiting_coroutine;

    template <class Promise>
    [[nodiscard]] bool await_suspend(std::coroutine_handle<Promise> awaiting) noexcept {
      if (const auto* const token = detail::ambient_stop_token(awaiting); token != nullptr && token->stop_requested()) {
        return false;
      }
      awaiting_ = awaiting;
      loop_->push(*this);
      return true;
    }

    void await_resume() {
      if (!std::exchange(awaiting_, nullptr)) {
        throw operation_cancelled("run_loop::schedule");
      }
    }
  };

  // Who holds the loop's lock and finds the timer pending decides: its time or the stop, never both.
  class timer_awaiter : public waiting_coroutine {
   public:
    timer_awaiter(run_loop& loop, time_point when) noexcept : waiting_coroutine(loop), when_(when) {}

    // Once it is among the timers, another thread may resume the coroutine and this awaiter be gone. So the callback
    // is there first, and a stop that comes in between is kept for push_timer to find.
    template <class Promise>
    [[nodiscard]] bool await_suspend(std::coroutine_handle<Promise> awaiting) {
      if (const auto* const token = detail::ambient_stop_token(awaiting)) {
        if (token->stop_requested()) {
          stopped_ = true;
          return false;
        }
        on_stop_.emplace(*token, stop{this});
      }
      awaiting_ = awaiting;
      try {
        if (loop_->push_timer(when_, *this, stopped_)) {
          return true;
        }
      } catch (...) {
        on_stop_.reset();
        awaiting_ = nullptr;
        throw;
      }
      awaiting_ = nullptr;
      return false;
    }

    void await_resume() {
      if (!finish()) {
        throw operation_cancelled("run_loop::schedule_at");
      }
    }

   protected:
    // Whether its time has come; false after a stop.
    [[nodiscard]] bool finish() noexcept {
      on_stop_.reset();
      awaiting_ = nullptr;
      return !stopped_;
    }

   private:
    struct stop {
      timer_awaiter* wait;
      void operator()() const noexcept { wait->loop_->stop_timer(*wait, wait->stopped_); }
    };

    // From here on no request can reach for the loop, which is about to be gone.
    void drop() noexcept override {
      on_stop_.reset();
      loop_ = nullptr;
    }

    time_point when_;
    bool stopped_ = false;
    std::optional<concurrency::stop_callback<stop>> on_stop_;
  };

  class quiet_timer_awaiter final : public timer_awaiter {
   public:
    using timer_awaiter::timer_awaiter;

    [[nodiscard]] bool await_resume() noexcept { return finish(); }
  };

  class loop_completion final : public detail::completion {
   public:
    explicit loop_completion(run_loop& loop) noexcept : loop_(&loop) {}

    void complete() noexcept override {
      const std::lock_guard lock(loop_->mutex_);
      ended_ = true;
      loop_->wake_.notify_one();
    }

   private:
    friend class run_loop;

    run_loop* loop_;
    bool ended_ = false;
  };

  // Marks the loop as run by this thread for as long as it lives.
  class running {
   public:
    explicit running(run_loop& loop);
    running(const running&) = delete;
    running& operator=(const running&) = delete;
    ~running();

   private:
    run_loop& loop_;
    run_loop* outer_;
  };

  template <clock Clock>
  [[nodiscard]] static time_source make_time_source(Clock& source) noexcept {
    time_source made{const_cast<std::remove_const_t<Clock>*>(std::addressof(source)),
                     [](void* from) -> time_point { return static_cast<Clock*>(from)->now(); }, nullptr};
    if constexpr (virtual_clock<Clock>) {
      made.advance_to = [](void* from, time_point when) { static_cast<Clock*>(from)->advance_to(when); };
    }
    return made;
  }

  explicit run_loop(time_source time) : time_(time) {}

  template <class Start>
  void run_for(loop_completion& ended, Start start) {
    const running guard(*this);
    start();
    if (!run_until(&ended)) {
      throw loop_stopped();
    }
  }

  static void run_item(detail::loop_item& item);
  bool run_until(const loop_completion* ended);
  void push(detail::loop_item& item) noexcept;
  void push_timer(time_point when, detail::loop_item& item);
  [[nodiscard]] bool push_timer(time_point when, detail::loop_item& item, const bool& stopped);
  void stop_timer(detail::loop_item& item, bool& stopped) noexcept;
  void remove(detail::loop_item& item) noexcept;

  [[nodiscard]] bool is_ready(const detail::loop_item& item) const noexcept;
  void insert_timer(time_point when, detail::loop_item& item);
  void append(detail::loop_item& item) noexcept;
  void unlink(detail::loop_item& item) noexcept;
  void erase_timer(std::size_t index) noexcept;
  void place_timer(std::size_t index, const timer& placed) noexcept;
  void sift_up(std::size_t index, timer moved) noexcept;
  void sift_down(std::size_t index, timer moved) noexcept;
  void make_due_timers_ready(time_point now) noexcept;

  time_source time_;
  std::mutex mutex_;
  std::condition_variable wake_;
  detail::loop_item* first_ = nullptr;
  detail::loop_item* last_ = nullptr;
  std::size_t ready_count_ = 0;
  std::vector<timer> timers_;
  std::uint64_t timers_made_ = 0;
  bool stop_ = false;
  std::atomic<std::thread::id> runner_;
};

}  // namespace patterns::async

namespace patterns::async::detail {

/// `co_await quiet_timer::until(loop, when)` is as `co_await loop.schedule_at(when)`, but yields false where that
/// throws operation_cancelled: for whom a stop is the usual end.
struct quiet_timer {
  [[nodiscard]] static auto until(run_loop& loop, run_loop::time_point when) noexcept {
    return run_loop::quiet_timer_awaiter(loop, when);
  }
};

}  // namespace patterns::async::detail
