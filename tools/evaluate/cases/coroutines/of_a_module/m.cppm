module;
#include <coroutine>
#include <exception>
export module m;
export class numbers {
 public:
  struct promise_type {
    int value = 0;
    numbers get_return_object() { return numbers(std::coroutine_handle<promise_type>::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(int next) {
      value = next;
      return {};
    }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
  explicit numbers(std::coroutine_handle<promise_type> frame) : frame_(frame) {}
  numbers(const numbers&) = delete;
  numbers& operator=(const numbers&) = delete;
  ~numbers() { frame_.destroy(); }
  bool next() {
    frame_.resume();
    return !frame_.done();
  }
  int value() const { return frame_.promise().value; }

 private:
  std::coroutine_handle<promise_type> frame_;
};
export numbers up_to(int last);
