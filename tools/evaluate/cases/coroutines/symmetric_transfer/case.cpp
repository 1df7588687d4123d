#include <coroutine>
#include <pthread.h>
#include <cstdio>
#include <utility>
struct task {
  struct promise_type;
  std::coroutine_handle<promise_type> h;
  struct promise_type {
    std::coroutine_handle<> c;
    int v;
    task get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    struct fa {
      bool await_ready() noexcept { return false; }
      std::coroutine_handle<> await_suspend(std::coroutine_handle<promise_type> h) noexcept { return h.promise().c; }
      void await_resume() noexcept {}
    };
    fa final_suspend() noexcept { return {}; }
    void unhandled_exception() {}
    void return_value(int x) { v = x; }
  };
  task(std::coroutine_handle<promise_type> x) : h(x) {}
  task(task&& o) : h(std::exchange(o.h, {})) {}
  ~task() {
    if (h) {
      h.destroy();
    }
  }
  struct aw {
    std::coroutine_handle<promise_type> h;
    bool await_ready() { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> p) {
      h.promise().c = p;
      return h;
    }
    int await_resume() { return h.promise().v; }
  };
  aw operator co_await() && { return {h}; }
};
struct big {
  char a[64];
  ~big() { asm volatile("" ::: "memory"); }
};
task leaf(int i) {
  big b;
  co_return i;
}
task deep(int n) {
  big b;
  if (n == 0) {
    co_return 0;
  }
  co_return 1 + co_await deep(n - 1);
}
task many(int n) {
  int s = 0;
  for (int i = 0; i < n; i++) {
    big b;
    s += co_await leaf(1);
  }
  co_return s;
}
task root() {
  std::printf("many %d\n", co_await many(1000000));
  std::printf("deep %d\n", co_await deep(1000000));
  co_return 0;
}
void* f(void*) {
  auto t = root();
  t.h.promise().c = std::noop_coroutine();
  t.h.resume();
  return 0;
}
int main() {
  pthread_attr_t a;
  pthread_attr_init(&a);
  pthread_attr_setstacksize(&a, 256 * 1024);
  pthread_t t;
  pthread_create(&t, &a, f, 0);
  pthread_join(t, 0);
  std::puts("ok");
}
