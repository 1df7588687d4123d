/// @file
/// async core · task_group: work that is started one by one and ended together.
export module patterns.async:task_group;

import std;
import patterns.concurrency;
import :awaitable;
import :cancellation;
import :frame_memory;
import :join;
import :root_task;
import :scheduler;
import :task;
import :transfer;

export namespace patterns::async {

/// Thrown by with_task_group: all that went wrong in a group, in the order in which it did, and at least one error.
///
/// The message says how many they are and what the first of them say.
class group_error : public std::runtime_error {
 public:
  explicit group_error(std::vector<std::exception_ptr> errors);

  [[nodiscard]] const std::vector<std::exception_ptr>& errors() const noexcept { return *errors_; }

 private:
  // Shared, for copying an exception must not throw.
  std::shared_ptr<const std::vector<std::exception_ptr>> errors_;
};

class task_group;

}  // namespace patterns::async

namespace patterns::async::detail {

/// A coroutine that a group runs; its frame goes when it ends.
class group_child {
 public:
  class promise_type final : public frame_memory, public stoppable_promise {
   public:
    class final_awaiter {
     public:
      [[nodiscard]] static constexpr bool await_ready() noexcept { return false; }
      static auto await_suspend(std::coroutine_handle<promise_type> finished) noexcept;
      static constexpr void await_resume() noexcept {}
    };

    [[nodiscard]] group_child get_return_object() noexcept {
      return group_child(std::coroutine_handle<promise_type>::from_promise(*this));
    }
    [[nodiscard]] static constexpr std::suspend_always initial_suspend() noexcept { return {}; }
    [[nodiscard]] static constexpr final_awaiter final_suspend() noexcept { return {}; }
    static constexpr void return_void() noexcept {}
    void unhandled_exception() noexcept;

   private:
    friend class async::task_group;

    task_group* group_ = nullptr;
    promise_type* next_ = nullptr;
    promise_type* previous_ = nullptr;
    concurrency::trampoline::entry start_;
  };

 private:
  friend class async::task_group;

  explicit group_child(std::coroutine_handle<promise_type> frame) noexcept : frame_(frame) {}

  std::coroutine_handle<promise_type> frame_;
};

template <class F>
concept makes_awaitable = std::invocable<F&> && awaitable<std::invoke_result_t<F&>>;

template <class A>
group_child run_child(A awaited) {
  co_await std::forward<A>(awaited);
}

// The function stays in the frame: what a lambda captured lives as long as the coroutine that it makes.
template <class F>
group_child call_child(F function) {
  co_await std::invoke(function);
}

template <class S, class A>
group_child run_child_on(S& where, A awaited) {
  co_await where.schedule();
  co_await std::forward<A>(awaited);
}

template <class S, class F>
group_child call_child_on(S& where, F function) {
  co_await where.schedule();
  co_await std::invoke(function);
}

class group_scope;

}  // namespace patterns::async::detail

export namespace patterns::async {

/// Work that is done side by side, and that with_task_group waits for; only that makes a group.
///
/// A child begins when the thread that spawned it comes to rest, in the order of the calls. The first that throws stops
/// the group: the others, and the function that with_task_group was given, are asked to stop. A child that ends by
/// operation_cancelled after that is no error.
///
/// Complexity: spawn is O(1), its frame comes from the cache. Thread-safety: every member, from any thread, children
/// included, for as long as with_task_group has not ended.
/// Source: Python's asyncio.TaskGroup; trio's nursery.
class task_group {
 public:
  task_group(const task_group&) = delete;
  task_group& operator=(const task_group&) = delete;

  /// Has `work` awaited by a child; what it yields is dropped. Once the group is stopped, `work` does not begin.
  /// @return whether it is going to begin
  template <class A>
    requires awaitable<std::decay_t<A>>
  bool spawn(A&& work) {
    return !stop_requested() && begin(detail::run_child<std::decay_t<A>>(std::forward<A>(work)));
  }

  /// As above for a function that makes the awaitable: it is kept until the child ends, so that a coroutine lambda may
  /// have captures. It is called when the child begins.
  template <class F>
    requires(!awaitable<std::decay_t<F>> && detail::makes_awaitable<std::decay_t<F>>)
  bool spawn(F&& function) {
    return !stop_requested() && begin(detail::call_child<std::decay_t<F>>(std::forward<F>(function)));
  }

  /// As spawn, at `where`, which outlives the group.
  template <scheduler S, class A>
    requires awaitable<std::decay_t<A>>
  bool spawn_on(S& where, A&& work) {
    return !stop_requested() && begin(detail::run_child_on<S, std::decay_t<A>>(where, std::forward<A>(work)));
  }

  template <scheduler S, class F>
    requires(!awaitable<std::decay_t<F>> && detail::makes_awaitable<std::decay_t<F>>)
  bool spawn_on(S& where, F&& function) {
    return !stop_requested() && begin(detail::call_child_on<S, std::decay_t<F>>(where, std::forward<F>(function)));
  }

  /// Asks all in the group to stop. with_task_group ends without an error then, if there was none.
  void request_stop() noexcept { stop_.request_stop(); }
  [[nodiscard]] bool stop_requested() const noexcept { return stop_.token().stop_requested(); }

  /// Asked of all in the group.
  [[nodiscard]] concurrency::stop_token stop_requests() const noexcept { return stop_.token(); }

  /// How many children have begun or are going to, and have not ended.
  [[nodiscard]] std::size_t size() const noexcept;

 private:
  friend class detail::group_scope;
  friend class detail::group_child::promise_type;
  using child = detail::group_child::promise_type;

  explicit task_group(const concurrency::stop_token& outer) : outer_(outer), stop_(outer) {}
  ~task_group();

  bool begin(detail::group_child started) noexcept;
  void fail(std::exception_ptr error) noexcept;
  [[nodiscard]] std::coroutine_handle<> end(child& ended) noexcept;
  [[nodiscard]] bool wait(std::coroutine_handle<> waiting) noexcept;
  void check();

  const concurrency::stop_token& outer_;
  detail::linked_stop stop_;
  mutable std::mutex mutex_;
  child* first_ = nullptr;
  std::size_t children_ = 0;
  bool cancelled_ = false;
  std::vector<std::exception_ptr> errors_;
  std::atomic<std::size_t> pending_ = 1;
  std::coroutine_handle<> waiting_;
};

}  // namespace patterns::async

namespace patterns::async::detail {

inline auto group_child::promise_type::final_awaiter::await_suspend(
    std::coroutine_handle<promise_type> finished) noexcept {
  const auto next = finished.promise().group_->end(finished.promise());
  return detail::transfer(finished, next);
}

inline void group_child::promise_type::unhandled_exception() noexcept {
  group_->fail(std::current_exception());
}

/// What with_task_group does with a group.
class group_scope {
 public:
  explicit group_scope(const concurrency::stop_token& outer) : group_(outer) {}

  [[nodiscard]] task_group& group() noexcept { return group_; }
  [[nodiscard]] const concurrency::stop_token& token() const noexcept { return group_.stop_.token(); }
  void fail(std::exception_ptr error) noexcept { group_.fail(std::move(error)); }
  void check() { group_.check(); }

  [[nodiscard]] auto wait() noexcept { return waiter(group_); }

 private:
  class waiter {
   public:
    explicit waiter(task_group& group) noexcept : group_(group) {}

    [[nodiscard]] static constexpr bool await_ready() noexcept { return false; }
    [[nodiscard]] bool await_suspend(std::coroutine_handle<> waiting) noexcept { return group_.wait(waiting); }
    static constexpr void await_resume() noexcept {}

   private:
    task_group& group_;
  };

  task_group group_;
};

template <class F>
using group_result_t = returned_result_t<std::invoke_result_t<F&, task_group&>>;

template <class F>
task<group_result_t<F>> run_group(F body) {
  const auto outer = co_await current_stop_token();
  group_scope scope(outer);
  co_await ambient_stop_token_setter(scope.token());
  if constexpr (std::is_void_v<group_result_t<F>>) {
    try {
      co_await std::invoke(body, scope.group());
    } catch (...) {
      scope.fail(std::current_exception());
    }
    co_await scope.wait();
    scope.check();
  } else {
    result_slot<group_result_t<F>> slot;
    bool delivered = false;
    try {
      slot.set(co_await std::invoke(body, scope.group()));
      delivered = true;
    } catch (...) {
      scope.fail(std::current_exception());
    }
    co_await scope.wait();
    scope.check();
    if (!delivered) {
      throw operation_cancelled("with_task_group");
    }
    co_return slot.take();
  }
}

}  // namespace patterns::async::detail

export namespace patterns::async {

/// A task that calls `body` with a new task_group, awaits what that returns, and then all that was spawned: no child
/// outlives it, whatever is thrown and whoever stops it. It yields what the body yields.
///
/// The body's own exception stops the group as a child's does. `body` is kept until the last child has ended, so that
/// what a lambda captured outlives the children; what is local to its coroutine does not.
///
/// Complexity: as many coroutines as children, at steady state no allocation. Thread-safety: the task goes on where the
/// last ends.
/// Exceptions: group_error with all errors; operation_cancelled if there was none and a stop from outside kept
/// something from ending, or the group's own stop kept the body from a result that it owes.
/// Source: Python's asyncio.TaskGroup and ExceptionGroup; trio's nursery.
template <class F>
  requires std::invocable<std::decay_t<F>&, task_group&> &&
           awaitable<std::invoke_result_t<std::decay_t<F>&, task_group&>>
[[nodiscard]] auto with_task_group(F&& body) -> task<detail::group_result_t<std::decay_t<F>>> {
  return detail::run_group<std::decay_t<F>>(std::forward<F>(body));
}

}  // namespace patterns::async
