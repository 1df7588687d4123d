/// @file
/// A coroutine that a test holds in its hand.
export module test.started;

import std;
import patterns.async;
import patterns.concurrency;

export namespace patterns_test {

/// Runs at once until it is parked, and is destroyed, wherever it is then, with this.
class [[nodiscard]] started {
 public:
  struct promise_type {
    started get_return_object() noexcept { return started(std::coroutine_handle<promise_type>::from_promise(*this)); }
    static std::suspend_never initial_suspend() noexcept { return {}; }
    static std::suspend_always final_suspend() noexcept { return {}; }
    static void return_void() noexcept {}
    void unhandled_exception() noexcept { error = std::current_exception(); }

    std::exception_ptr error;
  };

  started() = default;
  started(started&& other) noexcept : frame_(std::exchange(other.frame_, nullptr)) {}
  started& operator=(started&& other) noexcept {
    std::swap(frame_, other.frame_);
    return *this;
  }
  ~started() { destroy(); }

  void destroy() noexcept {
    if (frame_) {
      std::exchange(frame_, nullptr).destroy();
    }
  }

  [[nodiscard]] bool done() const noexcept { return frame_ && frame_.done(); }

  /// The message of what it threw; empty if nothing, or if it has not ended.
  [[nodiscard]] std::string error() const {
    if (done() && frame_.promise().error) {
      try {
        std::rethrow_exception(frame_.promise().error);
      } catch (const std::exception& thrown) {
        return thrown.what();
      }
    }
    return {};
  }

 private:
  explicit started(std::coroutine_handle<promise_type> frame) noexcept : frame_(frame) {}

  std::coroutine_handle<promise_type> frame_;
};

/// @param token  the ambient token of `work`
started start(patterns::async::task<> work, patterns::concurrency::stop_token token = {}) {
  co_await patterns::async::with_stop_token(std::move(token), std::move(work));
}

}  // namespace patterns_test
