/// @file
/// async core · task: a computation that can wait.
export module patterns.async:task;

import std;
import :awaitable;
import :cancellation;
import :frame_memory;
import :transfer;

export namespace patterns::async {

/// Thrown when a task is awaited that has no coroutine: it was moved from, or awaited before.
class empty_task : public std::logic_error {
 public:
  empty_task() : std::logic_error("task: awaited, but moved from or awaited before") {}
};

/// What a task may yield: nothing, a reference to what lives elsewhere, or a value that can be moved.
template <class T>
concept task_result = std::is_void_v<T> || std::is_lvalue_reference_v<T> ||
                      (std::is_object_v<T> && std::move_constructible<T> && !std::is_const_v<T>);

}  // namespace patterns::async

namespace patterns::async::detail {

/// What a coroutine ended with: a T, or an exception.
template <class T>
class outcome {
 public:
  outcome() noexcept {}
  outcome(const outcome&) = delete;
  outcome& operator=(const outcome&) = delete;
  ~outcome() {
    if (held_ == held::value) {
      std::destroy_at(std::addressof(value_));
    } else if (held_ == held::error) {
      std::destroy_at(std::addressof(error_));
    }
  }

  template <class U>
  void set_value(U&& value) {
    std::construct_at(std::addressof(value_), std::forward<U>(value));
    held_ = held::value;
  }

  // A value whose own destructor threw on the way out of the coroutine gives way to that exception.
  void set_error(std::exception_ptr error) noexcept {
    if (held_ == held::value) {
      std::destroy_at(std::addressof(value_));
    }
    std::construct_at(std::addressof(error_), std::move(error));
    held_ = held::error;
  }

  T take() {
    if (held_ == held::error) {
      std::rethrow_exception(error_);
    }
    return std::move(value_);
  }

 private:
  enum class held : unsigned char { nothing, value, error };

  union {
    T value_;
    std::exception_ptr error_;
  };
  held held_ = held::nothing;
};

template <class T>
class outcome<T&> {
 public:
  void set_value(T& value) noexcept { value_ = std::addressof(value); }
  void set_error(std::exception_ptr error) noexcept { error_ = std::move(error); }

  T& take() {
    if (error_) {
      std::rethrow_exception(error_);
    }
    return *value_;
  }

 private:
  T* value_ = nullptr;
  std::exception_ptr error_;
};

template <>
class outcome<void> {
 public:
  inline void set_error(std::exception_ptr error) noexcept { error_ = std::move(error); }

  inline void take() {
    if (error_) {
      std::rethrow_exception(error_);
    }
  }

 private:
  std::exception_ptr error_;
};

/// The part of a promise that takes `co_return`.
template <class T>
class returns {
 public:
  template <class U = T>
    requires std::constructible_from<T, U>
  void return_value(U&& value) {
    outcome_.set_value(std::forward<U>(value));
  }

  void unhandled_exception() noexcept { outcome_.set_error(std::current_exception()); }

  T take() { return outcome_.take(); }

 private:
  outcome<T> outcome_;
};

template <class T>
class returns<T&> {
 public:
  void return_value(T& value) noexcept { outcome_.set_value(value); }
  void unhandled_exception() noexcept { outcome_.set_error(std::current_exception()); }
  T& take() { return outcome_.take(); }

 private:
  outcome<T&> outcome_;
};

template <>
class returns<void> {
 public:
  inline void return_void() const noexcept {}
  inline void unhandled_exception() noexcept { outcome_.set_error(std::current_exception()); }
  inline void take() { outcome_.take(); }

 private:
  outcome<void> outcome_;
};

class task_promise_base;

/// The wait of one coroutine for a task; it owns the task's frame.
///
/// From a parked task one can follow these down to the coroutine that waits for something else. That is how a chain
/// of any length is torn down in constant stack: from its far end, which is also the order that destructors in the
/// frames expect, for what a task was lent by its awaiter outlives it.
struct task_wait {
  std::coroutine_handle<> frame;
  task_promise_base* promise = nullptr;
  task_promise_base* awaiting = nullptr;

  void destroy_chain() noexcept;
};

class task_promise_base : public frame_memory, public stoppable_promise {
 public:
  class final_awaiter {
   public:
    [[nodiscard]] static constexpr bool await_ready() noexcept { return false; }

    template <class Promise>
    static auto await_suspend(std::coroutine_handle<Promise> finished) noexcept {
      return detail::transfer(finished, finished.promise().continuation_);
    }

    static constexpr void await_resume() noexcept {}
  };

  [[nodiscard]] static constexpr std::suspend_always initial_suspend() noexcept { return {}; }
  [[nodiscard]] static constexpr final_awaiter final_suspend() noexcept { return {}; }

  inline void continue_with(std::coroutine_handle<> continuation) noexcept { continuation_ = continuation; }
  inline void wait_for(task_wait* wait) noexcept { wait_ = wait; }

 private:
  friend struct task_wait;

  std::coroutine_handle<> continuation_;
  task_wait* wait_ = nullptr;
};

inline void task_wait::destroy_chain() noexcept {
  if (promise->wait_ == nullptr) {
    std::exchange(frame, nullptr).destroy();
    return;
  }
  task_wait* above = nullptr;
  auto* wait = this;
  while (auto* const below = std::exchange(wait->promise->wait_, above)) {
    above = wait;
    wait = below;
  }
  while (wait != nullptr) {
    above = wait->promise->wait_;
    std::exchange(wait->frame, nullptr).destroy();
    wait = above;
  }
}

}  // namespace patterns::async::detail

export namespace patterns::async {

/// A computation that starts when it is awaited and delivers its result, or what it throws, to its one awaiter.
///
/// It is lazy: a task that nobody awaits never runs. Awaiting consumes it: `co_await std::move(t)`.
///
/// Depth costs no stack: chains of awaits of any length run, end and are destroyed in constant stack space, and so
/// does any number of awaits that complete at once, with every compiler and at every level of optimization.
///
/// Frames come from a cache of the thread; a coroutine whose first parameters are `std::allocator_arg_t` and an
/// allocator takes its frame from that instead.
///
/// @tparam T  see task_result
///
/// Complexity: create, await and destroy are O(1), and at steady state allocate nothing.
/// Thread-safety: one task is used by one thread at a time; it resumes its awaiter on the thread on which it ends.
/// A parked task may be destroyed, a running one may not.
/// Source: Baker, C++ Coroutines: Understanding Symmetric Transfer (2020).
template <task_result T = void>
class [[nodiscard]] task {
 public:
  class promise_type final : public detail::task_promise_base, public detail::returns<T> {
   public:
    [[nodiscard]] task get_return_object() noexcept {
      return task(std::coroutine_handle<promise_type>::from_promise(*this));
    }
  };

  using value_type = T;

  /// A task without a coroutine.
  task() noexcept = default;
  task(task&& other) noexcept : frame_(std::exchange(other.frame_, nullptr)) {}
  task& operator=(task&& other) noexcept {
    task(std::move(other)).swap(*this);
    return *this;
  }
  // What was not awaited has not begun, and so waits for nothing.
  ~task() {
    if (frame_) {
      frame_.destroy();
    }
  }

  /// False once moved from or awaited.
  [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(frame_); }

  void swap(task& other) noexcept { std::swap(frame_, other.frame_); }
  friend void swap(task& left, task& right) noexcept { left.swap(right); }

  /// Starts the task and waits for its result.
  /// @throws empty_task if there is no coroutine; what the task throws
  [[nodiscard]] auto operator co_await() && {
    if (!frame_) {
      throw empty_task();
    }
    return awaiter(std::exchange(frame_, nullptr));
  }

 private:
  using frame_handle = std::coroutine_handle<promise_type>;

  class awaiter final : detail::task_wait {
   public:
    explicit awaiter(frame_handle started) noexcept : task_wait{started, &started.promise()} {}
    awaiter(const awaiter&) = delete;
    awaiter& operator=(const awaiter&) = delete;
    ~awaiter() {
      if (frame) {
        destroy_chain();
      }
    }

    [[nodiscard]] static constexpr bool await_ready() noexcept { return false; }

    template <class Promise>
    auto await_suspend(std::coroutine_handle<Promise> caller) noexcept {
      // Out of this object before the stores below, of which a compiler must think that they change it.
      const auto started = typed(frame);
      auto& its = started.promise();
      its.continue_with(caller);
      its.set_ambient_stop_token(detail::ambient_stop_token(caller));
      if constexpr (std::derived_from<Promise, detail::task_promise_base>) {
        awaiting = &caller.promise();
        awaiting->wait_for(this);
      }
      return detail::transfer(caller, started);
    }

    // The frame goes as soon as it has nothing more to give, where the compiler sees that nobody waits in it.
    T await_resume() {
      if (awaiting != nullptr) {
        awaiting->wait_for(nullptr);
      }
      const end_of_frame here(*this);
      return typed(frame).promise().take();
    }

   private:
    class end_of_frame {
     public:
      explicit end_of_frame(awaiter& of) noexcept : of_(of) {}
      end_of_frame(const end_of_frame&) = delete;
      end_of_frame& operator=(const end_of_frame&) = delete;
      ~end_of_frame() {
        of_.frame.destroy();
        of_.frame = nullptr;
      }

     private:
      awaiter& of_;
    };

    [[nodiscard]] static frame_handle typed(std::coroutine_handle<> any) noexcept {
      return frame_handle::from_address(any.address());
    }
  };

  explicit task(frame_handle created) noexcept : frame_(created) {}

  frame_handle frame_;
};

}  // namespace patterns::async
