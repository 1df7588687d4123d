#include <coroutine>
#include <cstdio>
#include <exception>
#include <utility>

int created = 0;

struct task {
  struct promise_type {
    int value = 0;
    task get_return_object() { return task{std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_value(int v) { value = v; }
    void unhandled_exception() { std::terminate(); }
  };
  std::coroutine_handle<promise_type> h;
  explicit task(std::coroutine_handle<promise_type> frame) : h(frame) { ++created; }
  task(task&& other) noexcept : h(std::exchange(other.h, {})) {}
  ~task() {
    if (h) {
      h.destroy();
    }
  }
  bool await_ready() {
    h.resume();
    return true;
  }
  void await_suspend(std::coroutine_handle<>) {}
  int await_resume() { return h.promise().value; }
};

task leaf() {
  co_return 1;
}
task choose(bool take) {
  co_return take ? 1 + co_await leaf() : 0;
}

int main() {
  auto t = choose(false);
  t.h.resume();
  std::printf("tasks created: %d (1 is right: leaf() is in the branch that is not taken)\n", created);
  return created == 1 ? 0 : 1;
}
