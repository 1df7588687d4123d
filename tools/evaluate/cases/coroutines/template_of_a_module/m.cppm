module;
#include <coroutine>
#include <exception>
export module m;
export template <class T>
class sequence {
 public:
  struct promise_type {
    T value{};
    sequence get_return_object() { return sequence(std::coroutine_handle<promise_type>::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(T next) {
      value = next;
      return {};
    }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
  explicit sequence(std::coroutine_handle<promise_type> handle) : handle_(handle) {}
  sequence(const sequence&) = delete;
  sequence& operator=(const sequence&) = delete;
  ~sequence() { handle_.destroy(); }
  bool next() {
    handle_.resume();
    return !handle_.done();
  }
  T value() const { return handle_.promise().value; }

 private:
  std::coroutine_handle<promise_type> handle_;
};
export template <class Function>
sequence<int> mapped(int end, Function function) {
  for (int i = 1; i < end; ++i) {
    co_yield function(i);
  }
}
