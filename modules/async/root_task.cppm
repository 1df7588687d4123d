/// @file
/// async core · root_task: the coroutine at the bottom, through which code that is none waits for an awaitable.
export module patterns.async:root_task;

import std;
import patterns.concurrency;
import :awaitable;
import :cancellation;
import :frame_memory;
import :task;
import :transfer;

namespace patterns::async::detail {

/// What plain code is given for an A that is awaited: never a reference to a temporary of the coroutine.
///
/// It is void for what cannot be awaited, so that a function that returns it is refused by its own constraint, and
/// Clang names the concept.
template <class A>
struct returned_result {
  using type = void;
};

template <awaitable A>
struct returned_result<A> {
  using type = std::conditional_t<std::is_lvalue_reference_v<await_result_t<A>>, await_result_t<A>,
                                  std::remove_cvref_t<await_result_t<A>>>;
};

template <class A>
using returned_result_t = typename returned_result<A>::type;

/// Told once when a root_task has ended, on the thread on which it ended; the frame may be gone when it returns.
class completion {
 public:
  virtual void complete() noexcept = 0;

 protected:
  ~completion() = default;
};

template <class T>
class [[nodiscard]] root_task {
 public:
  class promise_type final : public frame_memory, public stoppable_promise, public returns<T> {
   public:
    class final_awaiter {
     public:
      [[nodiscard]] static constexpr bool await_ready() noexcept { return false; }
      static void await_suspend(std::coroutine_handle<promise_type> finished) noexcept {
        finished.promise().completion_->complete();
      }
      static constexpr void await_resume() noexcept {}
    };

    [[nodiscard]] root_task get_return_object() noexcept {
      return root_task(std::coroutine_handle<promise_type>::from_promise(*this));
    }
    [[nodiscard]] static constexpr std::suspend_always initial_suspend() noexcept { return {}; }
    [[nodiscard]] static constexpr final_awaiter final_suspend() noexcept { return {}; }

   private:
    friend class root_task;

    completion* completion_ = nullptr;
  };

  root_task(const root_task&) = delete;
  root_task& operator=(const root_task&) = delete;
  ~root_task() { frame_.destroy(); }

  /// @param token  outlives the coroutine
  void start(completion& on_end, const concurrency::stop_token& token) {
    const concurrency::trampoline::scope afterwards;
    frame_.promise().completion_ = &on_end;
    frame_.promise().set_ambient_stop_token(&token);
    detail::resume(frame_);
  }

  /// Its result, once it has ended.
  T take() { return frame_.promise().take(); }

 private:
  explicit root_task(std::coroutine_handle<promise_type> frame) noexcept : frame_(frame) {}

  std::coroutine_handle<promise_type> frame_;
};

template <awaitable A>
root_task<returned_result_t<A>> make_root_task(A&& awaited) {
  if constexpr (std::is_void_v<returned_result_t<A>>) {
    co_await std::forward<A>(awaited);
  } else {
    co_return co_await std::forward<A>(awaited);
  }
}

}  // namespace patterns::async::detail
