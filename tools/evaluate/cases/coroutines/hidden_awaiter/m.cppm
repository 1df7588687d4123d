module;
#include <coroutine>
#include <exception>
export module m;
export namespace lib {
struct number {
  int value;
};
}  // namespace lib
struct ready {
  int value;
  bool await_ready() const noexcept { return true; }
  void await_suspend(std::coroutine_handle<>) const noexcept {}
  int await_resume() const noexcept { return value + 1; }
};
namespace lib {
export ready operator co_await(number of) {
  return {of.value};
}
}  // namespace lib
export struct detached {
  struct promise_type {
    detached get_return_object() noexcept { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() noexcept {}
    void unhandled_exception() { std::terminate(); }
  };
};
