/// @file
/// async core · shared_task: a computation that many wait for and that runs once.
export module patterns.async:shared_task;

import std;
import patterns.concurrency;
import :awaitable;
import :cancellation;
import :join;
import :root_task;
import :task;

namespace patterns::async::detail {

/// One coroutine's wait for a shared_task; its state's lock decides between the result and a stop.
class shared_wait {
 protected:
  enum class phase : unsigned char { registering, waiting, granted, stopped };

  shared_wait() noexcept = default;
  ~shared_wait() = default;

 private:
  friend class shared_state_base;

  phase phase_ = phase::registering;
  shared_wait* next_ = nullptr;
  shared_wait* previous_ = nullptr;
  std::coroutine_handle<> waiting_;
  concurrency::trampoline::entry place_;
};

/// The coroutine of a shared_task and those who wait for it.
class shared_state_base {
 public:
  shared_state_base(const shared_state_base&) = delete;
  shared_state_base& operator=(const shared_state_base&) = delete;

  [[nodiscard]] inline bool ended() const noexcept { return ended_.load(std::memory_order_acquire); }

  /// What came of it for a wait that asks to be parked.
  enum class parking { parked, first, refused };

  [[nodiscard]] inline parking park(shared_wait& wait, std::coroutine_handle<> waiting) noexcept {
    const std::lock_guard lock(mutex_);
    if (wait.phase_ == shared_wait::phase::stopped) {
      return parking::refused;
    }
    if (ended()) {
      wait.phase_ = shared_wait::phase::granted;
      return parking::refused;
    }
    wait.phase_ = shared_wait::phase::waiting;
    wait.waiting_ = waiting;
    wait.previous_ = last_;
    (last_ == nullptr ? first_ : last_->next_) = &wait;
    last_ = &wait;
    return std::exchange(begun_, true) ? parking::parked : parking::first;
  }

  inline void stop(shared_wait& wait) noexcept {
    const concurrency::trampoline::scope afterwards;
    const std::lock_guard lock(mutex_);
    if (wait.phase_ == shared_wait::phase::waiting) {
      unlink(wait);
      wait.phase_ = shared_wait::phase::stopped;
      concurrency::trampoline::resume(wait.place_, wait.waiting_);
    } else if (wait.phase_ == shared_wait::phase::registering) {
      wait.phase_ = shared_wait::phase::stopped;
    }
  }

  inline void leave(shared_wait& wait) noexcept {
    const std::lock_guard lock(mutex_);
    if (wait.phase_ == shared_wait::phase::waiting) {
      unlink(wait);
      wait.phase_ = shared_wait::phase::stopped;
    }
  }

  [[nodiscard]] static inline bool was_stopped(const shared_wait& wait) noexcept {
    return wait.phase_ == shared_wait::phase::stopped;
  }
  static inline void refuse(shared_wait& wait) noexcept { wait.phase_ = shared_wait::phase::stopped; }

 protected:
  shared_state_base() noexcept = default;
  ~shared_state_base() = default;

  /// Resumes all who wait, in the order in which they came. They may let the state go, but the scope keeps them until
  /// the lock and the list are done with.
  inline void end() noexcept {
    const concurrency::trampoline::scope afterwards;
    const std::lock_guard lock(mutex_);
    ended_.store(true, std::memory_order_release);
    while (first_ != nullptr) {
      auto& wait = *first_;
      unlink(wait);
      wait.phase_ = shared_wait::phase::granted;
      concurrency::trampoline::resume(wait.place_, wait.waiting_);
    }
  }

  /// For the destructor: who sees by ended() that he may let the state go can be faster than end(), which says so with
  /// the lock held.
  inline void wait_for_end() noexcept { const std::lock_guard lock(mutex_); }

 private:
  inline void unlink(shared_wait& wait) noexcept {
    (wait.previous_ == nullptr ? first_ : wait.previous_->next_) = wait.next_;
    (wait.next_ == nullptr ? last_ : wait.next_->previous_) = wait.previous_;
    wait.next_ = nullptr;
    wait.previous_ = nullptr;
  }

  std::atomic<bool> ended_ = false;
  std::mutex mutex_;
  shared_wait* first_ = nullptr;
  shared_wait* last_ = nullptr;
  bool begun_ = false;
};

template <class T>
task<> keep_result(task<T> work, std::optional<kept_result_t<T>>& kept) {
  if constexpr (std::is_void_v<T>) {
    co_await std::move(work);
  } else {
    kept.emplace(co_await std::move(work));
  }
}

template <class T>
class shared_state final : public shared_state_base, private completion {
 public:
  shared_state(task<T> work, concurrency::stop_token token)
      : token_(std::move(token)),
        work_(keep_result<T>(std::move(work), kept_)),
        root_(detail::make_root_task(std::move(work_))) {}
  shared_state(const shared_state&) = delete;
  shared_state& operator=(const shared_state&) = delete;
  ~shared_state() { wait_for_end(); }

  void start() { root_.start(*this, token_); }

  decltype(auto) get() {
    root_.take();
    if constexpr (std::is_lvalue_reference_v<T>) {
      return kept_->get();
    } else if constexpr (!std::is_void_v<T>) {
      return std::as_const(*kept_);
    }
  }

 private:
  void complete() noexcept override { end(); }

  concurrency::stop_token token_;
  std::optional<kept_result_t<T>> kept_;
  task<> work_;
  root_task<void> root_;
};

}  // namespace patterns::async::detail

export namespace patterns::async {

/// A computation that begins when it is first awaited, runs once, and delivers its result to all who await it, each by
/// const reference, or its exception. Copies share it.
///
/// A stop that is asked of one who waits ends that wait and leaves the computation and the others alone; the
/// computation itself goes by the token it was given. It is destroyed with the last copy; whoever waits counts as one.
///
/// Complexity: two allocations at most; a wait is O(1) and allocates nothing. The beginning of a shared_task within
/// that of another costs stack. Thread-safety: copies may be awaited from any threads, and waits go on where it ends.
/// As a task, it may be destroyed while it is parked, or once ended() says so, not while it runs.
/// Exceptions: operation_cancelled; what the computation throws, to each.
/// Source: cppcoro's shared_task; Python's asyncio.shield and awaiting one asyncio.Task from many.
template <task_result T = void>
class [[nodiscard]] shared_task {
 public:
  using value_type = T;

  /// @param token  by which the computation is asked to stop
  explicit shared_task(task<T> work, concurrency::stop_token token = {})
      : state_(std::make_shared<detail::shared_state<T>>(std::move(work), std::move(token))) {}

  /// True once there is a result or an exception: awaiting does not suspend then.
  [[nodiscard]] bool ended() const noexcept { return state_ != nullptr && state_->ended(); }

  /// The result lives as long as any copy does.
  /// @throws empty_task if this was moved from
  [[nodiscard]] auto operator co_await() const {
    if (state_ == nullptr) {
      throw empty_task();
    }
    return awaiter(state_);
  }

 private:
  using state = detail::shared_state<T>;

  class awaiter final : detail::shared_wait {
   public:
    explicit awaiter(std::shared_ptr<state> shared) noexcept : state_(std::move(shared)) {}
    awaiter(const awaiter&) = delete;
    awaiter& operator=(const awaiter&) = delete;
    ~awaiter() {
      on_stop_.reset();
      state_->leave(*this);
    }

    [[nodiscard]] bool await_ready() const noexcept { return state_->ended(); }

    // Once it is parked, another thread may resume the coroutine and this awaiter be gone.
    template <class Promise>
    [[nodiscard]] bool await_suspend(std::coroutine_handle<Promise> waiting) {
      if (const auto* const token = detail::ambient_stop_token(waiting)) {
        if (token->stop_requested()) {
          state::refuse(*this);
          return false;
        }
        on_stop_.emplace(*token, stop{this});
      }
      const auto kept = state_;
      const auto parked = kept->park(*this, waiting);
      if (parked == state::parking::first) {
        kept->start();
      }
      return parked != state::parking::refused;
    }

    decltype(auto) await_resume() {
      on_stop_.reset();
      if (state::was_stopped(*this)) {
        throw operation_cancelled("shared_task");
      }
      return state_->get();
    }

   private:
    struct stop {
      awaiter* wait;
      void operator()() const noexcept { wait->state_->stop(*wait); }
    };

    std::shared_ptr<state> state_;
    std::optional<concurrency::stop_callback<stop>> on_stop_;
  };

  std::shared_ptr<state> state_;
};

}  // namespace patterns::async
